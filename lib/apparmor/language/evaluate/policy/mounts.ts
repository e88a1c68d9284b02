/** Mounting, unmounting, and changing the root. */
import { BIND, COMMANDS, MAKE, MOVE, mountFlag, REMOUNT } from '../../checks/mount-flags';
import type { MountEntry, PivotRootEntry } from '../../expand/model';
import { filterSlashes } from '../../glob/glob';
import { atLeast, type ParserVersion } from '../../versions';
import type { AutomatonRule } from '../accept';
import type { MountAct, PivotRootAct } from '../act';
import { ANY, bytesFor, CLASS, globText, hex, type Making, policyRule, type Query } from './rule';

const PIVOT_ROOT = 1;
const MOUNT = 2;
const UNMOUNT = 4;
/** Audited on demand, whatever is asked for, up to 3.0. */
const DATA = 0x40;

const REC = 1 << 14;
const bits = (...indices: readonly number[]): number => indices.reduce((sum, index) => sum | (1 << index), 0);

/** All flags that rules know, and those that the kernel takes for each mount of its own. */
const allFlags = (version: ParserVersion): number =>
  bits(0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24) |
  (atLeast(version, '4.1') ? bits(8, 25) : 0);
const KEPT = bits(1, 2, 3, 10, 11, 21, 24);

/** What a rule asks of the flags: those that are set, and those that may be set or not (up to 3.0: that may be clear). */
interface Flags {
  readonly set: number;
  readonly free: number;
}

export interface MakingMount extends Making {
  readonly entry: MountEntry;
}

/** Only a mount has a device; the others have their place where it stands. */
function placed({ source, target, ...entry }: MountEntry): MountEntry {
  return entry.kind === 'mount' ? { ...entry, source, target } : { ...entry, target: target ?? source };
}

export function mountRules(given: MakingMount): readonly AutomatonRule[] {
  const making = { ...given, entry: placed(given.entry) };
  const { entry, version } = making;
  const point = place(entry.target);
  if (entry.kind === 'umount') return policyRule(given, [hex(CLASS.mount) + globText(point, ANY)], UNMOUNT);
  const kinds = atLeast(version, '4.1') ? oneKind(making) : everyKind(making);
  const device = place(entry.source);
  const types = entry.conditions.filter(({ name }) => /^v?fstype$/.test(name)).flatMap(({ values }) => values);
  const type = types.length === 0 ? ANY : `(${types.map((each) => globText(each, '')).join('|')})`;
  return kinds.flatMap(({ kind, flags }) => {
    const at = kind === 'remount' || kind === 'make' ? remountPoint(making, kind) : point;
    const from =
      kind === 'remount' || kind === 'make'
        ? ANY
        : device === 'detached' && atLeast(version, '4.1')
          ? ''
          : globText(device, ANY);
    const names = [hex(CLASS.mount) + globText(at, ANY), from, kind === 'new' ? type : ANY, flagsText(flags, version)];
    const data = !atLeast(version, '4.1') && (kind === 'remount' || kind === 'new') ? DATA : 0;
    return policyRule(given, names, MOUNT, MOUNT | data);
  });
}

const place = (text: string | undefined): string | undefined => (text === undefined ? undefined : filterSlashes(text));

type Kind = 'remount' | 'bind' | 'make' | 'move' | 'new';

interface KindOfMount {
  readonly kind: Kind;
  readonly flags: Flags;
}

/** A remount without a point takes the device for it, and from 4.1 on so does a change of propagation. */
function remountPoint({ entry, version }: MakingMount, kind: Kind): string | undefined {
  const { source, target } = entry;
  return place(kind === 'remount' || atLeast(version, '4.1') ? (target ?? source) : target);
}

/** The options of one operator, laid together. */
function options({ conditions }: MountEntry, operator: '=' | 'in', version: ParserVersion): Flags | undefined {
  const found = conditions.filter((each) => /^options?$/.test(each.name) && each.operator === operator);
  if (found.length === 0) return undefined;
  const flags = found.flatMap(({ values }) => values.flatMap((value) => mountFlag(value, version) ?? []));
  return {
    set: flags.reduce((sum, { sets }) => sum | sets, 0),
    free: flags.reduce((sum, { clears }) => sum | clears, 0),
  };
}

/** Up to 3.0 a rule is made for each kind of mount that its flags allow. */
function everyKind({ entry, version }: MakingMount): readonly KindOfMount[] {
  const all = allFlags(version);
  const exact = options(entry, '=', version) ?? { set: 0, free: 0 };
  const loose = options(entry, 'in', version) ?? { set: 0, free: 0 };
  const any = loose.set | loose.free;
  let set = exact.set | any;
  let clear = exact.free | any;
  if (entry.kind === 'remount') {
    set |= REMOUNT;
    clear = 0;
  } else if ((set | clear) === 0) {
    set = all;
    clear = all;
  }
  const masked = (mask: number): Flags => {
    // The parser narrows the flags twice and what may be clear never; both stay whole when all is allowed.
    const narrowed = set === all && clear === all ? set : set & mask;
    return { set: narrowed, free: clear };
  };
  const bare = !entry.source && !hasType(entry);
  const { make, remount } = oldMasks(all);
  return [
    ...(set & REMOUNT && bare ? [{ kind: 'remount', flags: masked(remount) } as const] : []),
    ...(set & BIND && !hasType(entry) ? [{ kind: 'bind', flags: masked(BIND | REC) } as const] : []),
    ...(set & MAKE && bare ? [{ kind: 'make', flags: masked(make) } as const] : []),
    ...(set & MOVE && !hasType(entry) ? [{ kind: 'move', flags: masked(MOVE) } as const] : []),
    ...((set | clear) & ~COMMANDS
      ? [
          {
            kind: 'new',
            flags: { set: set === all ? set : set & ~COMMANDS, free: clear === all ? clear : clear & ~COMMANDS },
          } as const,
        ]
      : []),
  ];
}

const oldMasks = (all: number): { readonly make: number; readonly remount: number } => ({
  make: MAKE | REC | (all & ~KEPT),
  remount: all & ~(COMMANDS & ~REMOUNT & ~BIND & ~REC),
});

const hasType = ({ conditions }: MountEntry): boolean => conditions.some(({ name }) => /^v?fstype$/.test(name));

/** From 4.1 on the flags say which kind it is; without flags it is each. */
function oneKind({ entry, version }: MakingMount): readonly KindOfMount[] {
  const all = allFlags(version);
  const exact = options(entry, '=', version);
  const loose = options(entry, 'in', version);
  const remount = entry.kind === 'remount';
  const none = !exact && !loose;
  const set = none ? (remount ? REMOUNT : all) : (exact?.set ?? 0) | (remount ? REMOUNT : 0);
  const free = none ? (remount ? all & ~MOVE & ~REMOUNT : all) : loose ? loose.set | loose.free : 0;
  const masked = (kind: Kind, mask: number): KindOfMount => ({ kind, flags: { set: set & mask, free: free & mask } });
  const { source, target } = entry;
  const typed = hasType(entry);
  const pointless = !source || !target;
  const kinds = {
    remount: masked('remount', all & ~MOVE),
    bind: masked('bind', BIND | REC),
    make: masked('make', all & ~KEPT),
    move: masked('move', MOVE),
    new: masked('new', all & ~COMMANDS),
  };
  if (set === 0 || set === all) {
    return [
      ...(!source && !typed ? [kinds.remount] : []),
      ...(typed ? [] : [kinds.bind]),
      ...(pointless && !typed ? [kinds.make] : []),
      ...(typed ? [] : [kinds.move]),
      kinds.new,
    ];
  }
  if (set & REMOUNT && !source && !typed) return [kinds.remount];
  if (set & BIND && !typed) return [kinds.bind];
  if (set & (MAKE | REC) && pointless && !typed) return [kinds.make];
  if (set & MOVE && !typed) return [kinds.move];
  return (set | free) & ~COMMANDS ? [kinds.new] : [];
}

/** A byte for each flag that is set, in their order. */
function flagsText({ set, free }: Flags, version: ParserVersion): string {
  if (set === allFlags(version)) return ANY;
  const optional = atLeast(version, '4.1') ? free : set & free;
  let text = '';
  for (let index = 0; index < 32; index++) {
    if ((optional >>> index) & 1) text += `(${hex(index + 1)}|)`;
    else if ((set >>> index) & 1) text += hex(index + 1);
  }
  return text || '(\\xfe|)';
}

export function pivotRootRules(making: Making & { readonly entry: PivotRootEntry }): readonly AutomatonRule[] {
  const { newRoot, oldRoot } = making.entry;
  const names = [hex(CLASS.mount) + globText(place(newRoot), ANY), globText(place(oldRoot), ANY)];
  return policyRule(making, names, PIVOT_ROOT);
}

export const pivotRootQuery = ({ newRoot, oldRoot }: PivotRootAct): Query => ({
  bytes: bytesFor(CLASS.mount, newRoot, 0, oldRoot),
  request: PIVOT_ROOT,
});

/** The kernel leaves out what a kind of mount does not look at. */
export function mountQuery(act: MountAct, version: ParserVersion): Query {
  const { kind, source = '', target, fstype = '', flags = [] } = act;
  if (kind === 'umount') return { bytes: bytesFor(CLASS.mount, target), request: UNMOUNT };
  const given = flags.reduce((sum, name) => sum | (mountFlag(name, version)?.sets ?? 0), 0);
  const [device, type, kept] =
    given & REMOUNT
      ? ['', '', -1]
      : given & BIND
        ? [source, '', BIND | REC]
        : given & MAKE
          ? ['', '', MAKE | REC | (1 << 15)]
          : given & MOVE
            ? [source, '', MOVE]
            : [source, fstype, -1];
  const set = given & kept;
  const numbers = Array.from({ length: 32 }, (_, index) => index + 1).filter((each) => (set >>> (each - 1)) & 1);
  return { bytes: bytesFor(CLASS.mount, target, 0, device, 0, type, 0, ...numbers), request: MOUNT };
}
