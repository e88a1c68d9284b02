import { meet } from '../apparmor/globs';
import { everySpelling } from '../apparmor/patterns';
import { commandPrograms, shellsOf } from '../apparmor/processes';
import type { ContainerRules } from '../language/model';
import type { CommandVerdict } from './model';

/**
 * Whether a command that the cluster starts in a container works under its rules: a probe, a hook. The runtime starts its
 * program from outside, which no rule refuses; what that starts in turn is looked for in the scripts of shells.
 */
export function judgeCommand(rules: ContainerRules, command: readonly string[]): CommandVerdict {
  const [program] = commandPrograms({ commands: [command] }).map(everySpelling);
  if (program === undefined) return { command, works: false, reason: 'it names no program' };
  if (!meet(program, shellsOf({ shells: { allowed: false, also: [] } })[0] ?? '')) return { command, works: true };
  const started = programsOf(scriptOf(command));
  const stopped = started.filter((name) => !mayStart(rules, name));
  if (stopped.length === 0) return { command, works: true };
  const names = stopped.map((name) => JSON.stringify(name)).join(', ');
  return {
    command,
    works: false,
    reason: `its shell may not start ${names}: let it start, or write the command without a shell`,
  };
}

/** Whether what runs in a container may start a program. */
function mayStart(rules: ContainerRules, name: string): boolean {
  const [program = ''] = commandPrograms({ commands: [[name]] }).map(everySpelling);
  const { processes, shells } = rules;
  if (!shells.allowed && shellsOf(rules).some((shell) => meet(program, shell))) return false;
  const allowed = [...processes.paths, ...commandPrograms(rules)].map(everySpelling);
  return processes.start === 'any' || allowed.some((each) => meet(program, each));
}

/** What stands behind `-c`, in `sh -c '…'`. */
function scriptOf(command: readonly string[]): string {
  const option = command.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
  return option < 0 ? '' : (command[option + 1] ?? '');
}

/** Words that a shell does itself, and those that come before a program. */
const BUILT_IN = new Set(
  ': . [ alias bg break cd command continue echo eval exit export false fg hash jobs kill local printf pwd read readonly return set shift source test times trap true type ulimit umask unset wait }'.split(
    ' ',
  ),
);
const BEFORE = /^(?:if|then|else|elif|while|until|do|!|\{|\(|exec|time|[A-Za-z_]\w*=\S*)$/;
const NO_COMMAND = /^(?:for|case|esac|in|fi|done|function)$/;

/** Programs that a script starts, as far as they can be read without running it. */
function programsOf(script: string): readonly string[] {
  // What is quoted holds no commands that this could see.
  const plain = script.replace(/'[^']*'|"[^"]*"/g, 'quoted').replace(/\$\(|`/g, ';');
  const names = plain.split(/[;&|\n()]+/).flatMap((part) => {
    const words = part.trim().split(/\s+/);
    const first = words.find((word) => !BEFORE.test(word));
    const program = first !== undefined && /^[\w./+-]+$/.test(first) && first !== 'quoted';
    return program && !BUILT_IN.has(first) && !NO_COMMAND.test(first) && words[0] !== 'for' ? [first] : [];
  });
  return [...new Set(names)];
}
