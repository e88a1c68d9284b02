/** More lines of one text help nobody in a report of many. */
const MOST = 40;

/** Where two texts of several lines part: the lines that go (`-`) and come (`+`), between what they begin and end with alike. */
export function changedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let first = 0;
  while (first < shorter && old[first] === now[first]) first += 1;
  let last = 0;
  while (last < shorter - first && old[old.length - 1 - last] === now[now.length - 1 - last]) last += 1;
  return [
    `@ line ${first + 1}`,
    ...cut(old.slice(first, old.length - last)).map((line) => `- ${line}`),
    ...cut(now.slice(first, now.length - last)).map((line) => `+ ${line}`),
  ];
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= MOST ? lines : [...lines.slice(0, MOST), `… ${lines.length - MOST} more lines`];
}
