import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import { isHat, type NameFault, readName } from '../expand/names';
import type { Profile } from '../model/policy';
import { shown } from '../problems';
import type { ParserVersion } from '../versions';
import { checkFlags } from './flags';

const FAULTS: Readonly<Record<NameFault, readonly ['profileName' | 'namespaceName', string, string]>> = {
  stacked: [
    'profileName',
    'the name of a profile cannot begin with &',
    'take the & out: stacks are named where one is changed to',
  ],
  'namespace-open': ['namespaceName', 'the namespace does not end', 'write: :namespace:name'],
  'namespace-empty': ['namespaceName', 'the namespace has no name', 'write: :namespace:name'],
  empty: ['profileName', 'the profile has no name', 'write one'],
};

/** What a name may be that was meant to be a keyword. */
const WORDS = ['profile', 'hat', 'include', 'abi', 'alias'];

/** The head of a profile: its name, what it is attached to, and its flags. */
export function checkHead(profile: Profile, child: boolean, version: ParserVersion, complain: Complain): void {
  const { attachment, keyword, name, xattrs, flags } = profile;
  const { fault, namespace, name: own } = readName(name.value);
  if (fault !== undefined) {
    const [code, message, hint] = FAULTS[fault];
    complain(code, name, message, hint);
  } else if (!child && keyword === undefined && namespace === undefined && !own.startsWith('/'))
    complain(
      'keywordMissing',
      name,
      `the name ${shown(name.raw)} needs the word profile before it`,
      nearestHint(name.value, WORDS) ?? `write: profile ${shown(name.raw)} {`,
    );
  if (attachment !== undefined && !/^(?:\/|@\{)/.test(attachment.value))
    complain(
      'attachment',
      attachment,
      `a profile is attached to paths, and ${attachment.raw} is none`,
      'it must begin with / or a variable',
    );
  if (xattrs !== undefined && xattrs.name.value !== 'xattrs')
    complain('xattrs', xattrs.name, `profiles have no group ${xattrs.name.raw}=()`, 'write: xattrs=(…) or flags=(…)');
  else if (xattrs !== undefined && child && isHat(profile) && xattrs.conditions.length > 0)
    complain('xattrs', xattrs.name, 'hats are not attached, so they have no xattrs', 'take them out');
  checkFlags(flags, version, complain);
}
