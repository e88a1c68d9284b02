import type { AccessRule } from '../model/rules';

type Kind = AccessRule['kind'];

/** What a kind of rule may allow, in words. */
export interface AccessWords {
  readonly words: readonly string[];
  /** Whether letters do as well: `r`, `w`, `rw`. */
  readonly letters: boolean;
  /** Whether the parser takes any other word and makes nothing of it. */
  readonly lenient?: boolean;
}

const SOCKET: AccessWords = {
  words: [
    ...['create', 'bind', 'listen', 'accept', 'connect', 'shutdown', 'getattr', 'setattr', 'getopt', 'setopt'],
    ...['send', 'receive', 'write', 'read'],
  ],
  letters: true,
};

/** apparmor.d(5). */
export const ACCESS_WORDS: Readonly<Record<Kind, AccessWords>> = {
  network: SOCKET,
  unix: SOCKET,
  dbus: { words: ['send', 'receive', 'bind', 'eavesdrop', 'write', 'read'], letters: true },
  signal: { words: ['send', 'receive', 'write', 'read'], letters: true },
  ptrace: { words: ['trace', 'tracedby', 'read', 'readby', 'write'], letters: true },
  mqueue: { words: ['create', 'open', 'delete', 'getattr', 'setattr', 'write', 'read'], letters: true },
  userns: { words: ['create'], letters: false, lenient: true },
  io_uring: { words: ['override_creds', 'sqpoll'], letters: false, lenient: true },
};

/** What needs no peer, and so cannot be allowed together with one. */
export const WITHOUT_PEER: readonly string[] = [
  ...['create', 'shutdown', 'setattr', 'getattr', 'bind', 'listen', 'setopt', 'getopt'],
];
