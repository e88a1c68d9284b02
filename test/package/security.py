"""What the pages on policies, networks, Falco and Auto DevOps show in TypeScript, in Python."""

import os
import sys

from cdk8s import ApiObjectMetadata, App, Chart, Yaml
from cdk8s_container_security import falco, gitlab, helm, network, pod_security

RULES = """- list: shells
  items: [sh, bash, ash]
- rule: Shell in a pod
  desc: A shell was started in a container.
  condition: evt.type in (execve, execveat) and container.id != host and proc.name in (shells)
  output: Shell in a pod (pod=%k8s.pod.name command=%proc.cmdline)
  priority: NOTICE
  tags: [process]
"""


def write_policies(chart):
    policy, subject = pod_security.PodSecurityPolicy, pod_security.PolicySubject
    values = chart.values
    uid = values.add_integer("uid", description="User of the shop.", default_value=101)
    read_only = values.add_boolean("readOnly", description="A read-only root.", default_value=True)
    profiles = values.add_list("profiles", description="AppArmor profiles.", items=helm.ValueSchema.text())
    web = policy.restricted(
        chart,
        "web-pods",
        run_as_user=pod_security.IdStrategy(
            rule="MustRunAs", ranges=[pod_security.IdRange(min=uid.as_number(), max=uid.as_number())]
        ),
        app_armor_default_profile="localhost/deny-write",
        app_armor_allowed_profiles=profiles.as_list(),
        host_pid=False,
        metadata=ApiObjectMetadata(labels={"team": "shop"}),
    )
    # No token stands for a boolean: the overlay puts the expression into the finished object.
    helm.Overlay.on(web.policy).put("/spec/readOnlyRootFilesystem", read_only)
    web.allow_in("shop", subject.service_account("web"))
    agents = policy.baseline(
        chart,
        "agents",
        volumes=["hostPath", "secret", "projected"],
        allowed_host_paths=[pod_security.AllowedHostPath(path_prefix="/var/log", read_only=True)],
        allowed_csi_drivers=[pod_security.AllowedCsiDriver(name="secrets-store.csi.k8s.io")],
        host_ports=[pod_security.HostPortRange(min=8080, max=8080)],
        se_linux=pod_security.SeLinuxStrategy(rule="MustRunAs", se_linux_options={"type": "container_t"}),
        subjects=[subject.service_accounts_of("logging")],
    )
    agents.allow(subject.service_account("probe", "monitoring"))
    anything = pod_security.IdStrategy(rule="RunAsAny")
    policy(
        chart,
        "least",
        se_linux=pod_security.SeLinuxStrategy(rule="RunAsAny"),
        run_as_user=anything,
        supplemental_groups=pod_security.IdStrategy(
            rule="MayRunAs", ranges=[pod_security.IdRange(min=1, max=65535)]
        ),
        fs_group=anything,
        runtime_class=pod_security.RuntimeClassStrategy(
            allowed_runtime_class_names=["gvisor"], default_runtime_class_name="gvisor"
        ),
    )


def write_network(chart):
    peer, port = network.Peer, network.Port
    number = chart.values.add_integer("port", description="Port of the shop.", default_value=8080)
    tenants = chart.values.add_map(
        "tenants",
        description="Namespaces that may call, and their labels.",
        entries=helm.ValueSchema.text(),
    )
    closed = chart.values.add_boolean("closed", description="Close the namespace.", default_value=False)
    network.NetworkPolicy.deny_all_ingress(helm.If(chart, "closed-wanted", when=closed), "closed")
    (
        network.NetworkPolicy(
            chart,
            "web",
            pods={"app": "web"},
            pod_conditions=[
                network.LabelCondition.is_one_of("tier", "front", "edge"),
                network.LabelCondition.is_missing("debug"),
            ],
        )
        .allow_from(peer.pods({"app": "ingress"}).in_namespace({"team": "edge"}), port.tcp(number.as_number()))
        .allow_from(peer.namespace_named("monitoring"), port.named("metrics"))
        .allow_from(peer.pods(tenants.as_map()).in_any_namespace())
        .allow_to(peer.pods({"app": "db"}).where(network.LabelCondition.exists("primary")), port.tcp(5432))
        .allow_to(
            peer.cidr("10.0.0.0/8", "10.1.0.0/16"),
            port.tcp(443),
            port.numbers(30000, 32767, network.Protocol.UDP),
        )
        .allow_dns()
    )
    (
        network.CiliumNetworkPolicy(chart, "web-cilium", pods={"app": "web"}, description="The shop.")
        .allow_from(
            peer.pods({"app": "ingress"}).in_namespace_named("edge"),
            port.tcp(8080).http(
                network.HttpRule(method="GET", path="/api/.*"), network.HttpRule(headers=["X-Key"])
            ),
        )
        .allow_to(peer.fqdns("api.example.com", "*.example.org"), port.tcp(443))
        .allow_to(peer.service("db", "data"))
        .allow_to(peer.entities("kube-apiserver"), port.icmp(8))
        .allow_dns()
        .deny_to(peer.cidr("169.254.169.254/32"))
    )
    network.CiliumClusterwideNetworkPolicy(chart, "nodes", nodes={}, record_only=True).allow_from(
        peer.entities("cluster")
    )


def falco_values(scope):
    shells = falco.FalcoRules.from_text(scope, "shells", RULES)
    quieter = falco.FalcoRules(
        scope,
        "quieter",
        text="- rule: Terminal shell in container\n  enabled: false\n  override: { enabled: replace }\n",
        file_name="90-quieter.yaml",
    )
    falcosidekick = falco.Falcosidekick(
        scope,
        "falcosidekick",
        slack=falco.SlackOutput(
            webhook_url=falco.SecretReference(secret_name="slack", key="webhook-url"),
            minimum_priority=falco.FalcoPriority.WARNING,
            output_format=falco.SlackOutputFormat.TEXT,
        ),
        webhook=falco.WebhookOutput(
            address="https://events.example.com/falco",
            headers_from=falco.SecretReference(secret_name="events", key="headers"),
            headers=None,
        ),
        alertmanager=falco.AlertmanagerOutput(
            addresses=["http://alertmanager.monitoring.svc:9093"],
            severities={"warning": "low"},
            extra_annotations={"runbook": "https://gitlab.example.com/GROUP/PROJECT/-/wikis/falco"},
            expires_after_seconds=3600,
        ),
        values={"config": {"loki": {"hostport": "http://loki.monitoring.svc:3100", "minimumpriority": "notice"}}},
    )
    watch = falco.Falco(
        scope,
        "falco",
        falcosidekick=falcosidekick,
        rules=[quieter, shells],
        priority=falco.FalcoPriority.NOTICE,
        resources={"limits": {"cpu": "2", "memory": "2Gi"}},
        tolerations=[{"operator": "Exists"}],
        values={"falco": {"buffered_outputs": True}},
    )
    source = watch.source
    return {
        "falco-values.yaml": watch.to_values(),
        "falcosidekick-values.yaml": falcosidekick.to_values(),
        "falco-source.yaml": {
            "repositoryName": source.repository_name,
            "repository": source.repository,
            "chartName": source.chart_name,
            "chartVersion": source.chart_version,
            "defaultNamespace": source.default_namespace,
            "podSecurityLevel": source.pod_security_level,
            "rules": shells.rule_names,
            "url": falcosidekick.url,
        },
    }


def cilium_values(scope):
    cilium = network.Cilium(
        scope,
        "on-gke",
        platform=network.CiliumPlatform.GKE,
        native_routing_cidr="10.4.0.0/14",
        mode=network.CiliumMode.AUDIT,
        ui=True,
        service_monitor=True,
        values={"hubble": {"relay": {"replicas": 2}}},
    )
    return {"cilium-values.yaml": cilium.to_values()}


def auto_deploy_values():
    scope = Chart(App(), "shop")
    policy = network.NetworkPolicy(scope, "web", pods={"release": gitlab.AutoDeployValues.RELEASE_NAME})
    policy.allow_from(network.Peer.namespace_named("ingress-nginx"), network.Port.tcp(5000)).allow_dns()
    own = gitlab.AutoDeployValues(
        container_security_context=gitlab.AutoDeployContainerSecurityContext(
            allow_privilege_escalation=False,
            capabilities=gitlab.AutoDeployCapabilities(drop=["ALL"]),
            app_armor_profile={"type": "Localhost", "localhostProfile": "shop"},
        ),
        workers={
            "mail": gitlab.AutoDeployWorker(
                command=["/bin/mail"],
                liveness_probe=gitlab.AutoDeployProbe(
                    probe_type="exec",
                    command=["/bin/mail", "ping"],
                    initial_delay_seconds=5,
                    timeout_seconds=3,
                ),
                readiness_probe=gitlab.AutoDeployProbe(
                    probe_type="exec", command=["true"], initial_delay_seconds=1, timeout_seconds=1
                ),
            )
        },
        custom_resources=[policy],
    )
    ready = gitlab.AutoDeployValues.restricted(read_only_root_filesystem=True, run_as_user=1000)
    return ready.merge(own)


outdir = sys.argv[1]
app = helm.HelmApp(outdir=outdir)
chart = helm.HelmChart(app, "security", version="1.0.0", description="Locks down the shop.")
write_policies(chart)
write_network(chart)
app.synth()

watch_scope = Chart(App(), "watch")
for name, content in {**falco_values(watch_scope), **cilium_values(watch_scope)}.items():
    with open(os.path.join(outdir, name), "w", encoding="utf-8") as file:
        file.write(Yaml.stringify(content))
with open(os.path.join(outdir, "auto-deploy-values.yaml"), "w", encoding="utf-8") as file:
    file.write(auto_deploy_values().to_yaml())
