/** Generated prefixes of rules. */
import { atLeast, type ParserVersion } from '../../../lib/apparmor/language/versions';
import type { Random } from './random';

export interface Prefix {
  readonly text: string;
  readonly deny: boolean;
}

export function prefix(random: Random, version: ParserVersion, files = false): Prefix {
  const priority = atLeast(version, '4.1') && random.once(3) ? random.of([-10, -1, 1, 10, 1000]) : 0;
  const deny = random.once(4);
  const words = [
    priority === 0 ? '' : `priority=${priority}`,
    random.once(4) ? 'audit' : '',
    deny ? 'deny' : '',
    files && random.once(5) ? 'owner' : '',
  ];
  return { text: words.map((each) => (each === '' ? '' : `${each} `)).join(''), deny };
}
