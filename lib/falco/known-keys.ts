// Written by test/falco/known-keys.ts from the values.yaml of the charts; never edited.

/** Each top-level key of a values.yaml, with the keys below it in one text; null where anything may stand below. */
export type KnownKeys = Readonly<Record<string, string | null>>;

/** Of the chart falco 9.1.0. */
export const FALCO_KEYS: KnownKeys = {
  affinity: null,
  certs: 'ca client existingClientSecret existingSecret server',
  collectors: 'containerEngine enabled kubernetes',
  containerSecurityContext: null,
  controller: 'annotations daemonset deployment kind labels',
  customRules: null,
  driver: 'enabled kind kmod loader modernEbpf sysfsMountPath',
  extra: 'args env initContainers',
  falco:
    'append_output base_syscalls buffer_format_base64 buffered_outputs capture config_files falco_libs file_output http_output json_include_message_property json_include_output_fields_property json_include_output_property json_include_tags_property json_output libs_logger load_plugins log_level log_stderr log_syslog output_timeout outputs_queue plugins plugins_hostinfo priority program_output rule_matching rules_files stdout_output syscall_event_drops syscall_event_timeouts syslog_output time_format_iso_8601 watch_config_files webserver',
  'falco-talon': null,
  falcoHostnameEnv: null,
  falcoctl: 'artifact config image',
  falcosidekick: 'enabled fullfqdn listenPort',
  fullnameOverride: null,
  grafana: 'dashboards',
  healthChecks: 'livenessProbe readinessProbe startupProbe',
  image: 'pullPolicy registry repository tag',
  imagePullSecrets: null,
  metrics:
    'convertMemoryToMB enabled includeEmptyValues interval jemallocStatsEnabled kernelEventCountersEnabled kernelEventCountersPerCPUEnabled kernelIterEventCountersEnabled libbpfStatsEnabled outputRule pluginsMetricsEnabled resourceUtilizationEnabled rulesCountersEnabled service stateCountersEnabled',
  mounts: 'volumeMounts volumes',
  nameOverride: null,
  namespaceOverride: null,
  nodeSelector: null,
  podAnnotations: null,
  podHostname: null,
  podLabels: null,
  podPriorityClassName: null,
  podSecurityContext: null,
  rbac: 'create',
  resources: 'limits requests',
  responseActions: 'enabled',
  scc: 'create',
  serviceAccount: 'annotations create imagePullSecrets name',
  serviceMonitor:
    'create endpointPort interval labels path relabelings scheme scrapeTimeout selector targetLabels tlsConfig',
  services: null,
  tolerations: null,
  tty: null,
};

/** Of the chart falcosidekick 0.14.0. */
export const FALCOSIDEKICK_KEYS: KnownKeys = {
  affinity: null,
  config:
    'alertmanager aws azure bracketreplacer cliq cloudevents customfields customtags datadog datadoglogs debug discord dogstatsd dynatrace elasticsearch existingSecret extraArgs extraEnv fission gcp googlechat gotify grafana grafanaoncall influxdb kafka kafkarest kubeless loki mattermost mqtt mutualtlsclient mutualtlsfilespath n8n nats nodered openfaas openobserve opsgenie otlp outputFieldFormat pagerduty policyreport prometheus quickwit rabbitmq redis rocketchat slack smtp splunk spyderbat stan statsd sumologic syslog talon teams tekton telegram templatedfields timescaledb tlsclient tlsserver wavefront webex webhook yandex zincsearch',
  customAnnotations: null,
  customLabels: null,
  extraVolumeMounts: null,
  extraVolumes: null,
  fullnameOverride: null,
  grafana: 'dashboards',
  httproute:
    'additionalRules annotations apiVersion enabled filters hostnames httpsRedirect kind labels matches parentRefs',
  image: 'pullPolicy registry repository tag',
  imagePullSecrets: null,
  ingress: 'annotations enabled hosts ingressClassName tls',
  nameOverride: null,
  nodeSelector: null,
  podAnnotations: null,
  podLabels: null,
  podSecurityContext: 'fsGroup runAsUser',
  podSecurityPolicy: 'create',
  priorityClassName: null,
  prometheusRules: 'alerts enabled',
  replicaCount: null,
  resources: null,
  securityContext: null,
  service: 'annotations port type',
  serviceMonitor: 'additionalLabels additionalProperties enabled interval scrapeTimeout',
  testConnection: 'affinity nodeSelector tolerations',
  tolerations: null,
  webui:
    'affinity allowcors disableauth enabled existingSecret externalRedis httproute image ingress initContainer loglevel nodeSelector podAnnotations podLabels podSecurityContext priorityClassName redis replicaCount resources securityContext service tolerations ttl user',
};
