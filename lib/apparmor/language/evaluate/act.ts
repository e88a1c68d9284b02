/** What a process may try, as plain data. */

/** What is done with a file that is there or is made; `m` maps it as code. */
export type FileAccess = 'r' | 'w' | 'a' | 'k' | 'm';

interface OnFile {
  /** Absolute, as the kernel sees it from the root of the mount namespace; of a folder with a slash at its end. */
  readonly path: string;
  /** Whether the process runs under the owner of the file. Default: it does not. */
  readonly owner?: boolean;
}

export interface OpenAct extends OnFile {
  readonly kind: 'open';
  /** Truncating is `w`; creating, removing, renaming, changing mode or owner are `w` too. */
  readonly access: readonly FileAccess[];
}

/** A hard link `path` to the file `target`. */
export interface LinkAct extends OnFile {
  readonly kind: 'link';
  readonly target: string;
}

export interface ExecAct extends OnFile {
  readonly kind: 'exec';
}

export interface CapabilityAct {
  readonly kind: 'capability';
  /** Lower case, without `CAP_`. */
  readonly name: string;
}

export interface ChangeProfileAct {
  readonly kind: 'change_profile';
  /** The profile, with its parents; `:ns:name` for one in another namespace, `&name` to stack it. */
  readonly target: string;
  /** The change waits for this program (`aa_change_onexec`). */
  readonly exec?: string;
}

export interface ChangeHatAct {
  readonly kind: 'change_hat';
  readonly hat: string;
}

export const SOCKET_ACCESS = [
  'create',
  'bind',
  'listen',
  'accept',
  'connect',
  'shutdown',
  'getattr',
  'setattr',
  'getopt',
  'setopt',
  'send',
  'receive',
] as const;
export type SocketAccess = (typeof SOCKET_ACCESS)[number];

/** A socket of any domain, as the kernel without finer rules sees it: domain and type, no address. */
export interface SocketAct {
  readonly kind: 'socket';
  readonly access: SocketAccess;
  /** `inet`, `inet6`, `unix`, `netlink`, `packet` … */
  readonly domain: string;
  /** `stream`, `dgram`, `raw` … */
  readonly type: string;
}

export interface SignalAct {
  readonly kind: 'signal';
  readonly access: 'send' | 'receive';
  /** `hup`, `kill`, `rtmin+8`; `exists` is the empty signal. */
  readonly signal: string;
  /** The other side's profile; `unconfined`. */
  readonly peer: string;
}

export interface PtraceAct {
  readonly kind: 'ptrace';
  readonly access: 'read' | 'trace' | 'readby' | 'tracedby';
  readonly peer: string;
}

export interface MountAct {
  readonly kind: 'mount' | 'umount';
  /** Device, folder or word; none for a change of propagation. */
  readonly source?: string;
  /** Mount point, with a slash at its end. */
  readonly target: string;
  readonly fstype?: string;
  /** Flags in the words of mount rules: `ro`, `bind`, `remount`, `rprivate` … */
  readonly flags?: readonly string[];
  /** What the file system itself reads. */
  readonly data?: string;
}

export interface PivotRootAct {
  readonly kind: 'pivot_root';
  readonly newRoot: string;
  readonly oldRoot: string;
}

export interface UnixAct {
  readonly kind: 'unix';
  readonly access: SocketAccess;
  readonly type: string;
  /** Address of the own socket: `@name` is abstract; none: it has none. */
  readonly address?: string;
  readonly peer?: { readonly address?: string; readonly label: string };
}

export interface DbusAct {
  readonly kind: 'dbus';
  readonly access: 'send' | 'receive' | 'bind' | 'eavesdrop';
  /** `system`, `session`, or what the bus calls itself. */
  readonly bus: string;
  /** To bind: the name. Else that of the other side. */
  readonly name?: string;
  readonly label?: string;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
}

export interface MqueueAct {
  readonly kind: 'mqueue';
  readonly access: 'create' | 'read' | 'write' | 'open' | 'delete' | 'getattr' | 'setattr';
  readonly type: 'posix' | 'sysv';
  /** `/name`, or the key of a System V queue. */
  readonly name: string;
  /** Profile that made it. */
  readonly label: string;
}

export interface UsernsAct {
  readonly kind: 'userns';
}

export interface IoUringAct {
  readonly kind: 'io_uring';
  readonly access: 'sqpoll' | 'override_creds';
  /** Profile whose rights are taken over. */
  readonly label?: string;
}

export type Act =
  | OpenAct
  | LinkAct
  | ExecAct
  | CapabilityAct
  | ChangeProfileAct
  | ChangeHatAct
  | SocketAct
  | SignalAct
  | PtraceAct
  | MountAct
  | PivotRootAct
  | UnixAct
  | DbusAct
  | MqueueAct
  | UsernsAct
  | IoUringAct;
