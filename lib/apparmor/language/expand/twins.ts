import { type Complain, elsewhere } from '../complain';
import type { Profile } from '../model/policy';
import { isHat, readName } from './names';

/** Profiles of one file, or children of one profile, that have the same name. Variables in names do not count. */
export function reportTwins(profiles: readonly Profile[], complain: Complain): void {
  const seen = new Map<string, Profile>();
  for (const profile of profiles) {
    const { namespace = '', name } = readName(profile.name.value);
    const key = `${namespace}\0${name}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, profile);
    else
      complain(
        'nameTwice',
        profile.name,
        `the ${isHat(profile) ? 'hat' : 'profile'} ${profile.name.raw} is defined twice, first at ${elsewhere(before.name.span, profile.name.span)}`,
        'give one of them another name, or put the rules of both into one',
      );
  }
}
