/** A file to be written: path below its folder, and text. */
export type TextFile = { readonly path: string; readonly text: string };

/** Lines as YAML comments, with an empty line after them. */
export function commented(lines: readonly string[]): string {
  return `${lines.map((line) => (line === '' ? '#' : `# ${line}`)).join('\n')}\n\n`;
}
