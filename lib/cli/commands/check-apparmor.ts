import { isPassedOver } from '../../apparmor/language/left-behind';
import type { Checker } from '../check-run';
import { addIncludeOption, requireFolders } from '../include-folders';
import type { Io } from '../io';
import type { ReportOptions } from '../report-options';
import { checkCommand } from './check';

interface Options extends ReportOptions {
  /** Folders where includes are looked up. */
  readonly include?: readonly string[];
  /** Warn beyond the verdict. */
  readonly lint?: boolean;
}

/** Folders such as /etc/apparmor.d hold pieces that profiles include, caches, and links that switch profiles off. */
const INCLUDED_FOLDERS: ReadonlySet<string> = new Set(['abi', 'abstractions', 'cache', 'cache.d', 'local', 'tunables']);
const OFF_FOLDERS: ReadonlySet<string> = new Set(['disable', 'force-complain']);

export const checkApparmor = checkCommand<Options>({
  name: 'apparmor',
  summary: 'check AppArmor profiles as apparmor_parser reads them',
  scope: 'Profiles and rules were read as apparmor_parser reads them; what they include only with -I.',
  examples: [
    { args: 'check apparmor nginx.aa', does: 'check one file' },
    { args: 'check apparmor profiles/', does: 'check all files below a folder' },
    { args: 'check apparmor -I /etc/apparmor.d nginx.aa', does: 'with the files that it includes' },
    { args: 'check apparmor --no-lint profiles/', does: 'the verdict alone, without warnings beyond it' },
    { args: 'check apparmor --json - < nginx.aa', does: 'check standard input, for a program to read' },
    { args: 'check apparmor --format code-quality profiles/ > gl-code-quality-report.json', does: 'report to GitLab' },
  ],
  define: (command) => {
    addIncludeOption(command);
    command.option(
      '--no-lint',
      'give the verdict alone: no warning of what a parser takes and practitioners would not write',
    );
  },
  load: loadChecker,
  walk: {
    skipsFile: (name) => isPassedOver(name) || name.endsWith('.md'),
    skipsFolder: (name) => name.startsWith('.') || INCLUDED_FOLDERS.has(name) || OFF_FOLDERS.has(name),
  },
});

async function loadChecker({ include, lint }: Options, io: Io): Promise<Checker> {
  requireFolders(include ?? [], io);
  const { checkProfiles } = await import('../../apparmor/language/check-profiles.js');
  const { lintProfiles } = await import('../../apparmor/language/lint-profiles.js');
  const { shown } = await import('../../apparmor/language/problems.js');
  const { IncludeFiles } = await import('../../apparmor/include-files.js');
  const includes = include && new IncludeFiles(include);
  return (text, file, { apparmor }) => {
    const found = checkProfiles(text, file, apparmor, includes);
    const { names, diagnostics } = found;
    const noun = names.length === 1 ? 'profile' : 'profiles';
    const summary = names.length === 0 ? 'no profile' : `${noun} ${names.map(({ name }) => shown(name)).join(', ')}`;
    const lints = lint ? lintProfiles(found) : [];
    return { diagnostics: [...diagnostics, ...lints], summary };
  };
}
