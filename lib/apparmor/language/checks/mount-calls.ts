import type { MountRule } from '../model/rules';
import type { Word } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';
import { BIND, COMMANDS, MAKE, MOVE, mountFlag, REMOUNT, share } from './mount-flags';

/** A kind of call of mount(2), and what of a rule is looked at for it. */
export type MountCall = 'remount' | 'bind' | 'make' | 'move' | 'new' | 'umount';

/** What is compared with the rule for each call, besides the mount point. */
export const LOOKED_AT: Readonly<Record<MountCall, readonly ('device' | 'type')[]>> = {
  remount: [],
  bind: ['device'],
  make: [],
  move: ['device'],
  new: ['device', 'type'],
  umount: [],
};

/** What a rule says of itself. */
interface Said {
  readonly device: boolean;
  readonly target: boolean;
  readonly type: boolean;
}

/** The calls that can match a rule. None: the parser refuses it. */
export function mountCalls(rule: MountRule, version: ParserVersion): readonly MountCall[] {
  if (rule.kind === 'umount') return ['umount'];
  const said: Said = {
    device: rule.kind === 'mount' && rule.source !== undefined,
    target: rule.target !== undefined,
    type: rule.conditions.some(({ name, values }) => /^v?fstype$/.test(name.value) && values.length > 0),
  };
  return atLeast(version, '4.1') ? callsLater(rule, said, version) : callsFirst(rule, said, version);
}

function bitsOf(words: readonly Word[], version: ParserVersion): { readonly sets: number; readonly clears: number } {
  let [sets, clears] = [0, 0];
  for (const { value } of words) {
    const flag = mountFlag(value, version);
    sets |= flag?.sets ?? 0;
    clears |= flag?.clears ?? 0;
  }
  return { sets, clears };
}

const optionsOf = ({ conditions }: MountRule, must: boolean): readonly (readonly Word[])[] =>
  conditions
    .filter(({ name, operator }) => /^options?$/.test(name.value) && (operator === '=') === must)
    .map(({ values }) => values);

/** Up to 3.0 all options of a rule are one set, and several calls may match it. */
function callsFirst(rule: MountRule, { device, type }: Said, version: ParserVersion): readonly MountCall[] {
  const must = bitsOf(optionsOf(rule, true).flat(), version);
  const may = bitsOf(optionsOf(rule, false).flat(), version);
  const any = may.sets | may.clears;
  let flags = must.sets | any;
  let inverse = must.clears | any;
  if (rule.kind === 'remount') {
    flags |= REMOUNT;
    inverse = 0;
  } else if ((flags | inverse) === 0) flags = ALL;
  const calls: readonly (MountCall | false)[] = [
    share(flags, REMOUNT) && !device && !type && 'remount',
    share(flags, BIND) && !type && 'bind',
    share(flags, MAKE) && !device && !type && 'make',
    share(flags, MOVE) && !type && 'move',
    share(flags | inverse, ~COMMANDS) && 'new',
  ];
  return calls.filter((call) => call !== false);
}

const ALL = ~0;

/** From 4.1 on each `options` is a set of its own, and names one call. */
function callsLater(rule: MountRule, said: Said, version: ParserVersion): readonly MountCall[] {
  const remount = rule.kind === 'remount' ? REMOUNT : 0;
  const must = optionsOf(rule, true).map((words) => bitsOf(words, version).sets | remount);
  const may = optionsOf(rule, false)
    .map((words) => bitsOf(words, version))
    .map(({ sets, clears }) => sets | clears);
  const flags = must.length === 0 ? [remount] : must;
  // Without options a remount may set all that can be set on a mount.
  const optional = may.length === 0 ? [must.length === 0 ? ~COMMANDS : 0] : may;
  const found = flags.flatMap((each) => optional.map((other) => callLater(each, other, said)));
  return found.filter((call) => call !== undefined);
}

function callLater(flags: number, optional: number, { device, target, type }: Said): MountCall | undefined {
  // Without flags any call will do.
  if (flags === 0) return 'new';
  if (share(flags, REMOUNT) && !device && !type) return 'remount';
  if (share(flags, BIND) && !type) return 'bind';
  if (share(flags, MAKE) && !(device && target) && !type) return 'make';
  if (share(flags, MOVE) && !type) return 'move';
  return share(flags | optional, ~COMMANDS) ? 'new' : undefined;
}
