import {
  type Flaw,
  flawsOf,
  isObject,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeInteger,
  mustBeMapOf,
  mustBeObject,
  mustBeString,
  type Predicate,
} from '../../../diagnostics/predicates';

/** An object of which these keys are right where they are there; the others are left to the server. */
function partly(shape: Readonly<Record<string, Predicate>>): Predicate {
  return (value) => {
    if (!isObject(value)) return 'an object';
    const flaws = Object.entries(shape).flatMap(([key, predicate]): readonly Flaw[] =>
      Object.hasOwn(value, key) ? flawsOf(predicate, value[key], `.${key}`) : [],
    );
    return flaws.length === 0 ? undefined : flaws;
  };
}

const texts = mustBeArrayOf(mustBeString);
const profile = partly({ type: mustBeString, localhostProfile: mustBeString });
const seLinuxOptions = partly({
  user: mustBeString,
  role: mustBeString,
  type: mustBeString,
  level: mustBeString,
});
const windowsOptions = partly({ runAsUserName: mustBeString, hostProcess: mustBeBoolean });

/** What a pod and its containers may both say. */
const SHARED_CONTEXT = {
  runAsNonRoot: mustBeBoolean,
  runAsUser: mustBeInteger,
  runAsGroup: mustBeInteger,
  seLinuxOptions,
  seccompProfile: profile,
  appArmorProfile: profile,
  windowsOptions,
};

const container = partly({
  name: mustBeString,
  image: mustBeString,
  ports: mustBeArrayOf(
    partly({
      containerPort: mustBeInteger,
      hostPort: mustBeInteger,
      hostIP: mustBeString,
      protocol: mustBeString,
    }),
  ),
  volumeMounts: mustBeArrayOf(partly({ name: mustBeString, mountPath: mustBeString, readOnly: mustBeBoolean })),
  securityContext: partly({
    ...SHARED_CONTEXT,
    privileged: mustBeBoolean,
    allowPrivilegeEscalation: mustBeBoolean,
    readOnlyRootFilesystem: mustBeBoolean,
    procMount: mustBeString,
    capabilities: partly({ add: texts, drop: texts }),
  }),
  livenessProbe: mustBeObject,
  readinessProbe: mustBeObject,
  startupProbe: mustBeObject,
  lifecycle: mustBeObject,
});
const containers = mustBeArrayOf(container);

/**
 * A pod, or a pod template, of which everything that decides about it has the right type. The server refuses another one
 * before any policy sees it.
 */
export const mustBePod: Predicate = partly({
  metadata: partly({
    name: mustBeString,
    generateName: mustBeString,
    namespace: mustBeString,
    labels: mustBeMapOf(mustBeString),
    annotations: mustBeMapOf(mustBeString),
  }),
  spec: partly({
    containers,
    initContainers: containers,
    ephemeralContainers: containers,
    volumes: mustBeArrayOf(partly({ name: mustBeString })),
    hostNetwork: mustBeBoolean,
    hostPID: mustBeBoolean,
    hostIPC: mustBeBoolean,
    hostUsers: mustBeBoolean,
    serviceAccountName: mustBeString,
    runtimeClassName: mustBeString,
    securityContext: partly({
      ...SHARED_CONTEXT,
      fsGroup: mustBeInteger,
      supplementalGroups: mustBeArrayOf(mustBeInteger),
      sysctls: mustBeArrayOf(partly({ name: mustBeString, value: mustBeString })),
    }),
    os: partly({ name: mustBeString }),
  }),
});
