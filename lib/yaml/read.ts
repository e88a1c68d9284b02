import { YAMLException } from 'js-yaml';
import { Builder } from './build';
import { DIALECTS, type DialectName } from './dialect';
import { type Frame, MAX_DEPTH, readFrames } from './frames';
import type { YamlProblem, YamlText } from './node';

/** Reads all documents of a text, with the place of every value. Never throws because of the text. */
export function readYaml(text: string, dialect: DialectName): YamlText {
  const frames: Frame[] = [];
  const fatal = problemOf(text, () => readFrames(text, frames));
  const builder = new Builder(text, DIALECTS[dialect]);
  const documents = frames.map((frame) => builder.document(frame));
  const problems = [...builder.problems].sort((a, b) => a.start - b.start);
  return { documents, problems: fatal === undefined ? problems : [...problems, fatal] };
}

function problemOf(text: string, read: () => void): YamlProblem | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const shift = text.startsWith('\ufeff') ? 1 : 0;
    const at = Math.min((error.mark?.position ?? 0) + shift, text.length);
    const place = { start: at, end: at };
    return /^nesting exceeded/.test(error.reason)
      ? { kind: 'depth', message: `lists and maps stand in each other more than ${MAX_DEPTH} deep`, ...place }
      : { kind: 'syntax', message: error.reason, ...place };
  }
}
