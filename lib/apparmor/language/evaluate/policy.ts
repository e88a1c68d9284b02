/** Acts that the policy automaton decides. */
import type { AccessEntry, ExpandedProfile } from '../expand/model';
import type { Item } from '../model/policy';
import type { Rule } from '../model/rules';
import { atLeast, type ParserVersion } from '../versions';
import { type AutomatonRule, accept, matching } from './accept';
import type { Act } from './act';
import type { Answer } from './answer';
import { decide, UNMEDIATED } from './decide';
import { dbusQuery, dbusRules } from './policy/dbus';
import {
  ioUringQuery,
  ioUringRules,
  type MakingAccess,
  mqueueQuery,
  mqueueRules,
  ptraceQuery,
  ptraceRules,
  signalQuery,
  signalRules,
  usernsQuery,
  usernsRules,
} from './policy/labels';
import { mountQuery, mountRules, pivotRootQuery, pivotRootRules } from './policy/mounts';
import type { Query } from './policy/rule';
import { networkRules, socketQuery, unixQuery, unixRules } from './policy/sockets';

/** What is looked at besides files, capabilities and changes of profile, where kernel, parser and abi know it. */
export const MEDIATED = [
  'network',
  'unix',
  'signal',
  'ptrace',
  'mount',
  'dbus',
  'mqueue',
  'sysv_mqueue',
  'userns',
  'io_uring',
] as const;
export type Mediated = (typeof MEDIATED)[number];

/**
 * What a version looks at, with the abi of its own time, or without an abi rule: then only what was there before abis
 * were. What 2.13 says of networks no kernel of today reads.
 */
export const mediatedBy = (version: ParserVersion, abi = true): readonly Mediated[] => {
  const of = (since: ParserVersion, ...kinds: readonly Mediated[]): readonly Mediated[] =>
    abi && atLeast(version, since) ? kinds : [];
  return [
    ...(['unix', 'signal', 'ptrace', 'mount', 'dbus'] as const),
    ...of('3.0', 'network'),
    ...of('4.1', 'mqueue', 'userns'),
    ...of('5.0', 'io_uring'),
  ];
};

/** Whether a policy names an abi: at its top, in a profile, or in what it includes. */
export const namesAbi = (items: readonly (Item | Rule)[]): boolean =>
  items.some((item) => {
    if (item.kind === 'abi') return true;
    if (item.kind === 'include') return item.files.some((file) => namesAbi(file.items));
    return item.kind === 'profile' && namesAbi(item.rules);
  });

const fromAccess = (
  entries: readonly AccessEntry[],
  version: ParserVersion,
  make: (making: MakingAccess) => readonly AutomatonRule[],
): readonly AutomatonRule[] => entries.flatMap((entry) => make({ entry, version }));

/** All rules of the policy automaton. */
export function compilePolicy(
  profile: ExpandedProfile,
  version: ParserVersion,
  mediated: readonly Mediated[],
): readonly AutomatonRule[] {
  const make: { readonly [kind in Mediated]: () => readonly AutomatonRule[] } = {
    network: () => fromAccess(profile.networks, version, networkRules),
    unix: () => fromAccess(profile.unix, version, unixRules),
    signal: () => fromAccess(profile.signals, version, signalRules),
    ptrace: () => fromAccess(profile.ptraces, version, ptraceRules),
    mount: () => [
      ...profile.mounts.flatMap((entry) => mountRules({ entry, version })),
      ...profile.pivotRoots.flatMap((entry) => pivotRootRules({ entry, version })),
    ],
    dbus: () => fromAccess(profile.dbus, version, dbusRules),
    mqueue: () => fromAccess(profile.mqueues, version, mqueueRules),
    sysv_mqueue: () => [],
    userns: () => fromAccess(profile.userns, version, usernsRules),
    io_uring: () => fromAccess(profile.ioUrings, version, ioUringRules),
  };
  return mediated.flatMap((kind) => make[kind]());
}

/** Acts that are decided here. */
export type PolicyAct = Exclude<
  Act,
  { readonly kind: 'open' | 'link' | 'exec' | 'change_profile' | 'change_hat' | 'capability' }
>;

function queryOf(act: PolicyAct, version: ParserVersion): readonly [Mediated, Query | undefined] {
  switch (act.kind) {
    case 'socket':
      return ['network', socketQuery(act)];
    case 'unix':
      return ['unix', unixQuery(act, version)];
    case 'signal':
      return ['signal', signalQuery(act)];
    case 'ptrace':
      return ['ptrace', ptraceQuery(act)];
    case 'mount':
    case 'umount':
      return ['mount', mountQuery(act, version)];
    case 'pivot_root':
      return ['mount', pivotRootQuery(act)];
    case 'dbus':
      return ['dbus', dbusQuery(act)];
    case 'mqueue':
      return [act.type === 'sysv' ? 'sysv_mqueue' : 'mqueue', mqueueQuery(act)];
    case 'userns':
      return ['userns', usernsQuery(act)];
    case 'io_uring':
      return ['io_uring', ioUringQuery(act, version)];
  }
}

export function askPolicy(
  rules: readonly AutomatonRule[],
  act: PolicyAct,
  { flags }: ExpandedProfile,
  version: ParserVersion,
  mediated: readonly Mediated[],
): Answer {
  const [kind, query] = queryOf(act, version);
  if (!mediated.includes(kind)) return UNMEDIATED;
  if (!query) return { allowed: false, why: 'no-rule', log: 'denied', entries: [] };
  const found = matching(rules, query.bytes);
  return decide({ ...accept(found, false, version), request: query.request, rules: found }, flags);
}
