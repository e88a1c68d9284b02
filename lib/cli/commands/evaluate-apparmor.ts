import type { Command } from 'commander';
import type { Answer, Next } from '../../apparmor/language/evaluate/answer';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import type { AskedAct, Evaluated, NamedText } from '../evaluate-apparmor';
import { UsageError } from '../failure';
import { addIncludeOption, requireFolders } from '../include-folders';
import { readInput, STDIN } from '../inputs';
import { EXIT, type Io } from '../io';
import { painterFor } from '../painter';
import { addTargetOption } from '../report-options';
import { resolveTargets } from '../settings';
import type { Targets } from '../targets';
import type { CommandRow } from './row';

interface EvaluateOptions {
  readonly act?: readonly string[];
  readonly acts?: string;
  readonly include?: readonly string[];
  readonly json?: boolean;
  readonly profile?: string;
  readonly target?: Partial<Targets>;
}

const ACTS_HELP = `
An act is what a process under the profile tries, in words or as a JSON object,
such as {"kind":"open","path":"/etc/passwd","access":["r"]}:
  open PATH LETTERS [owner]      letters of r w a k m; creating, removing, renaming and truncating are w
  exec PATH [owner]              link PATH TARGET [owner]
  capability NAME                socket ACCESS DOMAIN TYPE
  signal send|receive SIGNAL PEER   ptrace read|trace|readby|tracedby PEER
  mount SOURCE TARGET [FSTYPE [FLAGS]]   umount TARGET   pivot_root NEWROOT OLDROOT
  change_profile TARGET [EXEC]   change_hat HAT
  unix ACCESS TYPE [ADDRESS]     dbus ACCESS BUS [NAME …]   mqueue ACCESS posix|sysv NAME LABEL
  userns                         io_uring sqpoll|override_creds [LABEL]

Exit code 1: an act is denied.`;

export const evaluateApparmor: CommandRow = {
  name: 'evaluate apparmor',
  summary: 'tell what the kernel answers to acts under an AppArmor profile, and by which rule',
  examples: [
    { args: "evaluate apparmor nginx.aa --act 'exec /bin/sh'", does: 'may it start a shell?' },
    {
      args: "evaluate apparmor nginx.aa --act 'open /etc/passwd w' --act 'socket create inet raw'",
      does: 'several acts',
    },
    {
      args: 'evaluate apparmor nginx.aa --profile nginx//worker --acts acts.txt',
      does: 'acts of a file, one in a line',
    },
    { args: 'evaluate apparmor nginx.aa --acts - --json < acts.jsonl', does: 'for programs' },
  ],
  define: (command: Command, io: Io) => {
    addIncludeOption(addTargetOption(command))
      .option('--act <act>', 'an act; may be given more than once', collect)
      .option('--acts <file>', 'a file with an act in each line; - is standard input')
      .option('--profile <name>', 'name of the profile, with its parents: a//b (default: the only one)')
      .option('--json', 'JSON Lines, one object per act')
      .addHelpText('after', ACTS_HELP)
      .argument('<files...>', 'files with the profile, or - for standard input')
      .action((files: string[], options: EvaluateOptions) => run(files, options, io));
  },
};

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

async function run(files: readonly string[], options: EvaluateOptions, io: Io): Promise<void> {
  if ([...files, options.acts].filter((file) => file === STDIN).length > 1)
    throw new UsageError('standard input can be read only once');
  const acts: readonly AskedAct[] = [
    ...(options.act ?? []).map((text) => ({ text })),
    ...(options.acts === undefined ? [] : linesOf(await readText(options.acts, io))),
  ];
  if (acts.length === 0)
    throw new UsageError("there is nothing to evaluate: give --act, such as --act 'exec /bin/sh', or --acts");
  const policies = await Promise.all(files.map((file) => readText(file, io)));
  const { apparmor: version } = await resolveTargets(options.target, io);
  const { evaluateActs, rulesOf } = await import('../evaluate-apparmor.js');
  const includes = options.include ?? [];
  requireFolders(includes, io);
  const found = evaluateActs({
    policies,
    acts,
    includes,
    version,
    ...(options.profile !== undefined && { profile: options.profile }),
  });
  for (const each of found)
    io.stdout.write(
      options.json === true ? asJson(each, rulesOf(each.answer)) : asText(each, rulesOf(each.answer), io),
    );
  if (found.some(({ answer }) => !answer.allowed)) io.exit(EXIT.FINDINGS);
}

async function readText(file: string, io: Io): Promise<NamedText> {
  const text = await readInput(file, io);
  if (typeof text !== 'string') throw new DiagnosticError([text]);
  return { file, text };
}

/** Empty lines and comments are no acts. */
function linesOf({ file, text }: NamedText): readonly AskedAct[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (/^\s*(#|$)/.test(line) ? [] : [{ text: line, place: { file, line: index + 1 } }]));
}

type Rules = readonly { readonly file?: string; readonly line?: number; readonly text: string }[];

function asJson({ profile, act, answer: { entries: _, ...answer } }: Evaluated, rules: Rules): string {
  return `${JSON.stringify({ profile, act, ...answer, rules })}\n`;
}

const WHY: Readonly<Record<Answer['why'], string>> = {
  allowed: 'a rule allows it',
  'no-rule': 'no rule allows it',
  denied: 'a deny rule forbids it',
  complain: 'complain mode lets it through',
  unmediated: 'nobody looks: no rule of this version speaks of it, or the profile is unconfined',
  'no-profile': 'the profile to change to is not there',
};
const LOG: Readonly<Record<Answer['log'], string>> = {
  none: 'not logged',
  audit: 'logged as AUDIT',
  denied: 'logged as DENIED',
  allowed: 'logged as ALLOWED',
};

function asText({ asked, answer }: Evaluated, rules: Rules, io: Io): string {
  const painter = painterFor(io.stdout, io.env);
  const verdict = answer.allowed ? painter('good', 'allowed') : painter('error', 'denied');
  const next = answer.next === undefined ? '' : `; then ${nextWords(answer.next)}`;
  const lines = rules.map(({ file, line, text }) => `  ${painter('place', `${file ?? '-'}:${line ?? 1}`)}: ${text}\n`);
  return `${verdict}: ${asked.trim()}: ${WHY[answer.why]}, ${LOG[answer.log]}${next}\n${lines.join('')}`;
}

function nextWords(next: Next): string {
  switch (next.kind) {
    case 'inherit':
      return 'under the same profile';
    case 'unconfined':
      return 'unconfined';
    case 'profile':
      return `under the profile ${next.name}`;
    case 'attached':
      return `under the profile that is attached to it (none: ${next.otherwise})`;
    case 'learning':
      return 'under a profile that learns';
  }
}
