import { readFileSync } from 'node:fs';
import { checkObject, mustBeText, required } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import { DiagnosticError } from '../diagnostics/diagnostic-error';

/** What a file is for, in messages. */
export interface TextFile {
  /** Code of the problem that it cannot be read. */
  readonly code: string;
  /** Such as `the profile`. */
  readonly noun: string;
  /** A byte order mark stays in the text, for a reader that has something to say about it. */
  readonly keepsMark?: boolean;
}

/**
 * The text of a file that a construct was given.
 *
 * @param path of the construct
 * @throws DiagnosticError HELM1050 for what is no name of a file, and the code of the file when there is no text to be had.
 */
export function readTextFile(file: string, path: string, { code, noun, keepsMark = false }: TextFile): string {
  const problems = new DiagnosticCollector();
  checkObject({ file }, { file: required(mustBeText) }, { path }, 'HELM1050', problems.report);
  problems.throwIfErrors();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepsMark }).decode(readFileSync(file));
  } catch (cause) {
    const { code: fault, message: said } = cause as NodeJS.ErrnoException;
    const reason = fault === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8 text' : said;
    const message = `${noun} cannot be read: ${reason}`;
    const hint = 'look at its path (it is looked up from the folder where the program runs) and rights';
    throw new DiagnosticError([{ code, severity: 'error', message, hint, place: { file, path } }], { cause });
  }
}
