/** Changing the profile by request of the process. */
import type { ExpandedProfile } from '../expand/model';
import { bytesOf } from '../glob/parse-regex';
import type { ParserVersion } from '../versions';
import { accept, matching } from './accept';
import type { ChangeHatAct, ChangeProfileAct } from './act';
import type { Answer } from './answer';
import { CHANGE_PROFILE, EXEC_TYPE, ON_EXEC } from './bits';
import type { FileAutomaton } from './compile-files';
import { refuse, speaking } from './decide';

export function changeProfile(
  files: FileAutomaton,
  { target, exec }: ChangeProfileAct,
  { flags }: ExpandedProfile,
  version: ParserVersion,
): Answer {
  const name = bytesOf(target);
  const programs = matching(files.rules, bytesOf(exec ?? ''));
  const rules = matching(files.rules, exec === undefined ? name : new Uint8Array([...bytesOf(exec), 0, ...name]));
  const { allow } = accept(rules, true, version);
  const waits = exec === undefined || (accept(programs, true, version).allow & ON_EXEC) !== 0;
  const bit = exec === undefined ? CHANGE_PROFILE : ON_EXEC;
  const granted = waits && (allow & bit) !== 0;
  const entries = speaking(rules, bit, granted);
  const next = { kind: 'profile', name: target } as const;
  if (granted) {
    const cleans = exec !== undefined && (allow & EXEC_TYPE.unsafe) === 0;
    return { allowed: true, why: 'allowed', log: flags.audit ? 'audit' : 'none', entries, next, cleans };
  }
  const refused = refuse(entries, false, flags);
  return refused.allowed ? { ...refused, next } : refused;
}

/** A hat needs no rule: it has to be there. */
export function changeHat({ children, flags, name }: ExpandedProfile, { hat }: ChangeHatAct): Answer {
  const found = children.find(({ ownName }) => ownName === hat);
  if (found?.kind === 'hat') {
    const next = { kind: 'profile', name: `${name}//${hat}` } as const;
    return { allowed: true, why: 'allowed', log: flags.audit ? 'audit' : 'none', entries: [], next };
  }
  return !found && flags.mode === 'complain'
    ? { allowed: true, why: 'complain', log: 'allowed', entries: [], next: { kind: 'learning' } }
    : { allowed: false, why: 'no-profile', log: 'denied', entries: [] };
}
