const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Where a name in quotes ends that begins here, or -1. A quote behind a backslash belongs to the name as long as another
 * one closes it; else the name ends there. It may hold newlines, not NUL.
 */
export function endOfQuoted(text: string, start: number): number {
  let last = -1;
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0) return last;
    if (code !== QUOTE) continue;
    if (text.charCodeAt(at - 1) !== BACKSLASH) return at + 1;
    last = at + 1;
  }
  return last;
}
