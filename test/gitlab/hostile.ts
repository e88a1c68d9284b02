/** Texts that a shell would run, split or take for an option, if a script let it. Each would make a file `EXECUTED`. */
export const HOSTILE: readonly string[] = [
  '$(touch EXECUTED)',
  '`touch EXECUTED`',
  '"; touch EXECUTED; "',
  "'; touch EXECUTED; '",
  "it's; touch EXECUTED",
  '; touch EXECUTED #',
  '&& touch EXECUTED',
  '| touch EXECUTED',
  '> EXECUTED',
  'with a space',
  '--post-renderer=touch',
  '-x',
  'two\ntouch EXECUTED',
];
