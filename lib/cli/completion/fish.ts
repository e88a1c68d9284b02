import type { CompletionModel, CompletionNode } from './model';
import { functionName } from './quote';

/** For fish 3 and later. */
export function fish({ program, nodes }: CompletionModel): string {
  const name = `_${functionName(program)}_at`;
  const commands = nodes.slice(1).map(({ at }) => quote(at));
  const lines = nodes.flatMap((node) => [
    ...words(node, program, name),
    ...node.options.map(({ flags, description, takesValue, choices }) =>
      [
        `complete -c ${program} -n ${quote(`${name} ${quote(node.at)}`)}`,
        ...flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)),
        ...(takesValue ? ['-x'] : []),
        ...(choices.length === 0 ? [] : [`-a ${quote(choices.join(' '))}`]),
        `-d ${quote(description)}`,
      ].join(' '),
    ),
  ]);
  return `# fish completion for ${program}
function ${name}
  set -l at ''
  set -l words (commandline -opc)
  for word in $words[2..-1]
    switch "$at $word"
      case ${commands.join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

/** Commands and choices. Where there are some, file names are no answer. */
function words({ at, words }: CompletionNode, program: string, name: string): readonly string[] {
  return words.map(
    ({ word, description }) =>
      `complete -c ${program} -n ${quote(`${name} ${quote(at)}`)} -f -a ${quote(word)} -d ${quote(description)}`,
  );
}

/** In single quotes fish knows two escapes. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
