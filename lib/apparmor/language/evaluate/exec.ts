/** Executing a program: under which profile it runs then. */
import type { ExpandedProfile } from '../expand/model';
import { isGlob, matches, parseGlob } from '../glob/glob';
import type { Tree } from '../glob/tree';
import type { ParserVersion } from '../versions';
import type { ExecAct } from './act';
import type { Answer, Next } from './answer';
import { EXEC, EXEC_TYPE, MODIFIER } from './bits';
import type { FileAutomaton } from './compile-files';
import { decide } from './decide';
import { find, inRules } from './files';

/** What else is loaded. */
export interface Loaded {
  /** All top profiles of the same namespace; none: not known, then a named profile counts as loaded. */
  readonly profiles?: readonly ExpandedProfile[];
}

interface Going {
  readonly next: Next;
  readonly cleans: boolean;
}

export function execute(
  files: FileAutomaton,
  act: ExecAct,
  profile: ExpandedProfile,
  loaded: Loaded,
  version: ParserVersion,
): Answer {
  const { path, owner = false } = act;
  const { flags } = profile;
  const found = find(files, path, owner, version);
  const going = found.allow & EXEC ? goOn(found.allow, files.transitions, path, profile, loaded) : undefined;
  const granted = { ...found, allow: going ? found.allow : found.allow & ~EXEC };
  const decided = decide({ ...granted, request: EXEC, inRules: inRules(owner) }, flags);
  if (going) return { ...decided, ...going };
  if (decided.allowed) return { ...decided, next: { kind: 'learning' }, cleans: false };
  return found.allow & EXEC ? { ...decided, why: 'no-profile' } : decided;
}

function goOn(
  perms: number,
  transitions: readonly string[],
  path: string,
  profile: ExpandedProfile,
  loaded: Loaded,
): Going | undefined {
  const cleans = (perms & EXEC_TYPE.unsafe) === 0;
  const modifier = (perms & EXEC_TYPE.modifiers) >> 10;
  const inherit = (perms & EXEC_TYPE.inherit) !== 0;
  const unconfined = (perms & EXEC_TYPE.pux) !== 0 || modifier === MODIFIER.unconfined;
  const otherwise = inherit ? 'inherit' : unconfined ? 'unconfined' : 'denied';
  const target = targetOf(modifier, transitions, path, profile, loaded, otherwise);
  if (target) return { next: target, cleans };
  // Whoever keeps the profile keeps the environment.
  if (inherit) return { next: { kind: 'inherit' }, cleans: false };
  return unconfined ? { next: { kind: 'unconfined' }, cleans } : undefined;
}

type Otherwise = Extract<Next, { readonly kind: 'attached' }>['otherwise'];

function targetOf(
  modifier: number,
  transitions: readonly string[],
  path: string,
  profile: ExpandedProfile,
  { profiles }: Loaded,
  otherwise: Otherwise,
): Next | undefined {
  if (modifier === MODIFIER.child) return attached(profile.children, path);
  if (modifier === MODIFIER.profile) return profiles ? attached(profiles, path) : { kind: 'attached', otherwise };
  if (modifier < MODIFIER.table) return undefined;
  const name = transitions[modifier - MODIFIER.table] as string;
  const known = !profiles || name.startsWith('&') || name.startsWith(':') || named(profiles, name);
  return known ? { kind: 'profile', name } : undefined;
}

const named = (profiles: readonly ExpandedProfile[], name: string): boolean =>
  profiles.some((each) => each.name === name || named(each.children, name));

/** The profile whose attachment says most of the path; two that say as much are none. */
export function attached(profiles: readonly ExpandedProfile[], path: string): Next | undefined {
  const fitting = profiles.flatMap(({ name, attachments }) =>
    attachments.flatMap((text) => {
      const glob = parseGlob(text);
      return isGlob(glob) && matches(glob, path) ? [{ name, exact: glob.literal, length: shortest(glob.tree) }] : [];
    }),
  );
  const exact = fitting.find((each) => each.exact);
  if (exact) return { kind: 'profile', name: exact.name };
  const longest = Math.max(...fitting.map(({ length }) => length));
  const [best, ...more] = fitting.filter(({ length }) => length === longest);
  return best && more.every(({ name }) => name === best.name) ? { kind: 'profile', name: best.name } : undefined;
}

/** Bytes of the shortest match. */
function shortest(tree: Tree): number {
  switch (tree.kind) {
    case 'bytes':
      return 1;
    case 'cat':
      return tree.parts.reduce((sum, part) => sum + shortest(part), 0);
    case 'alt':
      return Math.min(...tree.parts.map(shortest));
    case 'plus':
      return shortest(tree.of);
    default:
      return 0;
  }
}
