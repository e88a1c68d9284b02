import type { CompletionModel } from './model';
import { functionName, quote } from './quote';

/** For bash 3.2 (macOS) and later. Where no word fits, bash completes file names. */
export function bash({ program, nodes }: CompletionModel): string {
  const name = functionName(program);
  const commands = nodes.slice(1).map(({ at }) => quote(at));
  const values = nodes.flatMap(({ at, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, choices }) => {
        const patterns = flags.map((flag) => quote(`${at}:${flag}`)).join('|');
        return `    ${patterns}) words=${quote(choices.join(' '))} ;;`;
      }),
  );
  const words = nodes.map((node) => {
    const all = [...node.words.map(({ word }) => word), ...node.options.flatMap(({ flags }) => flags)];
    return `        ${quote(node.at)}) words=${quote(all.join(' '))} ;;`;
  });
  return `# bash completion for ${program}
${name}() {
  local at='' words='' word index current previous
  current="\${COMP_WORDS[COMP_CWORD]}"
  previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  # bash takes --option=value for three words.
  if [[ "$current" == '=' ]]; then
    current=''
  elif [[ "$previous" == '=' ]]; then
    previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "$at $word" in
      ${commands.join(' | ')}) at="$at $word" ;;
    esac
  done
  case "$at:$previous" in
${values.join('\n')}
    *)
      case "$at" in
${words.join('\n')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F ${name} ${program}
`;
}
