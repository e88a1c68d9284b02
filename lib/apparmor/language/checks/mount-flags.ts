import { type Lifetime, livesIn, type ParserVersion } from '../versions';

const bit = (index: number): number => 2 ** index;

/** Bits of mount(2) as the parsers number them. Sums stay below 2^53, so that no sign gets in the way. */
const MS = {
  rdonly: bit(0),
  nosuid: bit(1),
  nodev: bit(2),
  noexec: bit(3),
  sync: bit(4),
  remount: bit(5),
  mand: bit(6),
  dirsync: bit(7),
  nosymfollow: bit(8),
  noatime: bit(10),
  nodiratime: bit(11),
  bind: bit(12),
  move: bit(13),
  rec: bit(14),
  silent: bit(15),
  acl: bit(16),
  unbindable: bit(17),
  private: bit(18),
  slave: bit(19),
  shared: bit(20),
  relatime: bit(21),
  iversion: bit(23),
  strictatime: bit(24),
  lazytime: bit(25),
  nouser: bit(31),
} as const;

export const REMOUNT = MS.remount;
export const BIND = MS.bind;
export const MOVE = MS.move;
export const MAKE = MS.unbindable | MS.private | MS.slave | MS.shared;
/** What makes a mount another call than that of a new file system. */
export const COMMANDS = MS.move | MS.remount | MS.bind | MS.rec | MAKE;

/** An option of mount rules: what it sets, and what it clears. */
interface MountFlag extends Lifetime {
  readonly sets?: number;
  readonly clears?: number;
}

const FLAGS: Readonly<Record<string, MountFlag>> = {
  ro: { sets: MS.rdonly },
  r: { sets: MS.rdonly },
  'read-only': { sets: MS.rdonly },
  rw: { clears: MS.rdonly },
  w: { clears: MS.rdonly },
  suid: { clears: MS.nosuid },
  nosuid: { sets: MS.nosuid },
  dev: { clears: MS.nodev },
  nodev: { sets: MS.nodev },
  exec: { clears: MS.noexec },
  noexec: { sets: MS.noexec },
  sync: { sets: MS.sync },
  async: { clears: MS.sync },
  remount: { sets: MS.remount },
  mand: { sets: MS.mand },
  nomand: { clears: MS.mand },
  dirsync: { sets: MS.dirsync },
  symfollow: { clears: MS.nosymfollow, since: '4.1' },
  nosymfollow: { sets: MS.nosymfollow, since: '4.1' },
  atime: { clears: MS.noatime },
  noatime: { sets: MS.noatime },
  diratime: { clears: MS.nodiratime },
  nodiratime: { sets: MS.nodiratime },
  bind: { sets: MS.bind },
  B: { sets: MS.bind },
  move: { sets: MS.move },
  M: { sets: MS.move },
  rbind: { sets: MS.bind | MS.rec },
  R: { sets: MS.bind | MS.rec },
  verbose: { sets: MS.silent },
  silent: { sets: MS.silent },
  loud: { clears: MS.silent },
  acl: { sets: MS.acl },
  noacl: { clears: MS.acl },
  unbindable: { sets: MS.unbindable },
  'make-unbindable': { sets: MS.unbindable },
  runbindable: { sets: MS.unbindable | MS.rec },
  'make-runbindable': { sets: MS.unbindable | MS.rec },
  private: { sets: MS.private },
  'make-private': { sets: MS.private },
  rprivate: { sets: MS.private | MS.rec },
  'make-rprivate': { sets: MS.private | MS.rec },
  slave: { sets: MS.slave },
  'make-slave': { sets: MS.slave },
  rslave: { sets: MS.slave | MS.rec },
  'make-rslave': { sets: MS.slave | MS.rec },
  shared: { sets: MS.shared },
  'make-shared': { sets: MS.shared },
  rshared: { sets: MS.shared | MS.rec },
  'make-rshared': { sets: MS.shared | MS.rec },
  relatime: { sets: MS.relatime },
  // Up to 4.1 it clears nothing.
  norelatime: {},
  iversion: { sets: MS.iversion },
  noiversion: { clears: MS.iversion },
  strictatime: { sets: MS.strictatime },
  nostrictatime: { clears: MS.strictatime, since: '4.1' },
  lazytime: { sets: MS.lazytime, since: '4.1' },
  nolazytime: { clears: MS.lazytime, since: '4.1' },
  user: { clears: MS.nouser },
  nouser: { sets: MS.nouser },
};

export const mountFlagNames = (version: ParserVersion): readonly string[] =>
  Object.keys(FLAGS).filter((name) => livesIn(FLAGS[name] ?? {}, version));

/** Bits that an option sets and clears; undefined for a word that is no option. */
export function mountFlag(
  name: string,
  version: ParserVersion,
): { readonly sets: number; readonly clears: number } | undefined {
  const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
  if (flag === undefined || !livesIn(flag, version)) return undefined;
  if (name === 'norelatime' && version === '5.0') return { sets: 0, clears: MS.relatime };
  return { sets: flag.sets ?? 0, clears: flag.clears ?? 0 };
}

/** Whether two sets of bits share one; plain operators know 32 bits with a sign. */
export const share = (a: number, b: number): boolean => ((a & b) | 0) !== 0;
