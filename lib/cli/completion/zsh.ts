import type { CompletionModel, Word } from './model';
import { functionName, quote } from './quote';

/** For zsh, as a file in `fpath` or sourced. */
export function zsh({ program, nodes }: CompletionModel): string {
  const name = functionName(program);
  const commands = nodes.slice(1).map(({ at }) => quote(at));
  const values = nodes.flatMap(({ at, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, choices }) => {
        const patterns = flags.map((flag) => quote(`${at}:${flag}`)).join('|');
        const action = choices.length === 0 ? ':' : `compadd -- ${choices.map(quote).join(' ')}`;
        return `    ${patterns}) ${action}; return ;;`;
      }),
  );
  const described = nodes.map(({ at, words, options }) => {
    const flags = options.flatMap((option) =>
      option.flags.map((word): Word => ({ word, description: option.description })),
    );
    return `    ${quote(at)})
      words_here=(${words.map(entry).join(' ')})
      options_here=(${flags.map(entry).join(' ')})
      ;;`;
  });
  return `#compdef ${program}
# zsh completion for ${program}
${name}() {
  local at='' word
  local -a words_here options_here
  integer index
  for ((index = 2; index < CURRENT; index++)); do
    word="\${words[index]}"
    case "$at $word" in
      ${commands.join(' | ')}) at="$at $word" ;;
    esac
  done
  case "$at:\${words[CURRENT - 1]}" in
${values.join('\n')}
  esac
  case "$at" in
${described.join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe -o option options_here
  elif ((\${#words_here})); then
    _describe word words_here
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == ${name} ]]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

/** A word and its meaning, with a colon between them. */
function entry({ word, description }: Word): string {
  return quote(`${word.replaceAll(':', '\\:')}:${description}`);
}
