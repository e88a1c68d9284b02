/** Makes of a made-up pod one that a server of Kubernetes 1.36 takes as valid: what its validation refuses, no admission sees. */
import type {
  Container,
  ContainerSecurityContext,
  Pod,
  SecurityProfile,
} from '../../lib/pod-security/language/pod/model';

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const ANNOTATION = /^(?:runtime\/default|unconfined|localhost\/a)$/;

type Handler = Readonly<Record<string, unknown>> | null | undefined;

const PROFILE_TYPES = ['RuntimeDefault', 'Unconfined'];

const profileOf = (profile: SecurityProfile | undefined): SecurityProfile | undefined => {
  if (PROFILE_TYPES.includes(profile?.type ?? '')) return profile;
  return profile?.localhostProfile ? profile : undefined;
};

/** A handler with an action. */
const handlerOf = (handler: Handler): Handler =>
  Object.values(handler ?? {}).some((action) => action !== null) ? handler : undefined;

interface Surroundings {
  readonly os: string | undefined;
  readonly hostUsers: boolean | undefined;
  readonly hostProcess: boolean;
  /** Taken ports of the node. */
  readonly taken: Set<number>;
}

function securityOf(security: ContainerSecurityContext, around: Surroundings): ContainerSecurityContext {
  const windowsOptions = around.os === 'linux' || around.hostProcess ? undefined : security.windowsOptions;
  const { runAsNonRoot } = security;
  if (around.os === 'windows' || around.hostProcess)
    return { runAsNonRoot, windowsOptions } as ContainerSecurityContext;
  const { privileged, allowPrivilegeEscalation } = security;
  const unmasked = security.procMount === 'Unmasked' && around.hostUsers === false;
  return {
    ...security,
    allowPrivilegeEscalation:
      privileged === true && allowPrivilegeEscalation === false ? undefined : allowPrivilegeEscalation,
    procMount: unmasked ? 'Unmasked' : undefined,
    seccompProfile: profileOf(security.seccompProfile),
    appArmorProfile: profileOf(security.appArmorProfile),
    windowsOptions,
  } as ContainerSecurityContext;
}

function containerOf(container: Container, at: number, around: Surroundings): Container {
  const ports = (container.ports ?? []).map(({ hostPort }, index) => {
    if (!hostPort || around.taken.has(hostPort)) return { containerPort: 9000 + 10 * at + index };
    around.taken.add(hostPort);
    return { containerPort: hostPort, hostPort };
  });
  const { postStart, preStop } = (container.lifecycle ?? {}) as Record<string, Handler>;
  const handlers = {
    livenessProbe: handlerOf(container.livenessProbe),
    readinessProbe: handlerOf(container.readinessProbe),
    startupProbe: handlerOf(container.startupProbe),
    lifecycle: { postStart: handlerOf(postStart), preStop: handlerOf(preStop) },
  };
  return {
    ...container,
    ports,
    ...handlers,
    securityContext: securityOf(container.securityContext ?? {}, around),
  } as Container;
}

function annotationsOf(pod: Pod, containers: readonly Container[]): Readonly<Record<string, string>> {
  const entries = Object.entries(pod.metadata?.annotations ?? {}).filter(([key, value]) => {
    if (!key.startsWith(APPARMOR)) return true;
    const of = containers.find(({ name }) => name === key.slice(APPARMOR.length));
    const said = of?.securityContext?.appArmorProfile ?? pod.spec.securityContext?.appArmorProfile;
    return of !== undefined && !said && pod.spec.os?.name !== 'windows' && ANNOTATION.test(value);
  });
  return Object.fromEntries(entries);
}

export function validPod(pod: Pod): Pod {
  const { spec } = pod;
  const security = spec.securityContext ?? {};
  const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const os = spec.os?.name;
  const asksHostProcess = [security, ...all.map(({ securityContext }) => securityContext ?? {})].some(
    ({ windowsOptions }) => windowsOptions?.hostProcess === true,
  );
  const hostProcess = asksHostProcess && os !== 'linux';
  const host = spec.hostNetwork === true || spec.hostPID === true || spec.hostIPC === true || hostProcess;
  const hostUsers = os === 'windows' || (host && spec.hostUsers === false) ? undefined : spec.hostUsers;
  const around: Surroundings = { os, hostUsers, hostProcess, taken: new Set() };
  const isWindows = os === 'windows' || hostProcess;
  const kept = {
    initContainers: (spec.initContainers ?? []).map((each, at) => ({
      ...containerOf(each, at, around),
      restartPolicy: 'Always',
    })),
    containers: (spec.containers ?? []).map((each, at) => containerOf(each, 5 + at, around)),
  };
  const hostSysctls = spec.hostNetwork === true || spec.hostIPC === true || hostProcess;
  const sysctls = new Map((security.sysctls ?? []).map((each) => [each.name, each]));
  sysctls.delete('');
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: annotationsOf(pod, [...kept.initContainers, ...kept.containers]) },
    spec: {
      ...spec,
      ...kept,
      ephemeralContainers: undefined,
      volumes: (spec.volumes ?? []).map((volume) => {
        const sources = Object.entries(volume).filter(([key, source]) => key !== 'name' && source !== null);
        return Object.keys(sources[0]?.[1] ?? {}).length > 0 && sources.length === 1
          ? volume
          : { name: volume.name, emptyDir: {} };
      }),
      hostUsers,
      hostNetwork: hostProcess ? true : spec.hostNetwork,
      ...(isWindows ? { hostPID: undefined, hostIPC: undefined } : {}),
      os: spec.os?.name === undefined ? undefined : spec.os,
      securityContext: {
        runAsNonRoot: security.runAsNonRoot,
        windowsOptions: os === 'linux' ? undefined : { ...security.windowsOptions, hostProcess },
        ...(isWindows
          ? {}
          : {
              runAsUser: security.runAsUser,
              seLinuxOptions: security.seLinuxOptions,
              seccompProfile: profileOf(security.seccompProfile),
              appArmorProfile: profileOf(security.appArmorProfile),
              sysctls: hostSysctls ? undefined : [...sysctls.values()],
            }),
      },
    },
  } as Pod;
}
