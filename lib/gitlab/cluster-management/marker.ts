import { OURS } from '../../helm/files/chart-yaml';
import type { TextFile } from '../text-file';

/** Markdown has other comments. */
const MARKDOWN = `<!-- ${OURS.replace(/^# /, '')} -->`;

const markerOf = (path: string): string => (path.endsWith('.md') ? MARKDOWN : OURS);

/** A file that begins with the line by which the next run knows it. */
export function marked(path: string, text: string): TextFile {
  return { path, text: `${markerOf(path)}\n${text}` };
}

/** Whether a text was written by us. Whoever takes the line away keeps the file. */
export function isMarked(path: string, text: string): boolean {
  return text.replace(/^\ufeff/, '').startsWith(markerOf(path));
}
