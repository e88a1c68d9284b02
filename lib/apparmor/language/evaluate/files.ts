/** Opening and linking files. */
import type { ProfileFlags } from '../expand/model';
import { bytesOf } from '../glob/parse-regex';
import type { ParserVersion } from '../versions';
import { type AutomatonRule, accept, matching, type State } from './accept';
import type { FileAccess, LinkAct, OpenAct } from './act';
import type { Answer } from './answer';
import {
  APPEND,
  CHANGE_PROFILE,
  EXEC,
  EXEC_TYPE,
  LINK,
  LINK_SUBSET,
  LOCK,
  MMAP,
  ON_EXEC,
  OTHER_SHIFT,
  READ,
  sideOf,
  WRITE,
} from './bits';
import type { FileAutomaton } from './compile-files';
import { decide } from './decide';

const ACCESS: { readonly [letter in FileAccess]: number } = { r: READ, w: WRITE, a: APPEND, k: LOCK, m: MMAP };
/**
 * What the kernel reads out of `r` and `w` besides: looking at a file is always allowed. Changes of profile that a path
 * allows, now or on execution, are rights of it too.
 */
const META = { look: 1 << 16, open: 1 << 17, change: 1 << 18, waits: 1 << 19, turns: 1 << 20 };
/** The flag `audit` of a profile logs 16 bits of the kernel's: mapping and links are not among them. */
const LOGGED = EXEC | WRITE | READ | APPEND | LOCK | META.look | META.open | META.change;
const PERMS = EXEC | WRITE | READ | APPEND | LINK | LOCK | MMAP;

const widen = (bits: number): number =>
  (bits & PERMS) | (bits & READ ? META.look | META.open : 0) | (bits & WRITE ? META.change | META.open : 0);
const TYPE = EXEC_TYPE.pux | EXEC_TYPE.unsafe | EXEC_TYPE.inherit | EXEC_TYPE.modifiers;

/** The state that a text ends in, for the owner of a file or for others. */
export interface Found extends State {
  readonly rules: readonly AutomatonRule[];
  readonly words: State;
}

export function find(
  { rules }: FileAutomaton,
  text: string | Uint8Array,
  owner: boolean,
  version: ParserVersion,
): Found {
  const matched = matching(rules, typeof text === 'string' ? bytesOf(text) : text);
  const words = accept(matched, true, version);
  return {
    rules: matched,
    words,
    allow: sideOf(words.allow, owner),
    audit: sideOf(words.audit, owner),
    quiet: sideOf(words.quiet, owner),
  };
}

/** Bits of a request, in the place where rules have them. */
export const inRules =
  (owner: boolean) =>
  (request: number): number =>
    owner ? request : request << OTHER_SHIFT;

export function open(files: FileAutomaton, act: OpenAct, flags: ProfileFlags, version: ParserVersion): Answer {
  const { path, access, owner = false } = act;
  const request = access.reduce((sum, letter) => sum | ACCESS[letter], 0);
  const found = find(files, path, owner, version);
  return decide({ ...found, request, logged: LOGGED, inRules: inRules(owner) }, flags);
}

/** A link needs its own permission, one for the pair of names, and no more rights than its target, where that is asked. */
export function link(files: FileAutomaton, act: LinkAct, flags: ProfileFlags, version: ParserVersion): Answer {
  const { path, target, owner = false } = act;
  const own = find(files, path, owner, version);
  const pair = find(files, new Uint8Array([...bytesOf(path), 0, ...bytesOf(target)]), owner, version);
  const aim = find(files, target, owner, version);
  const rules = [...new Set([...pair.rules, ...own.rules])];
  // Of a right that the target lacks no rule speaks: then the rules of the link are named.
  const toLink = (): number => inRules(owner)(LINK);
  return decide({ ...linkRequest(own, pair, aim), rules, inRules: toLink, logged: LOGGED }, flags);
}

function linkRequest(own: Found, pair: Found, aim: Found): State & { readonly request: number } {
  if (!(own.allow & LINK)) return { ...own, request: LINK };
  if (!(pair.allow & LINK)) return { ...pair, request: LINK };
  const found = { allow: own.allow, audit: widen(pair.audit), quiet: widen(pair.quiet) };
  if (!(pair.allow & LINK_SUBSET)) return { ...found, request: LINK };
  // The kernel asks for all rights of the link at once, and no more for the link itself.
  const request = rightsOf(own) & ~LINK;
  const allow = request & rightsOf(aim);
  if (request & ~allow) return { ...found, allow, request };
  const differs = allow & EXEC && !isSubset(own.allow & TYPE, aim.allow & TYPE);
  return { ...found, allow: differs ? allow & ~EXEC : allow, request };
}

const rightsOf = ({ allow, words }: Found): number =>
  widen(allow) | META.look | (words.allow & ON_EXEC ? META.waits : 0) | (words.allow & CHANGE_PROFILE ? META.turns : 0);

/** Executions go on in the same way; only the link may clean the environment where the target does not. */
const isSubset = (link: number, target: number): boolean =>
  (link & ~EXEC_TYPE.unsafe) === (target & ~EXEC_TYPE.unsafe) &&
  (!(link & EXEC_TYPE.unsafe) || (target & EXEC_TYPE.unsafe) !== 0);
