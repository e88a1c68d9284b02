import { capabilityRule } from '../language/build/rules';
import type { CapabilityRule as CapabilityNode } from '../language/model/rules';
import { mustName } from './props';
import { Rule } from './rule';

/** Capabilities of Linux, capabilities(7): the 41 that apparmor_parser 3.0 to 5.0 know. */
export enum Capability {
  /** Configure the kernel's audit log. */
  AUDIT_CONTROL = 'audit_control',
  /** Read the kernel's audit log. */
  AUDIT_READ = 'audit_read',
  /** Write to the kernel's audit log. */
  AUDIT_WRITE = 'audit_write',
  /** Keep the node from suspending. */
  BLOCK_SUSPEND = 'block_suspend',
  /** Load BPF programs. */
  BPF = 'bpf',
  /** Checkpoint and restore processes. */
  CHECKPOINT_RESTORE = 'checkpoint_restore',
  /** Give files to other users. */
  CHOWN = 'chown',
  /** Pass over the permissions of files. */
  DAC_OVERRIDE = 'dac_override',
  /** Read all files, whatever their permissions. */
  DAC_READ_SEARCH = 'dac_read_search',
  /** Act as the owner of any file. */
  FOWNER = 'fowner',
  /** Keep set-id bits when files change. */
  FSETID = 'fsetid',
  /** Lock memory. */
  IPC_LOCK = 'ipc_lock',
  /** Pass over the permissions of System V IPC. */
  IPC_OWNER = 'ipc_owner',
  /** Send signals to processes of other users. */
  KILL = 'kill',
  /** Take leases on files of others. */
  LEASE = 'lease',
  /** Make files immutable. */
  LINUX_IMMUTABLE = 'linux_immutable',
  /** Load, change and remove AppArmor profiles: the key to the lock. */
  MAC_ADMIN = 'mac_admin',
  /** Pass over mandatory access control. */
  MAC_OVERRIDE = 'mac_override',
  /** Make device files. */
  MKNOD = 'mknod',
  /** Configure the network. */
  NET_ADMIN = 'net_admin',
  /** Listen on ports below 1024. */
  NET_BIND_SERVICE = 'net_bind_service',
  /** Broadcast and multicast. */
  NET_BROADCAST = 'net_broadcast',
  /** Raw and packet sockets: read and forge what goes over the wire. */
  NET_RAW = 'net_raw',
  /** Read performance counters of the whole node. */
  PERFMON = 'perfmon',
  /** Give capabilities to files. */
  SETFCAP = 'setfcap',
  /** Change groups. */
  SETGID = 'setgid',
  /** Change capabilities. */
  SETPCAP = 'setpcap',
  /** Change users. */
  SETUID = 'setuid',
  /** Read the kernel's log. */
  SYSLOG = 'syslog',
  /** Mount, and a hundred things besides: nearly root of the node. */
  SYS_ADMIN = 'sys_admin',
  /** Reboot the node. */
  SYS_BOOT = 'sys_boot',
  /** Change the root directory. */
  SYS_CHROOT = 'sys_chroot',
  /** Load kernel modules: root of the node. */
  SYS_MODULE = 'sys_module',
  /** Change priorities of processes. */
  SYS_NICE = 'sys_nice',
  /** Switch process accounting. */
  SYS_PACCT = 'sys_pacct',
  /** Look into and steer other processes. */
  SYS_PTRACE = 'sys_ptrace',
  /** Talk to devices and memory directly: root of the node. */
  SYS_RAWIO = 'sys_rawio',
  /** Pass over limits. */
  SYS_RESOURCE = 'sys_resource',
  /** Set the node's clock. */
  SYS_TIME = 'sys_time',
  /** Configure terminals. */
  SYS_TTY_CONFIG = 'sys_tty_config',
  /** Wake the node up. */
  WAKE_ALARM = 'wake_alarm',
}

/**
 * A rule about capabilities. It gives none: the container must have been started with them too
 * (`securityContext.capabilities`).
 */
export class CapabilityRule extends Rule {
  /**
   * `capability chown setuid`: one at least.
   * @throws DiagnosticError APPARMOR1023
   */
  public static of(...capabilities: Capability[]): CapabilityRule {
    mustName(capabilities, 'the capability', 'CapabilityRule.all()');
    return new CapabilityRule(capabilityRule(capabilities));
  }

  /** All of them: `capability`. */
  public static all(): CapabilityRule {
    return new CapabilityRule(capabilityRule([]));
  }

  /** @internal */
  public readonly _node: CapabilityNode;

  private constructor(node: CapabilityNode) {
    super();
    this._node = node;
  }
}
