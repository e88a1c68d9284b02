/** Is this code unit a blank, a tab or the end of a line? No other character counts as blank in YAML. */
export function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The first place behind blanks, line ends and comments. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (isBlank(text, at)) at += 1;
    if (text[at] !== '#') return at;
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  }
}

/** The place behind the last character before `to` that is no blank; not before `from`. */
export function trimEnd(text: string, from: number, to: number): number {
  let end = Math.min(to, text.length);
  while (end > from && isBlank(text, end - 1)) end -= 1;
  return end;
}

/** `&anchor`, `!tag` or `!<tag>` before a value. */
const PROPERTY = /&[^\s,[\]{}]+|!(?:<[^>]*>|[^\s,[\]{}]*)/y;
const ALIAS = /\*([^\s,[\]{}]+)/y;

/** Where a value begins, behind its anchor and tag; and where these end, when there are some. Looks no further than `to`. */
export function skipProperties(
  text: string,
  from: number,
  to: number,
): { readonly start: number; readonly behind?: number } {
  let start = skipBlanks(text, from);
  let behind: number | undefined;
  while (start < to) {
    PROPERTY.lastIndex = start;
    if (!PROPERTY.test(text)) break;
    behind = PROPERTY.lastIndex;
    start = skipBlanks(text, behind);
  }
  return behind === undefined ? { start } : { start, behind };
}

/** The name of the alias at a place. */
export function aliasAt(text: string, at: number): string | undefined {
  ALIAS.lastIndex = at;
  return ALIAS.exec(text)?.[1];
}
