/** Pieces of a text: lines first, then words, then characters. */
const CUTS: readonly ((text: string) => readonly string[])[] = [
  (text) => text.split(/(?<=\n)/),
  (text) => text.match(/\s+|[A-Za-z0-9_]+|[^\sA-Za-z0-9_]/g) ?? [],
  (text) => [...text],
];

/**
 * The shortest text that delta debugging finds which still `fails`. Candidates are tried in batches, because the real
 * parsers judge many texts at once.
 */
export async function minimise(
  text: string,
  fails: (candidates: readonly string[]) => Promise<readonly boolean[]>,
): Promise<string> {
  let smallest = text;
  for (const cut of CUTS) {
    let pieces = cut(smallest);
    let size = Math.max(1, Math.ceil(pieces.length / 2));
    while (size >= 1) {
      const candidates: (readonly string[])[] = [];
      for (let at = 0; at < pieces.length; at += size) {
        candidates.push([...pieces.slice(0, at), ...pieces.slice(at + size)]);
      }
      const failing = await fails(candidates.map((each) => each.join('')));
      const found = candidates.find((_, index) => failing[index]);
      if (found !== undefined) {
        pieces = found;
        size = Math.min(size, Math.max(1, Math.ceil(pieces.length / 2)));
      } else if (size === 1) {
        break;
      } else {
        size = Math.floor(size / 2);
      }
    }
    smallest = pieces.join('');
  }
  return smallest;
}
