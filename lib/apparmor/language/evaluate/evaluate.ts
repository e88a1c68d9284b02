/** What a profile allows, as its compiled automaton and the kernel decide it. */
import type { ExpandedProfile } from '../expand/model';
import type { ParserVersion } from '../versions';
import type { AutomatonRule } from './accept';
import type { Act } from './act';
import type { Answer } from './answer';
import { useCapability } from './capabilities';
import { changeHat, changeProfile } from './change-profile';
import { compileFiles, type FileAutomaton } from './compile-files';
import { UNMEDIATED } from './decide';
import { attached, execute, type Loaded } from './exec';
import { link, open } from './files';
import { askPolicy, compilePolicy, type Mediated, mediatedBy } from './policy';

export interface EvaluateOptions extends Loaded {
  /** Parser that compiles the profile. */
  readonly version: ParserVersion;
  /** What kernel, parser and abi look at. Default: all that the abi of the version's own time names. */
  readonly mediated?: readonly Mediated[];
}

/** A profile as the rules of its automata. */
interface Compiled {
  readonly files: FileAutomaton;
  readonly policy: readonly AutomatonRule[];
}

/** Forgotten with their profiles. */
const known = new WeakMap<ExpandedProfile, Map<string, Compiled>>();

function compiled(profile: ExpandedProfile, version: ParserVersion, mediated: readonly Mediated[]): Compiled {
  const made = known.get(profile) ?? new Map<string, Compiled>();
  known.set(profile, made);
  const key = [version, ...mediated].join();
  const found = made.get(key) ?? {
    files: compileFiles(profile, version),
    policy: compilePolicy(profile, version, mediated),
  };
  made.set(key, found);
  return found;
}

/** Nothing is looked at; programs still come under the profile that is attached to them, and hats are hats. */
function unconfined(act: Act, { profiles }: EvaluateOptions): Answer {
  if (act.kind === 'change_profile') return { ...UNMEDIATED, next: { kind: 'profile', name: act.target } };
  if (act.kind !== 'exec') return UNMEDIATED;
  const next = profiles ? attached(profiles, act.path) : ({ kind: 'attached', otherwise: 'inherit' } as const);
  return { ...UNMEDIATED, next: next ?? { kind: 'inherit' }, cleans: false };
}

/** Answers what happens when a process that is confined by a profile tries something. */
export function evaluate(profile: ExpandedProfile, act: Act, options: EvaluateOptions): Answer {
  const { version, mediated = mediatedBy(version) } = options;
  const { flags } = profile;
  if (flags.mode === 'unconfined' || flags.mode === 'default_allow') return unconfined(act, options);
  const { files, policy } = compiled(profile, version, mediated);
  switch (act.kind) {
    case 'open':
      return open(files, act, flags, version);
    case 'link':
      return link(files, act, flags, version);
    case 'exec':
      return execute(files, act, profile, options, version);
    case 'change_profile':
      return changeProfile(files, act, profile, version);
    case 'change_hat':
      return changeHat(profile, act);
    case 'capability':
      return useCapability(profile, act);
    default:
      return askPolicy(policy, act, profile, version, mediated);
  }
}
