/** A file to be written: path below its folder, and text. */
export type TextFile = { readonly path: string; readonly text: string };

/** What YAML 1.1 or an editor takes for the end of a line. */
const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/;

/** Lines as YAML comments, with an empty line after them. A line with a line break in it stays a comment. */
export function commented(lines: readonly string[]): string {
  const all = lines.flatMap((line) => line.split(LINE_END));
  return `${all.map((line) => (line === '' ? '#' : `# ${line}`)).join('\n')}\n\n`;
}
