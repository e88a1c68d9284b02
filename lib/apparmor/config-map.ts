import { createHash } from 'node:crypto';
import type { Report } from '../diagnostics/collector';
import { shown } from './language/problems';
import type { AppArmorProfile } from './profile';

/** What the API server takes as the size of all texts of a ConfigMap together, in bytes. */
const MOST_BYTES = 1_048_576;

/** Names that stand for themselves: keys of a ConfigMap, but none with a dot in front, which the loader passes over. */
const PLAIN = /^[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,252}$/;
/** What is appended to a name that was changed. A plain name that ends so is changed too: no two names ever meet. */
const HASHED = /-[0-9a-f]{12}$/;
/** Room for the hash, and still short enough to be read in a log. */
const LONGEST_READABLE = 200;

/** The key of a profile in a ConfigMap: its name, or where that is no key, what can be read of it and a hash of the name. */
export function configMapKey(profileName: string): string {
  // `constructor` or `__proto__` as a key would be taken for what every object inherits, and the ConfigMap be lost.
  const plain = PLAIN.test(profileName) && !HASHED.test(profileName) && !(profileName in Object.prototype);
  if (plain) return profileName;
  const readable = profileName
    .replace(/[^-._a-zA-Z0-9]/g, '_')
    .replace(/^\./, '_')
    .slice(0, LONGEST_READABLE);
  const hash = createHash('sha256').update(profileName, 'utf16le').digest('hex').slice(0, 12);
  return `${readable}-${hash}`;
}

/**
 * The texts of profiles as the data of one ConfigMap. A profile may be given more than once.
 *
 * @param path construct path of the loader, for the places of problems
 * @param report hears of two constructs with one profile name (the kernel can hold only one of them), and of texts that are
 *   too large together.
 */
export function configMapData(
  profiles: readonly AppArmorProfile[],
  path: string,
  report: Report,
): Readonly<Record<string, string>> {
  const byName = new Map<string, AppArmorProfile>();
  for (const profile of new Set(profiles)) {
    const { profileName } = profile;
    const other = byName.get(profileName);
    if (other === undefined) byName.set(profileName, profile);
    else
      report({
        code: 'APPARMOR1004',
        severity: 'error',
        message: `two constructs define the profile ${shown(profileName)}: ${other.node.path} and ${profile.node.path}`,
        hint: 'give each profile a name of its own, or take one of the two away',
        place: { path, key: 'profiles' },
      });
  }
  const texts = [...byName].map(([name, { text }]) => [configMapKey(name), text] as const);
  const size = texts.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  if (size > MOST_BYTES)
    report({
      code: 'APPARMOR1022',
      severity: 'error',
      message: `the profiles have ${size} bytes together, and a ConfigMap holds ${MOST_BYTES}`,
      hint: 'spread them over several loaders',
      place: { path, key: 'profiles' },
    });
  return Object.fromEntries(texts);
}
