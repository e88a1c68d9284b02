import type { Diagnostic } from '../diagnostic';
import { splitLines } from '../excerpt';
import { formatDiagnostic } from '../format';
import { plainPainter } from '../painter';
import { countLine, plural } from '../place';
import { visible } from '../visible';
import { diagnosticsOf, sameFile } from './located';
import type { CheckedInput, PrinterFactory } from './printer';

type Verdict = 'accepted' | 'refused' | 'unreadable';

/**
 * For people: each diagnostic with its source line and a caret, and one last line that counts:
 * `Checked 3 files: 2 accepted, 1 refused (2 errors, 1 warning)`.
 */
export const terminal: PrinterFactory = ({ painter = plainPainter, verbose = false, strict = false }) => {
  const verdicts: Record<Verdict, number> = { accepted: 0, refused: 0, unreadable: 0 };
  const all: Diagnostic[] = [];
  return {
    input: (input) => {
      const verdict = verdictOf(input);
      verdicts[verdict] += 1;
      for (const diagnostic of input.diagnostics) all.push(diagnostic);
      const lines = input.text === undefined || input.diagnostics.length === 0 ? [] : splitLines(input.text);
      const parts = diagnosticsOf(input).map((diagnostic) =>
        formatDiagnostic(diagnostic, painter, sameFile(diagnostic, input) ? lines : []),
      );
      if (verbose) {
        const role = verdict === 'accepted' ? 'good' : 'error';
        const summary = input.summary === undefined ? '' : ` (${visible(input.summary)})`;
        const name = input.file === '-' ? '<stdin>' : visible(input.file);
        parts.push(`${painter('place', `${name}:`)} ${painter(role, verdict)}${summary}`);
      }
      return parts.map((part) => `${part}\n`).join('');
    },
    end: () => {
      const names = (Object.keys(verdicts) as Verdict[]).filter((verdict) => verdicts[verdict] > 0);
      const total = names.reduce((sum, verdict) => sum + verdicts[verdict], 0);
      const words = total === 1 ? names : names.map((verdict) => `${verdicts[verdict]} ${verdict}`);
      const warned = strict && all.some(({ severity }) => severity === 'warning');
      const counts = all.length === 0 ? '' : ` (${countLine(all)}${warned ? '; warnings are findings' : ''})`;
      const role = names.every((verdict) => verdict === 'accepted') && !warned ? 'good' : 'error';
      return `${painter(role, `Checked ${plural(total, 'file')}: ${words.join(', ')}${counts}`)}\n`;
    },
  };
};

function verdictOf({ accepted, unreadable = false }: CheckedInput): Verdict {
  if (unreadable) return 'unreadable';
  return accepted ? 'accepted' : 'refused';
}
