import type { ContainerRules } from '../language/model';
import { DYNAMIC_LINKERS, MEMORY_FILES, PROGRAM_FOLDERS, SHELLS } from './facts';
import { meet } from './globs';
import { everySpelling, foldersAround, literal, unique, withFolder } from './patterns';
import type { RuleList } from './rule-list';

/** Patterns of shells: those known by name, and those that a policy names. */
export function shellsOf({ shells }: Pick<ContainerRules, 'shells'>): readonly string[] {
  return [SHELLS, ...shells.also.map(everySpelling)];
}

/** Rules of the properties `processes` and `shells`. */
export function addProcesses(rules: ContainerRules, audit: boolean, list: RuleList): void {
  const { processes, shells } = rules;
  const all = shellsOf(rules);
  const isShell = (pattern: string): boolean => !shells.allowed && all.some((shell) => meet(pattern, shell));
  // The runtime starts a shell of a probe from outside: that needs no rule, and no program gets the right to do it too.
  const commands = commandPrograms(rules)
    .map(everySpelling)
    .filter((each) => !isShell(each));
  const programs = unique([...processes.paths.map(everySpelling), ...commands]);
  if (processes.start === 'any') {
    list.allow('processes: any program may start', ['/**'], 'mix');
  } else {
    list.allow('processes.only: these programs start, and nothing else', programs, 'mrix');
    if (audit) list.record('processes: whatever starts is written to the log', ['/**'], 'ix');
    protect(programs, rules, list);
  }
  const guarded = processes.start === 'only' || !shells.allowed;
  if (guarded) {
    list.forbid('processes: the dynamic linker is no way around (ld.so PROGRAM)', [DYNAMIC_LINKERS], 'x');
    list.forbid('processes: nor is a program that is only in memory (memfd)', [MEMORY_FILES], 'x');
  }
  if (shells.allowed) return;
  list.forbid('shells: none starts, wherever it stands', all, 'mx');
}

/**
 * A program that may start must not be replaced, neither itself nor by a folder in the place of its own; nor what a script
 * that may start names as its interpreter, which nobody but the script knows.
 */
function protect(programs: readonly string[], { files }: ContainerRules, list: RuleList): void {
  const patterns = unique([...programs, ...programs.flatMap(foldersAround)]);
  const writable = files.writable.map(withFolder);
  const open =
    files.rest === 'writable'
      ? unique([...patterns, ...PROGRAM_FOLDERS])
      : patterns.filter((each) => writable.some((other) => meet(each, other)));
  list.forbid('processes.only: what may start is not changed', open, 'wl');
}

/** Programs of the commands that must go on working; a bare name is looked for where programs are. */
export function commandPrograms({ commands }: Pick<ContainerRules, 'commands'>): readonly string[] {
  return commands.flatMap(([program]) => {
    if (program === undefined) return [];
    const name = literal(program);
    return program.startsWith('/') ? [name] : [`/{usr/,usr/local/,}{bin,sbin}/${name}`];
  });
}
