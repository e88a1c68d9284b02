/**
 * The values of a variable as one text, as apparmor_parser puts them in: several become `{a,b}`, without the slashes that
 * would be doubled at its edges.
 */
export function alternation(values: readonly string[], slashBefore: boolean, slashAfter: boolean): string {
  const trimmed = values.map((value) => withoutSlashes(value, slashBefore, slashAfter));
  return trimmed.length === 1 ? (trimmed[0] ?? '') : `{${trimmed.join(',')}}`;
}

/** A regular expression for slashes at the end would begin anew at each slash in the middle. */
function withoutSlashes(text: string, first: boolean, last: boolean): string {
  let [start, end] = [0, text.length];
  while (first && start < end && text[start] === '/') start += 1;
  while (last && start < end && text[end - 1] === '/') end -= 1;
  return text.slice(start, end);
}
