import { nearestHint } from '../../../diagnostics/nearest';
import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeOneOf,
  mustBeText,
  mustHaveShape,
  mustMatch,
  type Predicate,
  required,
  type Shape,
} from '../../../diagnostics/predicates';
import { CAPABILITIES, capabilityHint } from '../checks/capabilities';
import { mountFlag, mountFlagNames } from '../checks/mount-flags';
import { isSignal, signalHint } from '../checks/signals';
import { PARSER_VERSIONS } from '../versions';
import { type Act, SOCKET_ACCESS } from './act';
import { DOMAINS, PROTOCOLS, TYPES } from './policy/sockets';

/** How acts of one kind are written. */
interface ActForm {
  /** Keys of the JSON form, besides `kind`. */
  readonly shape: Shape;
  /** Keys in the order of the words of the short form; those after `optional` may be left out. */
  readonly words: readonly string[];
  readonly optional?: number;
}

const mustBePath = mustMatch(/^\//, 'an absolute path');
const mustBeSocketAccess = mustBeOneOf(SOCKET_ACCESS);
const mustBeLetters = mustBeArrayOf(mustBeOneOf(['r', 'w', 'a', 'k', 'm']));

/** A word that some version of the parser knows: of one that none does, every profile would say no. */
const mustBeWord =
  (noun: string, known: (word: string) => boolean, hintOf: (word: string) => string | undefined): Predicate =>
  (value) => {
    if (typeof value === 'string' && known(value)) return undefined;
    return { noun, hint: typeof value === 'string' ? hintOf(value) : undefined };
  };
const mustBeCapability = mustBeWord('a capability', (word) => CAPABILITIES.includes(word), capabilityHint);
const mustBeSignal = mustBeWord(
  'a signal',
  (word) => PARSER_VERSIONS.some((version) => isSignal(word, version)),
  (word) => signalHint(word, '5.0'),
);
const mustBeDomain = mustBeWord(
  'a domain of sockets',
  (word) => DOMAINS.includes(word),
  (word) => nearestHint(word, DOMAINS) ?? 'domains are inet, inet6, unix, netlink, packet …',
);
const mustBeType = mustBeWord(
  'a type of sockets',
  (word) => Object.hasOwn(TYPES, word),
  (word) => {
    const { type } = (Object.hasOwn(PROTOCOLS, word) && PROTOCOLS[word]) || {};
    if (type !== undefined) return `did you mean "${type}"?`;
    return nearestHint(word, Object.keys(TYPES)) ?? `types are ${Object.keys(TYPES).join(', ')}`;
  },
);
const mustBeMountFlag = mustBeWord(
  'a flag of mount rules',
  (word) => PARSER_VERSIONS.some((version) => mountFlag(word, version) !== undefined),
  (word) => nearestHint(word, mountFlagNames('5.0')),
);
const FILE = { path: required(mustBePath), owner: mustBeBoolean };

/** Every kind of act: the keys of its JSON form, and the order of words in the short one. */
export const ACT_FORMS: Readonly<Record<Act['kind'], ActForm>> = {
  open: { shape: { ...FILE, access: required(mustBeLetters) }, words: ['path', 'access', 'owner'], optional: 1 },
  exec: { shape: FILE, words: ['path', 'owner'], optional: 1 },
  link: { shape: { ...FILE, target: required(mustBePath) }, words: ['path', 'target', 'owner'], optional: 1 },
  capability: { shape: { name: required(mustBeCapability) }, words: ['name'] },
  change_profile: { shape: { target: required(mustBeText), exec: mustBePath }, words: ['target', 'exec'], optional: 1 },
  change_hat: { shape: { hat: required(mustBeText) }, words: ['hat'] },
  socket: {
    shape: { access: required(mustBeSocketAccess), domain: required(mustBeDomain), type: required(mustBeType) },
    words: ['access', 'domain', 'type'],
  },
  signal: {
    shape: {
      access: required(mustBeOneOf(['send', 'receive'])),
      signal: required(mustBeSignal),
      peer: required(mustBeText),
    },
    words: ['access', 'signal', 'peer'],
  },
  ptrace: {
    shape: {
      access: required(mustBeOneOf(['read', 'trace', 'readby', 'tracedby'])),
      peer: required(mustBeText),
    },
    words: ['access', 'peer'],
  },
  mount: {
    shape: {
      source: mustBeText,
      target: required(mustBePath),
      fstype: mustBeText,
      flags: mustBeArrayOf(mustBeMountFlag),
      data: mustBeText,
    },
    words: ['source', 'target', 'fstype', 'flags'],
    optional: 2,
  },
  umount: {
    shape: { target: required(mustBePath), source: mustBeText, flags: mustBeArrayOf(mustBeMountFlag) },
    words: ['target'],
  },
  pivot_root: {
    shape: { newRoot: required(mustBePath), oldRoot: required(mustBePath) },
    words: ['newRoot', 'oldRoot'],
  },
  unix: {
    shape: {
      access: required(mustBeSocketAccess),
      type: required(mustBeType),
      address: mustBeText,
      peer: mustHaveShape({ address: mustBeText, label: required(mustBeText) }),
    },
    words: ['access', 'type', 'address'],
    optional: 1,
  },
  dbus: {
    shape: {
      access: required(mustBeOneOf(['send', 'receive', 'bind', 'eavesdrop'])),
      bus: required(mustBeText),
      name: mustBeText,
      label: mustBeText,
      path: mustBeText,
      interface: mustBeText,
      member: mustBeText,
    },
    words: ['access', 'bus', 'name', 'label', 'path', 'interface', 'member'],
    optional: 5,
  },
  mqueue: {
    shape: {
      access: required(mustBeOneOf(['create', 'read', 'write', 'open', 'delete', 'getattr', 'setattr'])),
      type: required(mustBeOneOf(['posix', 'sysv'])),
      name: required(mustBeText),
      label: required(mustBeText),
    },
    words: ['access', 'type', 'name', 'label'],
  },
  userns: { shape: {}, words: [] },
  io_uring: {
    shape: { access: required(mustBeOneOf(['sqpoll', 'override_creds'])), label: mustBeText },
    words: ['access', 'label'],
    optional: 1,
  },
};
