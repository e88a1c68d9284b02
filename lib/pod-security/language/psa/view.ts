import type {
  Container,
  ContainerSecurityContext,
  Pod,
  PodSecurityContext,
  PodSpec,
  SecurityProfile,
  SeLinuxOptions,
  WindowsOptions,
} from '../pod/model';

/*
 * What checks read of a pod. Every manifest says other fields, in another order, so that to an engine of JavaScript each is of
 * a type of its own, and a field that is read by its name is searched for, in each check again. Here all pods have the same
 * fields in the same order. To fill them in by what a manifest says, key by key, takes a third of the time of asking it for
 * each field by name. Manifests may say null where the types of the model say that a field is left out: both are nil to the server.
 */

/** A record of a manifest. Its values are of the types of the model. */
type Written = Readonly<Record<string, never>>;

/** A security context: of a container, or of a pod. */
export class SecurityView {
  readonly privileged?: boolean = undefined;
  readonly allowPrivilegeEscalation?: boolean = undefined;
  readonly runAsNonRoot?: boolean = undefined;
  readonly runAsUser?: number = undefined;
  readonly procMount?: string = undefined;
  readonly capabilities?: ContainerSecurityContext['capabilities'] = undefined;
  readonly seLinuxOptions?: SeLinuxOptions = undefined;
  readonly seccompProfile?: SecurityProfile = undefined;
  readonly appArmorProfile?: SecurityProfile = undefined;
  readonly windowsOptions?: WindowsOptions = undefined;
  readonly sysctls?: PodSecurityContext['sysctls'] = undefined;

  constructor(said: object) {
    for (const key in said) {
      const value = (said as Written)[key];
      if (value === null || value === undefined) continue;
      switch (key) {
        case 'privileged':
          this.privileged = value;
          break;
        case 'allowPrivilegeEscalation':
          this.allowPrivilegeEscalation = value;
          break;
        case 'runAsNonRoot':
          this.runAsNonRoot = value;
          break;
        case 'runAsUser':
          this.runAsUser = value;
          break;
        case 'procMount':
          this.procMount = value;
          break;
        case 'capabilities':
          this.capabilities = value;
          break;
        case 'seLinuxOptions':
          this.seLinuxOptions = value;
          break;
        case 'seccompProfile':
          this.seccompProfile = value;
          break;
        case 'appArmorProfile':
          this.appArmorProfile = value;
          break;
        case 'windowsOptions':
          this.windowsOptions = value;
          break;
        case 'sysctls':
          this.sysctls = value;
          break;
      }
    }
  }
}

const SAYS_NOTHING = new SecurityView({});

/** A container of any kind, with its place in the pod. */
export class ContainerView {
  readonly name: string = '';
  readonly ports?: Container['ports'] = undefined;
  readonly livenessProbe?: Container['livenessProbe'] = undefined;
  readonly readinessProbe?: Container['readinessProbe'] = undefined;
  readonly startupProbe?: Container['startupProbe'] = undefined;
  readonly lifecycle?: Container['lifecycle'] = undefined;
  readonly security: SecurityView = SAYS_NOTHING;

  constructor(
    said: object,
    readonly list: 'initContainers' | 'containers' | 'ephemeralContainers',
    readonly index: number,
  ) {
    for (const key in said) {
      const value = (said as Written)[key];
      if (value === null || value === undefined) continue;
      switch (key) {
        case 'name':
          this.name = value;
          break;
        case 'ports':
          this.ports = value;
          break;
        case 'livenessProbe':
          this.livenessProbe = value;
          break;
        case 'readinessProbe':
          this.readinessProbe = value;
          break;
        case 'startupProbe':
          this.startupProbe = value;
          break;
        case 'lifecycle':
          this.lifecycle = value;
          break;
        case 'securityContext':
          this.security = new SecurityView(value);
          break;
      }
    }
  }
}

/** A pod. */
export class PodView {
  readonly annotations: Readonly<Record<string, string>>;
  readonly volumes?: PodSpec['volumes'] = undefined;
  readonly hostNetwork?: boolean = undefined;
  readonly hostPID?: boolean = undefined;
  readonly hostIPC?: boolean = undefined;
  readonly hostUsers?: boolean = undefined;
  readonly os?: PodSpec['os'] = undefined;
  readonly security: SecurityView = SAYS_NOTHING;
  /** Init containers, then containers, then ephemeral ones: the order in which the library names them. */
  readonly containers: readonly ContainerView[];

  constructor({ metadata, spec }: Pod) {
    this.annotations = metadata?.annotations ?? {};
    let initContainers: PodSpec['initContainers'];
    let containers: PodSpec['containers'];
    let ephemeralContainers: PodSpec['ephemeralContainers'];
    for (const key in spec) {
      const value = (spec as Written)[key];
      if (value === null || value === undefined) continue;
      switch (key) {
        case 'volumes':
          this.volumes = value;
          break;
        case 'hostNetwork':
          this.hostNetwork = value;
          break;
        case 'hostPID':
          this.hostPID = value;
          break;
        case 'hostIPC':
          this.hostIPC = value;
          break;
        case 'hostUsers':
          this.hostUsers = value;
          break;
        case 'os':
          this.os = value;
          break;
        case 'securityContext':
          this.security = new SecurityView(value);
          break;
        case 'initContainers':
          initContainers = value;
          break;
        case 'containers':
          containers = value;
          break;
        case 'ephemeralContainers':
          ephemeralContainers = value;
          break;
      }
    }
    const found: ContainerView[] = [];
    collect(initContainers, 'initContainers', found);
    collect(containers, 'containers', found);
    collect(ephemeralContainers, 'ephemeralContainers', found);
    this.containers = found;
  }
}

function collect(said: readonly Container[] | undefined, list: ContainerView['list'], found: ContainerView[]): void {
  if (said === undefined) return;
  for (let index = 0; index < said.length; index++) {
    const container = said[index];
    if (container) found.push(new ContainerView(container, list, index));
  }
}

/** Path of a field of a pod's security context. */
export const podField = (field: string): string => `spec.securityContext.${field}`;

/** Path of a container. */
export const containerPath = ({ list, index }: ContainerView): string => `spec.${list}[${index}]`;

/** Path of a field of a container's security context. */
export const containerField = (container: ContainerView, field: string): string =>
  `${containerPath(container)}.securityContext.${field}`;

/** Path of an annotation. */
export const annotationField = (key: string): string => `metadata.annotations[${key}]`;
