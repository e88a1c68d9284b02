/** Whether what is not allowed is only written to the log, or fails. */
export type Mode = 'audit' | 'enforce';

/** Which programs a container may start. */
export interface ProcessRules {
  /** `any`: whatever may be read may be started. `only`: those of `paths`, which may be none. */
  readonly start: 'any' | 'only';
  /** Patterns of programs that may start; in effect with `only`. */
  readonly paths: readonly string[];
}

/** Whether shells may start. */
export interface ShellRules {
  readonly allowed: boolean;
  /** Patterns of shells that are not known by their names. */
  readonly also: readonly string[];
}

/** What holds for paths that are neither read-only, nor writable, nor hidden. */
export type Rest = 'readOnly' | 'writable' | 'hidden';

/** What a container may read and change. */
export interface FileRules {
  readonly readOnly: readonly string[];
  readonly writable: readonly string[];
  readonly hidden: readonly string[];
  readonly rest: Rest;
  /** Files besides `*.so` whose code a program may load, such as `/app/**.dll`. */
  readonly libraries: readonly string[];
}

/** A port of one protocol. */
export interface PortNumber {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** Which ports a container may open and reach. */
export interface PortRules {
  /** `any`: every socket. `none`: no socket of the network. `some`: what `listen` and `connect` say. */
  readonly open: 'any' | 'none' | 'some';
  readonly listen: readonly PortNumber[];
  /** Ports of others that may be reached. */
  readonly connect: 'any' | readonly PortNumber[];
}

/** What one container may do. */
export interface ContainerRules {
  readonly processes: ProcessRules;
  readonly shells: ShellRules;
  readonly files: FileRules;
  readonly ports: PortRules;
  /** Names as AppArmor spells them, or all that the runtime gives. */
  readonly capabilities: 'any' | readonly string[];
  /** Commands that the cluster starts in the container: probes and hooks. Each is a program and its arguments. */
  readonly commands: readonly (readonly string[])[];
}

/** Rules of the containers of one name. */
export interface NamedRules {
  readonly name: string;
  readonly rules: ContainerRules;
}

/** One policy: what the containers of some pods may do. */
export interface Policy {
  readonly name: string;
  /** Labels of the pods it is for; none when it does not say. */
  readonly pods: Readonly<Record<string, string>>;
  readonly mode: Mode;
  /** Of every container that has no rules of its own. */
  readonly rules: ContainerRules;
  /** Of containers with rules of their own, in the order of the text. */
  readonly containers: readonly NamedRules[];
}

/** The four goals: each is one property. */
export const PROPERTIES = ['processes', 'files', 'shells', 'ports'] as const;

export type Property = (typeof PROPERTIES)[number];
