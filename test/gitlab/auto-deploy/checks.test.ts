import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../lib/diagnostics';
import { AutoDeployValues, type AutoDeployValuesProps } from '../../../lib/gitlab/auto-deploy-values';

/** Everything that is said, worst first: `error GITLAB1001 key`. */
const said = (values: unknown): readonly string[] => {
  const shown = (each: { severity: string; code: string; place?: { key?: string } }) =>
    `${each.severity} ${each.code} ${each.place?.key ?? ''}`.trim();
  try {
    return new AutoDeployValues(values as AutoDeployValuesProps).warnings.map(shown);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(shown);
  }
};

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const NO_PROBE = { probeType: 'exec', command: ['true'] };
const QUIET = { livenessProbe: NO_PROBE, readinessProbe: NO_PROBE };
const policy = (spec: unknown) => ({ networkPolicy: { enabled: true, spec } });
const selecting = (podSelector: unknown) => policy({ podSelector, ingress: [] });
const object = (more: object, name = 'a-{{ .Release.Name }}') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...more,
});
const resource = (more: object, name?: string) => ({ customResources: [object(more, name)] });

const CASES: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['nothing at all', {}, []],
  ['something else than values', 'x', ['error GITLAB1001']],
  ['a value that nobody knows', { podSecurityContext: {} }, ['error GITLAB1001 podSecurityContext']],
  ['a value of a wrong type', { hostNetwork: 'yes' }, ['error GITLAB1001 hostNetwork']],
  ['null, which takes a default away', { priorityClassName: null }, []],
  ['null for an object that the templates look into', { service: null }, ['error GITLAB1001 service']],
  ['comments that are no lines', { comments: 'x' }, ['error GITLAB1001 comments']],
  ['no tag', { autoDeployImageVersion: 'latest' }, ['error GITLAB1004 autoDeployImageVersion']],
  ['a tag of another chart', { autoDeployImageVersion: 'v1.0.7' }, ['error GITLAB1004 autoDeployImageVersion']],
  ['a tag from the future', { autoDeployImageVersion: 'v2.200.0' }, ['warning GITLAB1005 autoDeployImageVersion']],
  ['the newest tag that was read', { autoDeployImageVersion: 'v2.113.0' }, []],
  ['a tag without its letter', { autoDeployImageVersion: '2.113.0' }, []],
  [
    'a field of containers on the pod',
    { securityContext: { readOnlyRootFilesystem: true } },
    ['error GITLAB1001 securityContext.readOnlyRootFilesystem'],
  ],
  [
    'a field of pods on the container',
    { containerSecurityContext: { fsGroup: 1 } },
    ['error GITLAB1001 containerSecurityContext.fsGroup'],
  ],
  [
    'an AppArmor profile without a name',
    { containerSecurityContext: { appArmorProfile: { type: 'Localhost' } } },
    ['error GITLAB1001 containerSecurityContext.appArmorProfile.localhostProfile'],
  ],
  [
    'an AppArmor profile of no type',
    { containerSecurityContext: { appArmorProfile: { type: 'Default' } } },
    ['error GITLAB1001 containerSecurityContext.appArmorProfile'],
  ],
  [
    'an AppArmor annotation beside workers',
    { podAnnotations: { [`${ANNOTATION}auto-deploy-app`]: 'localhost/x' }, workers: { a: QUIET } },
    [`error GITLAB1007 podAnnotations["${ANNOTATION}auto-deploy-app"]`],
  ],
  [
    'an AppArmor annotation for a container that is not there',
    { podAnnotations: { [`${ANNOTATION}web`]: 'localhost/x' } },
    [`error GITLAB1007 podAnnotations["${ANNOTATION}web"]`],
  ],
  [
    'an AppArmor annotation where there are no workers',
    { podAnnotations: { [`${ANNOTATION}auto-deploy-app`]: 'localhost/x' } },
    [`warning GITLAB1007 podAnnotations["${ANNOTATION}auto-deploy-app"]`],
  ],
  [
    "a policy for GitLab's own example, which is an annotation",
    selecting({ matchLabels: { 'app.gitlab.com/env': 'staging' } }),
    ['error GITLAB1006 networkPolicy.spec.podSelector'],
  ],
  [
    'a policy for a label that no pod has',
    selecting({ matchLabels: { role: 'web' } }),
    ['error GITLAB1006 networkPolicy.spec.podSelector'],
  ],
  [
    'a policy for a tier that no pod has',
    selecting({ matchLabels: { tier: 'backend' } }),
    ['error GITLAB1006 networkPolicy.spec.podSelector'],
  ],
  [
    'a policy for a tier of a worker beside a label of the application',
    selecting({
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['worker'] },
        { key: 'app', operator: 'Exists' },
      ],
    }),
    ['error GITLAB1006 networkPolicy.spec.podSelector'],
  ],
  ['a policy for all pods', selecting({}), []],
  ['a policy for the application', selecting({ matchLabels: { tier: 'web', track: 'canary' } }), []],
  [
    'a policy for everything but the database',
    selecting({ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['x'] }] }),
    [],
  ],
  ['a policy for the database', selecting({ matchLabels: { app: 'postgresql', role: 'master' } }), []],
  [
    'a policy for a tier that is set',
    { ...selecting({ matchLabels: { tier: 'api' } }), application: { tier: 'api' } },
    [],
  ],
  [
    'a policy for a label that is added',
    { ...selecting({ matchLabels: { team: 'a' } }), extraLabels: { team: 'a' } },
    [],
  ],
  [
    'a policy for another value of an added label',
    { ...selecting({ matchLabels: { team: 'b' } }), extraLabels: { team: 'a' } },
    ['error GITLAB1006 networkPolicy.spec.podSelector'],
  ],
  [
    'a policy for a label of a worker',
    { ...selecting({ matchLabels: { job: 'mail' } }), workers: { mail: { labels: { job: 'mail' }, ...QUIET } } },
    [],
  ],
  ["the chart's own policy", { networkPolicy: { enabled: true } }, ['warning GITLAB1011 networkPolicy.enabled']],
  [
    'a policy that is not enabled',
    { networkPolicy: { spec: { podSelector: {}, ingress: [] } } },
    ['warning GITLAB1011 networkPolicy.spec'],
  ],
  [
    'a policy that cuts off names',
    policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }] }),
    ['warning GITLAB1011 networkPolicy.spec.egress'],
  ],
  [
    'a policy that lets names out in a range of ports',
    policy({ podSelector: {}, egress: [{ ports: [{ port: 1, endPort: 99 }] }] }),
    [],
  ],
  ['a policy that lets everything out', policy({ podSelector: {}, egress: [{}] }), []],
  [
    'a policy with an expression, where none is carried out',
    selecting({ matchLabels: { release: '{{ .Release.Name }}' } }),
    ['error GITLAB1008 networkPolicy.spec'],
  ],
  ['a custom resource that is no object', { customResources: ['x'] }, ['error GITLAB1001 customResources[0]']],
  [
    'a custom resource without a name',
    { customResources: [{ apiVersion: 'v1', kind: 'ConfigMap' }] },
    ['error GITLAB1012 customResources[0].metadata.name'],
  ],
  ['a custom resource with a name of its release', resource({}), []],
  ['a custom resource with a name of the chart', resource({}, '{{ template "fullname" $ }}-x'), []],
  [
    'a custom resource with a name that does not know the track',
    resource({}, '{{ include "appname" . }}'),
    ['error GITLAB1009 customResources[0].metadata.name'],
  ],
  ['a custom resource with a fixed name', resource({}, 'a'), ['error GITLAB1009 customResources[0].metadata.name']],
  [
    'a custom resource of the cluster',
    resource({ kind: 'ClusterRole' }),
    ['warning GITLAB1010 customResources[0].kind'],
  ],
  [
    'a Secret with what is in it',
    resource({ kind: 'Secret', stringData: { a: 'b' } }),
    ['warning GITLAB1014 customResources[0]'],
  ],
  [
    'an alert text of Prometheus',
    resource({ data: { a: 'on {{ $labels.pod }}' } }),
    ['error GITLAB1008 customResources[0].data.a'],
  ],
  [
    'a template of somebody else in a key',
    resource({ data: { '{{ .Status }}': 'a' } }),
    ['error GITLAB1008 customResources[0].data'],
  ],
  ['braces that are never closed', resource({ data: { a: 'a {{ b' } }), ['error GITLAB1008 customResources[0].data.a']],
  [
    'a condition',
    resource({ data: { a: '{{ if .Values.a }}x{{ end }}' } }),
    ['warning GITLAB1008 customResources[0].data.a', 'warning GITLAB1008 customResources[0].data.a'],
  ],
  ['braces that are masked', resource({ data: { a: AutoDeployValues.literal('on {{ $labels.pod }}') } }), []],
  [
    'values of the chart',
    resource({ data: { a: '{{ .Values.service.internalPort | quote }}', b: '{{- .Chart.Name -}}' } }),
    [],
  ],
  [
    'expressions before they were carried out',
    { ...resource({}), autoDeployImageVersion: 'v2.90.0' },
    ['error GITLAB1003 customResources[0].metadata.name'],
  ],
  [
    'a name of its own before expressions were carried out',
    { ...resource({}, 'a'), autoDeployImageVersion: 'v2.90.0' },
    ['error GITLAB1009 customResources[0].metadata.name'],
  ],
  [
    'two custom resources before they were set apart',
    { customResources: [object({}, 'a'), object({}, 'b')], autoDeployImageVersion: 'v2.80.0' },
    [
      'error GITLAB1003 customResources',
      'error GITLAB1009 customResources[0].metadata.name',
      'error GITLAB1009 customResources[1].metadata.name',
    ],
  ],
  [
    'a policy of a custom resource for nobody',
    resource({ kind: 'NetworkPolicy', spec: { podSelector: { matchLabels: { a: 'b' } } } }),
    ['warning GITLAB1006 customResources[0].spec.podSelector'],
  ],
  [
    'a Cilium policy for an annotation',
    resource({
      kind: 'CiliumNetworkPolicy',
      spec: { endpointSelector: { matchLabels: { 'k8s:app.gitlab.com/app': 'a' } } },
    }),
    ['error GITLAB1006 customResources[0].spec.endpointSelector'],
  ],
  [
    'a Cilium policy for a namespace',
    resource({
      kind: 'CiliumNetworkPolicy',
      spec: { endpointSelector: { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'a' } } },
    }),
    [],
  ],
  [
    'a policy for pods of another custom resource',
    {
      customResources: [
        object({ kind: 'NetworkPolicy', spec: { podSelector: { matchLabels: { job: 'scan' } } } }),
        object(
          { kind: 'CronJob', spec: { jobTemplate: { spec: { template: { metadata: { labels: { job: 'scan' } } } } } } },
          'b-{{ .Release.Name }}',
        ),
      ],
    },
    [],
  ],
  [
    'an expression in extraEnvFrom',
    { extraEnvFrom: [{ secretRef: { name: '{{ .Values.application.secretName }}' } }] },
    [],
  ],
  [
    'an expression in extraEnvFrom before they were carried out',
    {
      extraEnvFrom: [{ secretRef: { name: '{{ .Values.application.secretName }}' } }],
      autoDeployImageVersion: 'v2.96.0',
    },
    ['error GITLAB1003 extraEnvFrom[0].secretRef.name'],
  ],
  [
    'a worker that is asked like a web server',
    { workers: { a: {} } },
    ['warning GITLAB1013 workers.a.livenessProbe', 'warning GITLAB1013 workers.a.readinessProbe'],
  ],
  ['a worker with probes of its own', { workers: { a: QUIET } }, []],
  ['a worker of an application without web probes', { ...QUIET, workers: { a: {} } }, []],
  [
    'a probe of a worker without a type',
    { workers: { a: { ...QUIET, livenessProbe: { path: '/' } } } },
    ['error GITLAB1001 workers.a.livenessProbe.probeType'],
  ],
  [
    'a probe of a worker that is switched off',
    { workers: { a: { ...QUIET, livenessProbe: { ...NO_PROBE, enabled: false } } } },
    ['error GITLAB1001 workers.a.livenessProbe.enabled'],
  ],
  [
    "a worker's security that replaces the application's",
    {
      containerSecurityContext: { privileged: false },
      workers: { a: { ...QUIET, containerSecurityContext: { runAsUser: 1 } } },
    },
    ['warning GITLAB1017 workers.a.containerSecurityContext'],
  ],
  ['a cron job without a time', { cronjobs: { a: QUIET } }, ['error GITLAB1001 cronjobs.a.schedule']],
  [
    'arguments of a cron job that are lost',
    { cronjobs: { a: { schedule: '@daily', args: ['a'], ...QUIET } } },
    ['error GITLAB1018 cronjobs.a.args'],
  ],
  [
    'words of a cron job that YAML reads otherwise',
    {
      cronjobs: {
        a: {
          schedule: '@daily',
          command: [
            'sh',
            '5',
            'yes',
            'a: b',
            '',
            '*',
            '-',
            'a #b',
            'a\nb',
            '0x1F',
            '"5"',
            '-c',
            'echo hello',
            '/bin/a=b',
          ],
          ...QUIET,
        },
      },
    },
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => `error GITLAB1015 cronjobs.a.command[${index}]`),
  ],
  ['an autoscaler without requests', { hpa: { enabled: true } }, ['warning GITLAB1016 hpa.enabled']],
  ['one object twice', { customResources: [object({}), object({})] }, ['error GITLAB1021 customResources[1]']],
  [
    'objects of one name in two namespaces',
    { customResources: [object({}), object({ metadata: { name: 'a-{{ .Release.Name }}', namespace: 'b' } })] },
    [],
  ],
  [
    'an object that the chart makes too',
    resource({ kind: 'Service' }, '{{ .Release.Name }}-auto-deploy'),
    ['error GITLAB1021 customResources[0]'],
  ],
  [
    'an object that the chart does not make here',
    { ...resource({ kind: 'Service' }, '{{ template "fullname" . }}'), service: { enabled: false } },
    [],
  ],
  [
    "an object with the name of another one's canary",
    { customResources: [object({}, '{{ .Release.Name }}-a'), object({}, '{{ .Release.Name }}-canary-a')] },
    ['error GITLAB1009 customResources[1]'],
  ],
  ['a worker with the name of the canary', { workers: { canary: QUIET } }, ['error GITLAB1009 workers.canary']],
  [
    "a worker with the name of another one's rollout",
    { workers: { a: QUIET, 'rollout-a': QUIET } },
    ['error GITLAB1009 workers.rollout-a'],
  ],
  ['a worker with a name of no container', { workers: { 'My Worker': QUIET } }, ['error GITLAB1022 workers.My Worker']],
  [
    'a worker with too long a name',
    { workers: { ['a'.repeat(48)]: QUIET, ['b'.repeat(47)]: QUIET } },
    [`error GITLAB1022 workers.${'a'.repeat(48)}`],
  ],
  [
    'cron jobs with long names',
    {
      cronjobs: Object.fromEntries(
        [27, 28, 51].map((length) => ['a'.repeat(length), { ...QUIET, schedule: '@daily' }]),
      ),
    },
    [`warning GITLAB1022 cronjobs.${'a'.repeat(28)}`, `error GITLAB1022 cronjobs.${'a'.repeat(51)}`],
  ],
  [
    "labels of the chart's own",
    { extraLabels: { release: 'a' }, workers: { a: { ...QUIET, labels: { app: 'a', tier: 'b' } } } },
    ['error GITLAB1023 extraLabels["release"]', 'error GITLAB1023 workers.a.labels["tier"]'],
  ],
  [
    'labels that are none',
    { extraLabels: { 'a b': 'c', a: 'b c', b: '' } },
    ['error GITLAB1023 extraLabels["a b"]', 'error GITLAB1023 extraLabels["a"]'],
  ],
  [
    "an annotation of the chart's own",
    { podAnnotations: { 'checksum/application-secrets': 'a', b: 'c' } },
    ['warning GITLAB1023 podAnnotations["checksum/application-secrets"]'],
  ],
  [
    'a volume twice',
    {
      extraVolumes: [{ name: 'a' }, { name: 'a' }],
      workers: { a: { ...QUIET, extraVolumeMounts: [{ mountPath: '/a' }, { mountPath: '/b' }, { mountPath: '/a' }] } },
    },
    ['error GITLAB1021 extraVolumes[1].name', 'error GITLAB1021 workers.a.extraVolumeMounts[2].mountPath'],
  ],
  [
    'root that must not be root',
    { securityContext: { runAsNonRoot: true }, containerSecurityContext: { runAsUser: 0 } },
    ['error GITLAB1024 containerSecurityContext'],
  ],
  [
    'all rights without more rights',
    {
      workers: { a: { ...QUIET, containerSecurityContext: { allowPrivilegeEscalation: false, privileged: true } } },
      cronjobs: {
        a: {
          ...QUIET,
          schedule: '@daily',
          containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } },
        },
      },
    },
    ['error GITLAB1024 cronjobs.a.containerSecurityContext', 'error GITLAB1024 workers.a.containerSecurityContext'],
  ],
  [
    'a startup probe of another type than the readiness probe',
    { startupProbe: { enabled: true, probeType: 'tcpSocket' } },
    ['error GITLAB1025 startupProbe.probeType'],
  ],
  [
    'a startup probe of the same type',
    { startupProbe: { enabled: true, probeType: 'tcpSocket' }, readinessProbe: { probeType: 'tcpSocket' } },
    [],
  ],
  [
    'words of a probe that YAML reads otherwise',
    { livenessProbe: { path: '/a: b', httpHeaders: [{ name: 'A', value: 'true' }] } },
    ['error GITLAB1015 livenessProbe.httpHeaders[0].value', 'error GITLAB1015 livenessProbe.path'],
  ],
  ['a name that YAML reads as a number', { service: { name: '80' } }, ['error GITLAB1015 service.name']],
  [
    'an expression in the extraEnvFrom of a worker and a cron job',
    {
      workers: { a: { ...QUIET, extraEnvFrom: [{ secretRef: { name: '{{ $.Values.b }}' } }] } },
      cronjobs: { a: { ...QUIET, schedule: '@daily', extraEnvFrom: [{ configMapRef: { name: 'a-{{ x' } }] } },
    },
    [
      'warning GITLAB1008 workers.a.extraEnvFrom[0].secretRef.name',
      'warning GITLAB1008 cronjobs.a.extraEnvFrom[0].configMapRef.name',
    ],
  ],
  [
    'an expression where none is carried out, beside braces that are meant for others',
    {
      extraEnv: [{ name: 'A', value: '{{ .Release.Name }}' }],
      podAnnotations: { a: '{{ .Data.password }}', b: '{{- with secret "x" -}}' },
    },
    ['warning GITLAB1008 extraEnv[0].value'],
  ],
  [
    'a kind whose name its group gives',
    resource({ kind: 'CustomResourceDefinition' }),
    ['error GITLAB1009 customResources[0].kind'],
  ],
  ['a list of objects', resource({ kind: 'List', items: [] }), ['error GITLAB1012 customResources[0]']],
  [
    'names that every object of JavaScript knows',
    {
      constructor: 1,
      ...selecting({ matchLabels: { constructor: 'a' } }),
      ...resource({ kind: 'toString' }),
    },
    ['error GITLAB1001 constructor', 'error GITLAB1006 networkPolicy.spec.podSelector'],
  ],
  [
    'numbers beyond their borders',
    {
      service: { internalPort: 65_536, externalPort: 0 },
      securityContext: { runAsUser: -1, fsGroup: 2_147_483_648, runAsGroup: 2_147_483_647 },
      terminationGracePeriodSeconds: 1.5,
    },
    [
      'error GITLAB1001 securityContext.fsGroup',
      'error GITLAB1001 securityContext.runAsUser',
      'error GITLAB1001 service.externalPort',
      'error GITLAB1001 service.internalPort',
      'error GITLAB1001 terminationGracePeriodSeconds',
    ],
  ],
  [
    'a type and another type of a service',
    { service: { serviceType: 'NodePort', type: 'ClusterIP' } },
    ['error GITLAB1001 service.type'],
  ],
];

const loop: Record<string, unknown> = {};
loop.loop = loop;
class Setting {
  readonly a = 1;
}

const NO_DATA: readonly (readonly [string, unknown])[] = [
  ['a function', () => 1],
  ['an instance', new Setting()],
  ['a date', new Date(0)],
  ['what holds itself', loop],
  ['no number', Number.NaN],
  ['an endless number', Number.POSITIVE_INFINITY],
  ['a big integer', 1n],
];

describe('AutoDeployValues', () => {
  it.each(NO_DATA)('refuses %s, which no file can hold', (_, value) => {
    const [first = ''] = said({ affinity: { deep: [value] } });
    expect(first).toMatch(/^error GITLAB1001 affinity\.deep\[0\]/);
  });

  it.each(CASES)('says what it should of %s', (_, values, expected) => {
    expect(said(values)).toEqual(expected);
  });

  it('says for every problem why and what to do', () => {
    const all = CASES.flatMap(([, values]) => {
      try {
        return new AutoDeployValues(values as AutoDeployValuesProps).warnings;
      } catch (error) {
        return error instanceof DiagnosticError ? error.diagnostics : [];
      }
    });
    expect(all.length).toBeGreaterThan(50);
    const silent = all.filter(({ hint, message }) => hint === undefined && !/^(the value|"comments")/.test(message));
    expect(silent).toEqual([]);
  });

  it('reads a file, and refuses what is none', () => {
    const yaml = 'workers:\n  a:\n    livenessProbe: {probeType: exec, command: ["true"]}\n';
    expect(AutoDeployValues.fromYaml(yaml, { autoDeployImageVersion: 'v2.113.0' }).toValues()).toMatchObject({
      workers: { a: {} },
    });
    expect(AutoDeployValues.fromYaml('# nothing\n').toValues()).toEqual({});
    expect(AutoDeployValues.fromYaml('extraLabels: {a: 2001-01-01}').toValues()).toEqual({
      extraLabels: { a: '2001-01-01' },
    });
    const mixed = 'workers: {a: &a {replicaCount: 2, livenessProbe: {probeType: exec}}, b: {<<: *a}}';
    expect(AutoDeployValues.fromYaml(mixed).toValues().workers.b).toMatchObject({ replicaCount: 2 });
    for (const text of ['a: b: c', '- a', 'x']) expect(() => AutoDeployValues.fromYaml(text)).toThrow(/GITLAB1019/);
    expect(() => AutoDeployValues.fromYaml('comments: [a]')).toThrow(/GITLAB1001/);
  });
});

describe('what is called from JavaScript with something else', () => {
  const call = (name: keyof typeof AutoDeployValues, ...args: readonly unknown[]) =>
    Reflect.apply(Reflect.get(AutoDeployValues, name) as () => unknown, AutoDeployValues, args);
  const CALLS: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['nothing for props', () => call('appArmor'), /must be an object, not undefined/],
    ['null for props', () => call('networkPolicy', null), /must be an object, not null/],
    [
      'a text for a list',
      () => call('networkPolicy', { ingressNamespaces: 'x' }),
      /"ingressNamespaces" must be an array/,
    ],
    ['no name of a namespace', () => call('networkPolicy', { ingressNamespaces: ['a b'] }), /ingressNamespaces\[0\]/],
    [
      'no block',
      () => call('networkPolicy', { limitEgress: true, egressCidrs: ['10.0.0.0/33'] }),
      /a block of addresses/,
    ],
    [
      'blocks that limit nothing',
      () => call('networkPolicy', { egressCidrs: ['10.0.0.0/8'] }),
      /add "limitEgress: true"/,
    ],
    ['a text for a boolean', () => call('networkPolicy', { limitEgress: 'no' }), /"limitEgress" must be a boolean/],
    ['a mistyped prop', () => call('restricted', { runAsUsr: 1 }), /did you mean "runAsUser"/],
    ['root', () => call('restricted', { runAsUser: 0 }), /an integer from 1/],
    ['a text for labels', () => call('monitorOnly', { labels: 'ab' }), /"labels" must be an object/],
    [
      'values that are none',
      () => new AutoDeployValues().merge({} as AutoDeployValues),
      /"merge" takes AutoDeployValues/,
    ],
    ['a number for a text', () => call('literal', 5), /"literal" takes a string, not the number 5/],
  ];
  it.each(CALLS)('is refused with a code: %s', (_, act, message) => {
    expect(act).toThrow(DiagnosticError);
    expect(act).toThrow(message);
    expect(act).toThrow(/GITLAB1001/);
  });
});
