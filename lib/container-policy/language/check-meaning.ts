import { quote } from '../../diagnostics/describe';
import type { YamlNode } from '../../yaml/node';
import { entryOf, itemsOf, nodeAt } from '../../yaml/walk';
import { writeOrRun } from '../apparmor/files';
import { covers, meet } from '../apparmor/globs';
import { everySpelling, withFolder } from '../apparmor/patterns';
import { shellsOf } from '../apparmor/processes';
import { judgeCommand } from '../report/commands';
import type { ContainerRules } from './model';
import type { At, Problems } from './problems';
import { commandFault } from './texts';

/** Finds where a part of the rules is written. */
export type Locate = (property: string, list?: string, index?: number) => At;

/** Finds parts in a container's own map first, then in that of its policy. */
export function locatorOf(maps: readonly { readonly node: YamlNode; readonly key: string }[]): Locate {
  return (property, list, index) => {
    const owner = maps.find(({ node }) => entryOf(node, property) !== undefined) ?? maps[0];
    const inList = nodeAt(owner?.node, list === undefined ? [property] : [property, list]);
    const node = (index === undefined ? inList : itemsOf(inList)[index]) ??
      inList ??
      owner?.node ?? { start: 0, end: 0 };
    const key = [owner?.key, property, list].filter((part) => part !== undefined && part !== '').join('.');
    return { node, key: index === undefined ? key : `${key}[${index}]` };
  };
}

/** What is wrong with rules whose parts are right each by itself. */
export function checkMeaning(rules: ContainerRules, locate: Locate, problems: Problems): void {
  checkPrograms(rules, locate, problems);
  checkLibraries(rules, locate, problems);
  checkExceptions(rules, locate, problems);
  checkWritable(rules, locate, problems);
  checkFolders(rules, locate, problems);
  for (const [index, command] of rules.commands.entries()) {
    const fault = commandFault(command[0] ?? '');
    if (fault !== undefined) {
      problems.report(fault.code, locate('commands', undefined, index), fault.message, fault);
      continue;
    }
    const { works, reason } = judgeCommand(rules, command);
    if (works) continue;
    const message = `the command ${quote(command.join(' '))} will not work: ${reason}`;
    problems.report('commandStops', locate('commands', undefined, index), message, { severity: 'warning' });
  }
}

function checkPrograms(rules: ContainerRules, locate: Locate, problems: Problems): void {
  const { processes, shells } = rules;
  const known = shells.allowed ? [] : shellsOf(rules);
  for (const [index, path] of processes.paths.entries()) {
    const at = locate('processes', 'only', index);
    if (known.some((shell) => covers(shell, path))) {
      const all = /\/(?:busy|toy)box/.test(path)
        ? `${quote(path)} is all of its commands, shells included`
        : `${quote(path)} is a shell`;
      problems.report('shellListed', at, `${all}, and no shell may start`, {
        hint: 'take it away, or write "shells: any"; a script that may start brings its shell along',
      });
    }
    checkStands(path, rules, at, problems);
  }
}

/** What may be changed is neither started nor loaded, and what is hidden is not either. */
function checkStands(path: string, { files }: ContainerRules, at: At, problems: Problems): void {
  const holds = (patterns: readonly string[]): string | undefined =>
    patterns.find((pattern) => covers(withFolder(pattern), everySpelling(path)));
  const [writable, hidden] = [holds(files.writable), holds(files.hidden)];
  if (hidden !== undefined) {
    problems.report(
      'programStops',
      at,
      `${quote(path)} is hidden by ${quote(hidden)}: it can be neither started nor loaded`,
      {
        hint: 'take one of the two away',
      },
    );
  } else if (writable !== undefined) {
    const hint =
      'narrow what is writable, or keep programs and libraries elsewhere: who may change one may run everything';
    problems.report(
      'programStops',
      at,
      `${quote(path)} may be changed, as a part of ${quote(writable)}, so it will not run`,
      { hint },
    );
  }
}

function checkLibraries(rules: ContainerRules, locate: Locate, problems: Problems): void {
  for (const [index, path] of rules.files.libraries.entries()) {
    checkStands(path, rules, locate('files', 'libraries', index), problems);
  }
}

/** What nearly every program loads. */
const LIBC = '/usr/lib/libc.so.6';

/** What may start is protected from changes, and then nothing below it can be allowed again. */
function checkWritable(rules: ContainerRules, locate: Locate, problems: Problems): void {
  const { processes, files } = rules;
  for (const [index, path] of files.writable.entries()) {
    const own = withFolder(path);
    if (writeOrRun(rules) && covers(own, LIBC)) {
      const message = `${quote(path)} holds the libraries of all programs: what may be changed cannot be loaded, so none would run`;
      problems.report('programStops', locate('files', 'writable', index), message, {
        hint: 'name what is written; for all files: "rest: writable" in its place',
      });
    }
    const programs = processes.paths.map((each) => [each, everySpelling(each)] as const);
    const [owner] = programs.find(([, each]) => covers(each, own) && !covers(own, each)) ?? [];
    if (owner === undefined) continue;
    const message = `${quote(path)} is a part of ${quote(owner)}: what may start cannot be changed, so it would not be writable`;
    problems.report('writableStops', locate('files', 'writable', index), message, {
      hint: 'name the programs by their own paths or folders, beside what is writable',
    });
  }
}

/** Paths that are folders in every image, and can as well be told as one file: nothing would be protected. */
const FOLDERS = /^\/(?:(?:usr(?:\/local|\/share)?|var(?:\/lib|\/cache|\/spool)?|opt|srv|home|mnt|media)\/)?[\w-]+$/;

function checkFolders({ files }: ContainerRules, locate: Locate, problems: Problems): void {
  for (const list of ['readOnly', 'writable', 'hidden'] as const) {
    for (const [index, path] of files[list].entries()) {
      if (!FOLDERS.test(path)) continue;
      const message = `${quote(path)} is one file of this name: nothing is said of what is below it`;
      problems.report('folderMeant', locate('files', list, index), message, {
        severity: 'warning',
        hint: `for the folder and all below: ${quote(`${path}/`)}`,
      });
    }
  }
}

/**
 * A writable part of something read-only is fine where the read-only one only repeats what holds for the rest; elsewhere it
 * has to be forbidden by itself, and then nothing below it can be allowed again.
 */
function checkExceptions({ files }: ContainerRules, locate: Locate, problems: Problems): void {
  for (const [index, path] of files.readOnly.entries()) {
    const pattern = withFolder(path);
    const writable = files.writable.map((each) => [each, withFolder(each)] as const);
    const inside = writable.filter(([, each]) => covers(pattern, each));
    const across = writable.filter(([, each]) => !covers(pattern, each) && meet(pattern, each));
    const [[exception = ''] = []] = inside;
    if (inside.length === 0) continue;
    const at = locate('files', 'readOnly', index);
    const same = inside.some(([, each]) => covers(each, pattern));
    if (same) {
      problems.report('exceptionInRest', at, `${quote(path)} is read-only and writable`, {
        hint: 'take one of the two away',
      });
    } else if (files.rest === 'writable') {
      const message = `${quote(exception)} is a writable part of the read-only ${quote(path)}, and all the rest is writable too`;
      problems.report('exceptionInRest', at, message, { hint: 'write "rest: readOnly", or narrow one of the two' });
    } else if (across.length > 0) {
      const message = `${quote(path)} is a read-only part of ${quote(across[0]?.[0] ?? '')}, and ${quote(exception)} a writable part of it: AppArmor knows no third layer`;
      problems.report('exceptionInRest', at, message, { hint: 'name the parts side by side' });
    }
  }
}
