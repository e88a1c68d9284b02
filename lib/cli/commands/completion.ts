import { Argument, type Command } from 'commander';
import { SCRIPTS, SHELLS, type Shell } from '../completion';
import { completionModel } from '../completion/model';
import { parseName } from '../report-options';
import type { CommandRow } from './row';

export const completion: CommandRow = {
  name: 'completion',
  summary: 'print the script that completes commands and options in a shell',
  examples: [
    { args: 'completion bash > /etc/bash_completion.d/container-security', does: 'for all users of bash' },
    { args: 'completion zsh > "$fpath[1]/_container-security"', does: 'for zsh' },
    { args: 'completion fish > ~/.config/fish/completions/container-security.fish', does: 'for fish' },
  ],
  define: (command, io) => {
    command
      .addArgument(new Argument('<shell>', 'the shell').choices([...SHELLS]).argParser(parseName(SHELLS)))
      .action((shell: Shell) => io.stdout.write(SCRIPTS[shell](completionModel(rootOf(command)))));
  },
};

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
