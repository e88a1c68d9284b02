/** Permissions as the kernel counts them, from the words of an accepting state. */
import type { Engine } from './compiled';

export interface Permissions {
  readonly allow: number;
  readonly deny: number;
  readonly audit: number;
  readonly quiet: number;
  /** How an execution goes on. */
  readonly xindex: number;
}

export const MAY = {
  exec: 1,
  write: 2,
  read: 4,
  append: 8,
  create: 0x10,
  delete: 0x20,
  open: 0x40,
  rename: 0x80,
  setattr: 0x100,
  getattr: 0x200,
  setcred: 0x400,
  getcred: 0x800,
  chmod: 0x1000,
  chown: 0x2000,
  chgrp: 0x4000,
  lock: 0x8000,
  mmap: 0x10000,
  mprotect: 0x20000,
  link: 0x40000,
  snapshot: 0x80000,
  accept: 0x100000,
  bind: 0x200000,
  listen: 0x400000,
  setopt: 0x1000000,
  getopt: 0x2000000,
  /** The same bit as that of locks: it is read behind the NUL of a pair. */
  subset: 0x8000,
  more: 0x08000000,
  onexec: 0x20000000,
  changeProfile: 0x40000000,
} as const;

export const X = {
  index: 0xffffff,
  type: 0x0c000000,
  name: 0x04000000,
  table: 0x08000000,
  unsafe: 0x10000000,
  child: 0x20000000,
  inherit: 0x40000000,
  unconfined: 0x80000000,
} as const;

const bit = (word: number, from: number, to: number): number => (word & from ? to : 0);

const fromOld = (old: number): number =>
  (old & 0xf) |
  bit(old, 4, MAY.getattr | MAY.open) |
  bit(old, 2, MAY.setattr | MAY.create | MAY.delete | MAY.chmod | MAY.chown | MAY.open) |
  bit(old, 0x10, MAY.link) |
  bit(old, 0x20, MAY.lock) |
  bit(old, 0x40, MAY.mmap);

function execution(old: number): number {
  const index = (old >> 10) & 0xf;
  const common = bit(old, 0x100, X.unsafe) | bit(old, 0x200, X.inherit) | bit(old, 0x80, X.unconfined);
  if (index === 0) return common;
  if (index === 1) return common | X.unconfined;
  if (index === 2) return common | X.name;
  if (index === 3) return common | X.name | X.child;
  return common | X.table | (index - 4);
}

/** Of a path, for the owner of the file or for others. */
export function filePermissions({ dfa, table }: Engine, state: number, owner: boolean): Permissions {
  const accept = dfa.accept(state);
  if (table) {
    return table[accept + (owner ? 0 : 1)] as Permissions;
  }
  const accept2 = dfa.accept2(state);
  const shift = owner ? 0 : 14;
  return {
    allow:
      fromOld((accept >>> shift) & 0x7f) |
      MAY.getattr |
      bit(accept, 0x80000000, MAY.changeProfile) |
      bit(accept, 0x40000000, MAY.onexec),
    deny: 0,
    audit: fromOld((accept2 >>> shift) & 0x7f),
    quiet: fromOld((accept2 >>> (shift + 7)) & 0x7f),
    xindex: execution((accept >>> shift) & 0x3fff),
  };
}

const mapOther = (word: number): number => ((word & 0x3) << 8) | ((word & 0x1c) << 18) | ((word & 0x60) << 19);

/** Of anything that is no path. */
export function policyPermissions({ dfa, table }: Engine, state: number): Permissions {
  const accept = dfa.accept(state);
  if (table) return table[accept] as Permissions;
  const accept2 = dfa.accept2(state);
  const change = accept & 0x80000000;
  return {
    allow: (accept & 0x7f) | change | mapOther((accept >>> 14) & 0x7f) | MAY.lock,
    deny: 0,
    audit: (accept2 & 0x7f) | mapOther((accept2 >>> 14) & 0x7f),
    quiet: ((accept2 >>> 7) & 0x7f) | mapOther((accept2 >>> 21) & 0x7f),
    xindex: 0,
  };
}
