import { Command } from 'commander';
import { COMMANDS, type CommandRow, GROUPS } from './commands';
import { reportFailure } from './failure';
import type { Io } from './io';
import { PROGRAM, readTool } from './tool';

/**
 * The whole command line as a commander program. It writes to `io` only, and throws commander's errors instead of
 * ending the process; {@link run} turns them into exit codes.
 */
export function buildProgram(io: Io, commands: readonly CommandRow[] = COMMANDS): Command {
  const program = new Command(PROGRAM)
    .description('Checks, installs and watches container security: AppArmor, pod security, network policies, Falco.')
    .version(readTool().version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({ writeOut: io.stdout.write, writeErr: io.stderr.write });
  for (const row of commands) {
    const command = commandFor(program, row.name.split(' ')).description(sentence(row.summary)).summary(row.summary);
    row.define(command, io);
  }
  for (const command of allCommands(program)) {
    const words = wordsOf(command);
    command
      .addHelpText('after', exampleText(commands, words.join(' ')))
      .showHelpAfterError(`(help: ${[PROGRAM, ...words, '--help'].join(' ')})`);
  }
  return program.addHelpText('after', EXIT_CODES);
}

/** Parses the arguments (without node and script), runs the command and hands the exit code to `io`. Never throws. */
export async function run(args: readonly string[], io: Io, commands: readonly CommandRow[] = COMMANDS): Promise<void> {
  try {
    await buildProgram(io, commands).parseAsync([...args], { from: 'user' });
  } catch (error) {
    io.exit(reportFailure(error, io));
  }
}

const EXIT_CODES = `
Exit codes:
  0  fine
  1  findings: something was refused (with --strict: or warned about)
  2  wrong usage, or an input that cannot be read`;

/** Finds or makes the command with these words, and the groups above it. */
function commandFor(parent: Command, [first = '', ...rest]: readonly string[]): Command {
  const known = parent.commands.find((command) => command.name() === first);
  const command = known ?? parent.command(first);
  if (rest.length === 0) return command;
  const about = GROUPS[first] ?? '';
  return commandFor(command.description(sentence(about)).summary(about), rest);
}

/** The examples of a command; for a group, the first one of each command in it. */
function exampleText(commands: readonly CommandRow[], name: string): string {
  const own = commands.filter((row) => row.name === name);
  const below = commands.filter((row) => name === '' || row.name.startsWith(`${name} `));
  const examples =
    own.length > 0 ? own.flatMap((row) => row.examples) : below.flatMap((row) => row.examples.slice(0, 1));
  return ['', 'Examples:', ...examples.map(({ args, does }) => `  $ ${PROGRAM} ${args}\n      ${does}`)].join('\n');
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** The words that call a command, without the program. */
function wordsOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...wordsOf(command.parent), command.name()];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
