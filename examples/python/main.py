import sys

from cdk8s import ApiObjectMetadata
from cdk8s_container_security import helm
from cdk8s_plus_27 import ConfigMap, ContainerProps, ContainerResources, Cpu, CpuResources, Deployment, EnvValue

app = helm.HelmApp(outdir=sys.argv[1] if len(sys.argv) > 1 else "dist")
chart = helm.HelmChart(app, "shop", version="1.0.0", app_version="1.27", description="A small shop.")

# Declared once: the default, the schema, the README and the expression that templates use.
values = chart.values
image = values.add_image("image", description="Image of the shop.", repository="registry.example.com/shop/web")
replicas = values.add_integer("replicas", description="How many pods.", default_value=2, minimum=1)
port = values.add_integer("port", description="Port of the shop.", default_value=8080, minimum=1024)
greeting = values.add_string("greeting", description="What the shop says.", default_value='Hello, "you"!')
extra_args = values.add_list(
    "extraArgs",
    description="Further arguments of the shop.",
    items=helm.ValueSchema.text(),
    default_value=["--verbose"],
)
pod_labels = values.add_map(
    "podLabels", description="Labels of the pods.", entries=helm.ValueSchema.text(max_length=63)
)
host_network = values.add_boolean("hostNetwork", description="Use the network of the node.", default_value=False)
debug = values.add_boolean("debug", description="Make a ConfigMap for debugging.", default_value=False)
tenants = values.add_map(
    "tenants",
    description="Shops of other people: name and quota.",
    entries=helm.ValueSchema.record(
        {
            "pods": helm.ValueProperty(
                schema=helm.ValueSchema.integer(minimum=1), description="How many pods.", required=True
            )
        }
    ),
)

# A token goes where a text, a number, a list or a map is wanted.
web = Deployment(
    chart,
    "web",
    replicas=replicas.as_number(),
    pod_metadata=ApiObjectMetadata(labels=pod_labels.as_map()),
    containers=[
        ContainerProps(
            image=image.reference.as_string(),
            args=["serve", *extra_args.as_list()],
            port_number=port.as_number(),
            resources=ContainerResources(cpu=CpuResources(request=Cpu.millis(100))),
            env_variables={
                "GREETING": EnvValue.from_value(f"{greeting.as_string()} from {chart.release.name.as_string()}")
            },
        )
    ],
)

# No token stands for a boolean: the overlay puts the expression into the finished object.
overlay = helm.Overlay.on(web)
overlay.put("/spec/template/spec/hostNetwork", host_network)
overlay.put("/spec/template/spec/containers/0/imagePullPolicy", image.pull_policy)

# There when the condition is true.
debugging = helm.If(chart, "debugging", when=debug)
ConfigMap(
    debugging,
    "notes",
    data={"braces.txt": "No template: {{ .Values.debug }}", "replicas": replicas.as_string()},
)

# There once for each tenant. A manifest takes any kind.
tenant = helm.Range(chart, "each-tenant", over=tenants, key_name="name", item_name="tenant")
helm.Manifest(
    tenant,
    "quota",
    api_version="v1",
    kind="ResourceQuota",
    metadata=ApiObjectMetadata(labels={"tenant": tenant.key.as_string()}),
    content={
        "spec": {
            "hard": {"pods": tenant.item.field("pods").as_string()},
            "scopes": helm.Block.choose(debug, ["BestEffort"], ["NotBestEffort"]),
        },
    },
)

app.synth()
