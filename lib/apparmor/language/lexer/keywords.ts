import type { Lifetime } from '../versions';
import type { State } from './states';
import type { TokenKind } from './tokens';

interface Entry extends Lifetime {
  /** Default: the word itself. */
  readonly kind?: TokenKind;
  /** How the rule behind it is read. Default: `initial`. */
  readonly state?: State;
  /** The same from 5.0 on, where it differs. */
  readonly stateFrom5?: State;
}

/** Words with a meaning where a rule may begin. `profile`, `hat` and `include` are read by patterns of their own. */
export const KEYWORDS: { readonly [word: string]: Entry } = {
  network: { state: 'network' },
  unix: { state: 'unix' },
  capability: {},
  if: { stateFrom5: 'expr' },
  else: {},
  not: {},
  defined: {},
  change_profile: { state: 'change_profile' },
  unsafe: {},
  safe: {},
  link: {},
  owner: {},
  user: { kind: 'owner' },
  other: {},
  subset: {},
  audit: {},
  deny: {},
  allow: {},
  prompt: { since: '4.1' },
  set: {},
  rlimit: { state: 'rlimit' },
  alias: {},
  rewrite: { kind: 'alias' },
  ptrace: { state: 'ptrace' },
  file: {},
  mount: { state: 'mount' },
  remount: { state: 'mount' },
  umount: { state: 'mount' },
  unmount: { kind: 'umount', state: 'mount' },
  pivot_root: {},
  in: {},
  dbus: { state: 'dbus' },
  signal: { state: 'signal' },
  send: {},
  receive: {},
  bind: {},
  read: {},
  write: {},
  eavesdrop: {},
  peer: {},
  trace: {},
  tracedby: {},
  readby: {},
  abi: { state: 'abi' },
  userns: { since: '4.1', state: 'userns' },
  mqueue: { since: '4.1', state: 'mqueue' },
  delete: { since: '4.1' },
  open: { since: '4.1', kind: '{' },
  io_uring: { since: '4.1' },
  override_creds: { since: '4.1' },
  sqpoll: { since: '4.1' },
  all: { since: '4.1' },
  priority: { since: '4.1' },
  and: { since: '5.0' },
  or: { since: '5.0' },
};
