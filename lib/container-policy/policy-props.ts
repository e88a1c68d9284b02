import type { Files } from './files';
import type { PolicyMode } from './mode';
import type { Ports } from './ports';
import type { Capabilities, Processes, Shells } from './processes';

/** What one container may do. */
export interface ContainerRulesProps {
  /** Which programs may start. @default Processes.any() */
  readonly processes?: Processes;
  /** Whether shells may start. @default Shells.none() */
  readonly shells?: Shells;
  /** What may be read and changed. @default Files.any() */
  readonly files?: Files;
  /** Which ports may be opened and reached. @default Ports.any() */
  readonly ports?: Ports;
  /**
   * Which capabilities may be used.
   * @default - chown, dac_override, fowner, fsetid, kill, net_bind_service, setgid, setuid
   */
  readonly capabilities?: Capabilities;
  /**
   * Commands that the cluster starts in the container and that must go on working, such as exec probes and preStop hooks:
   * each a list of a program and its arguments. Their programs may start. @default - none
   */
  readonly commands?: string[][];
}

/** How a policy becomes a profile. */
export interface ContainerPolicyOptions {
  /** Name of the profile: on a node only one may have it. @default - that of the chart, `-`, that of the policy */
  readonly profileName?: string;
  /** Version of apparmor_parser that reads the profile: that of the loader's image. @default "3.0" */
  readonly parserVersion?: string;
  /**
   * Whether the kernels of the nodes tell ports apart (`network_v8/af_inet` among the features of AppArmor). With parser 5.0
   * single ports are then blocked. @default false
   */
  readonly portsInKernel?: boolean;
}

/** What the containers of some pods may do. The same as `spec` of the YAML form, key by key. */
export interface ContainerPolicyProps extends ContainerRulesProps, ContainerPolicyOptions {
  /** Labels of the pods that the policy is for. @default - none */
  readonly pods?: { [key: string]: string };
  /** Whether it blocks. @default PolicyMode.AUDIT */
  readonly mode?: PolicyMode;
  /**
   * Rules of single containers by their names, init containers too: each gets a profile of its own. A property that stands
   * there replaces that of the policy, the others stay. @default - none
   */
  readonly containers?: { [name: string]: ContainerRulesProps };
  /** Name of the policy, a DNS label. @default - the id */
  readonly policyName?: string;
}
