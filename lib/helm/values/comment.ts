/** Controls, the line breaks that only YAML knows, marks that turn the order of letters around. */
const NOT_IN_COMMENT =
  /[^\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Text as comment lines of at most `width` columns, broken at blanks only. `first` follows the `# ` of the first line:
 * `-- ` is how helm-docs finds a description. Line breaks of the text stay; control characters and the line breaks that
 * only YAML knows become blanks, or the comment would end there. A word that starts with `@` or `--` never starts a line:
 * helm-docs would take it for an order.
 */
export function commentLines(text: string, first: string, width: number): readonly string[] {
  const clean = text.replace(/\r\n?/g, '\n').replace(NOT_IN_COMMENT, ' ');
  return (first + clean)
    .trim()
    .split('\n')
    .flatMap((paragraph) => wrapped(paragraph, Math.max(width - 2, 20)))
    .map((line) => (line === '' ? '#' : `# ${line}`));
}

function wrapped(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.trim().split(/ +(?!@|--)/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
