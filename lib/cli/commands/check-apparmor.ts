import type { Checker } from '../check-run';
import { checkCommand } from './check';

/** Folders such as /etc/apparmor.d hold pieces that profiles include, caches, and links that switch profiles off. */
const INCLUDED_FOLDERS: ReadonlySet<string> = new Set(['abi', 'abstractions', 'cache', 'cache.d', 'local', 'tunables']);
const OFF_FOLDERS: ReadonlySet<string> = new Set(['disable', 'force-complain']);
/** What packages and editors leave behind; apparmor_parser passes over them in a folder (libapparmor, src/private.c). */
const LEFTOVERS = [
  '~',
  '.dpkg-new',
  '.dpkg-old',
  '.dpkg-dist',
  '.dpkg-bak',
  '.dpkg-remove',
  '.orig',
  '.pacnew',
  '.pacsave',
  '.rej',
  '.rpmnew',
  '.rpmsave',
] as const;

export const checkApparmor = checkCommand({
  name: 'apparmor',
  summary: 'check names, braces, flags and abi of AppArmor profiles',
  scope: 'Names, braces, flags and abi were read; the rules are checked by apparmor_parser on the node.',
  examples: [
    { args: 'check apparmor nginx.aa', does: 'check one file' },
    { args: 'check apparmor profiles/', does: 'check all files below a folder' },
    { args: 'check apparmor --json - < nginx.aa', does: 'check standard input, for a program to read' },
    { args: 'check apparmor --format code-quality profiles/ > gl-code-quality-report.json', does: 'report to GitLab' },
  ],
  load: loadChecker,
  walk: {
    skipsFile: (name) =>
      name.startsWith('.') ||
      name === 'README' ||
      name.endsWith('.md') ||
      LEFTOVERS.some((ending) => name.endsWith(ending)),
    skipsFolder: (name) => name.startsWith('.') || INCLUDED_FOLDERS.has(name) || OFF_FOLDERS.has(name),
  },
});

async function loadChecker(): Promise<Checker> {
  const { checkProfiles } = await import('../../apparmor/language/check-profiles.js');
  const { shown } = await import('../../apparmor/language/problems.js');
  return (text, file, { apparmor }) => {
    const { names, diagnostics } = checkProfiles(text, file, apparmor);
    const noun = names.length === 1 ? 'profile' : 'profiles';
    const summary = names.length === 0 ? 'no profile' : `${noun} ${names.map(({ name }) => shown(name)).join(', ')}`;
    return { diagnostics, summary };
  };
}
