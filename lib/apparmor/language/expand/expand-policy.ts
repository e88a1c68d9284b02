import type { Report } from '../../../diagnostics/collector';
import { type Complain, complaints } from '../complain';
import type { PolicyFile, Profile } from '../model/policy';
import type { ParserVersion } from '../versions';
import { aliasesOf } from './aliases';
import { declareVariables, flatItems } from './declare';
import type { ExpandedPolicy } from './model';
import { expandProfile } from './profile';
import { reportTwins } from './twins';

/**
 * What a file says once includes, conditionals, variables, aliases and blocks are out of the way, as one version of the
 * parser understands it. Reports what cannot be expanded: variables that are not declared, names that are there twice.
 */
export function expandPolicy(file: PolicyFile, version: ParserVersion, report: Report): ExpandedPolicy {
  return expandWith(file, version, complaints(report, file.source));
}

/** The same for a caller that complains as well. */
export function expandWith(file: PolicyFile, version: ParserVersion, complain: Complain): ExpandedPolicy {
  const symbols = declareVariables(file.items, version, complain);
  const aliases = aliasesOf(file.items);
  const profiles = [...flatItems(file.items)].filter((item): item is Profile => item.kind === 'profile');
  reportTwins(profiles, complain);
  return { profiles: profiles.map((profile) => expandProfile(profile, { version, symbols, aliases, complain })) };
}
