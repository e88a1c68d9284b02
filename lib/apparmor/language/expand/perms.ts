import type { ExecMode } from './model';
import { FILE_BITS } from './model';

/** What the letters of a permission word say. */
export interface ReadPerms {
  /** Sum of FILE_BITS. */
  readonly bits: number;
  readonly exec: ExecBits | undefined;
}

/** The exec mode as the parser packs it; two rules for one path must have the same. */
export interface ExecBits {
  /** The environment is kept: `px`, not `Px`. */
  readonly unsafe: boolean;
  readonly inherit: boolean;
  /** Fallback to no profile: `pux`. */
  readonly pux: boolean;
  /** `u`, `p`, `c`; none for `ix` and a bare `x`. */
  readonly transition: 'u' | 'p' | 'c' | undefined;
}

export interface PermsProblem {
  readonly fault: 'append' | 'modes' | 'letter';
  /** Offset in the word. */
  readonly at: number;
  readonly length: number;
}

const LETTERS: Readonly<Record<string, number>> = {
  r: FILE_BITS.r,
  a: FILE_BITS.a,
  w: FILE_BITS.w | FILE_BITS.a,
  l: FILE_BITS.l,
  k: FILE_BITS.k,
  m: FILE_BITS.m,
  x: FILE_BITS.x,
};

const BARE: ExecBits = { unsafe: false, inherit: false, pux: false, transition: undefined };
const EXEC = /^(?:[pc][iu]?|[iu])x/i;

/** Reads a word such as `rwPx`. */
export function readPerms(word: string): ReadPerms | PermsProblem {
  let bits = 0;
  let exec: ExecBits | undefined;
  for (let at = 0; at < word.length; ) {
    const mode = EXEC.exec(word.slice(at))?.[0];
    if (mode !== undefined) {
      const next = execBits(mode);
      if (exec !== undefined && !agree(exec, next)) return { fault: 'modes', at, length: mode.length };
      exec = join(exec ?? BARE, next);
      bits |= FILE_BITS.x;
      at += mode.length;
      continue;
    }
    const letter = (word[at] ?? '').toLowerCase();
    const bit = LETTERS[letter];
    if (bit === undefined) return { fault: 'letter', at, length: 1 };
    const append = bits & FILE_BITS.a;
    const write = bits & FILE_BITS.w;
    if ((letter === 'w' && append && !write) || (letter === 'a' && write)) return { fault: 'append', at, length: 1 };
    bits |= bit;
    if (letter === 'x') exec ??= BARE;
    at += 1;
  }
  return { bits, exec };
}

export const isPermsProblem = (read: ReadPerms | PermsProblem): read is PermsProblem => 'fault' in read;

function execBits(mode: string): ExecBits {
  const [first = '', second = ''] = mode;
  const transition = /[pcu]/i.test(first) ? (first.toLowerCase() as 'u' | 'p' | 'c') : undefined;
  return {
    transition,
    unsafe: /[pcu]/.test(first),
    inherit: transition === undefined || /i/i.test(second),
    pux: /u/i.test(second),
  };
}

/** `i` fits to all that has no transition; the others only to themselves. */
function agree(before: ExecBits, next: ExecBits): boolean {
  if (next.transition === undefined) return before.transition === undefined;
  return sameExec(before, next);
}

const join = (a: ExecBits, b: ExecBits): ExecBits => ({
  unsafe: a.unsafe || b.unsafe,
  inherit: a.inherit || b.inherit,
  pux: a.pux || b.pux,
  transition: b.transition ?? a.transition,
});

export const sameExec = (a: ExecBits, b: ExecBits): boolean =>
  a.unsafe === b.unsafe && a.inherit === b.inherit && a.pux === b.pux && a.transition === b.transition;

/** Whether a qualifier stands before `x`. `unsafe` counts as one. */
export const isQualified = (exec: ExecBits): boolean => !sameExec(exec, BARE);

/** The mode with its target, in words. */
export function execMode(exec: ExecBits, target: string | undefined): ExecMode {
  const { unsafe, inherit, pux, transition } = exec;
  const fallback = pux
    ? 'unconfined'
    : inherit && (transition !== undefined || target !== undefined)
      ? 'inherit'
      : undefined;
  return {
    transition: TRANSITIONS[target === undefined ? (transition ?? 'i') : transition === 'c' ? 'c' : 'p'],
    ...(fallback !== undefined && { fallback }),
    clean: !unsafe,
    ...(target !== undefined && { target }),
    type: [unsafe ? 'unsafe' : '', inherit ? 'i' : '', pux ? 'u' : '', target ?? transition ?? ''].join(' '),
  };
}

const TRANSITIONS = { i: 'inherit', u: 'unconfined', p: 'profile', c: 'child' } as const;
