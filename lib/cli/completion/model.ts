import type { Command, Option } from 'commander';

/** A word that can be completed, with what it means. */
export interface Word {
  readonly word: string;
  readonly description: string;
}

/** An option of a command. */
export interface OptionWords {
  /** All ways to write it, such as `-v` and `--verbose`. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** What the value can be; empty when it can be anything. */
  readonly choices: readonly string[];
}

/** What can stand after one command. */
export interface CompletionNode {
  /** The words of the command, each with a blank before it: the empty string for the program, ` check apparmor`. */
  readonly at: string;
  /** Words of commands below this one, and choices of its argument. */
  readonly words: readonly Word[];
  readonly commands: readonly string[];
  readonly options: readonly OptionWords[];
}

/** Everything that shells can complete. */
export interface CompletionModel {
  readonly program: string;
  readonly nodes: readonly CompletionNode[];
}

/** Reads the model off the program itself, so that it never tells of other commands than there are. */
export function completionModel(program: Command): CompletionModel {
  return { program: program.name(), nodes: nodesOf(program, '') };
}

function nodesOf(command: Command, at: string): readonly CompletionNode[] {
  const help = command.createHelp();
  const below = help.visibleCommands(command);
  const commands = below.map((sub) => ({ word: sub.name(), description: sub.summary() || sub.description() }));
  const choices = command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((word) => ({ word, description })),
  );
  const node: CompletionNode = {
    at,
    words: [...commands, ...choices],
    commands: commands.map(({ word }) => word),
    options: help.visibleOptions(command).map(optionWords),
  };
  return [node, ...below.flatMap((sub) => nodesOf(sub, `${at} ${sub.name()}`))];
}

function optionWords({ short, long, description, required, optional, argChoices = [] }: Option): OptionWords {
  const flags = [short, long].filter((flag) => flag !== undefined && flag !== null);
  return { flags, description, takesValue: required || optional, choices: argChoices };
}
