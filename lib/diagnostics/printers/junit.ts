import { splitLines } from '../excerpt';
import { formatDiagnostic } from '../format';
import { plainPainter } from '../painter';
import { countLine, hasErrors } from '../place';
import { diagnosticsOf, reportPath, sameFile } from './located';
import type { CheckedInput, PrinterFactory, PrinterOptions } from './printer';

/**
 * JUnit XML as GitLab reads it (`artifacts:reports:junit`): one test case per input. GitLab shows the text of `failure`
 * and `error` and drops their attributes, and joins several of them without a break, so each case has one, with all
 * diagnostics as text. It tells cases apart by suite, classname and name, so the name is the file.
 */
export const junit: PrinterFactory = (options) => {
  const suite = attribute(options.suite ?? options.tool.name);
  const cases: string[] = [];
  let failures = 0;
  let errors = 0;
  return {
    input: (input) => {
      const outcome = outcomeOf(input, options);
      if (outcome === 'error') errors += 1;
      if (outcome === 'failure') failures += 1;
      cases.push(testCase(input, suite, outcome, options));
      return '';
    },
    end: () => {
      const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0" time="0"`;
      return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites ${counts}>`,
        `  <testsuite name="${suite}" ${counts}>`,
        ...cases,
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n');
    },
  };
};

type Outcome = 'error' | 'failure' | 'success';

function outcomeOf({ accepted, unreadable, diagnostics }: CheckedInput, { strict = false }: PrinterOptions): Outcome {
  if (unreadable === true) return 'error';
  if (!accepted || hasErrors(diagnostics)) return 'failure';
  return strict && diagnostics.some(({ severity }) => severity === 'warning') ? 'failure' : 'success';
}

function testCase(input: CheckedInput, suite: string, outcome: Outcome, options: PrinterOptions): string {
  const file = attribute(reportPath(input.file, options));
  const head = `    <testcase classname="${suite}" name="${file}" file="${file}" time="0"`;
  if (outcome === 'success') return `${head}/>`;
  const lines = input.text === undefined ? [] : splitLines(input.text);
  const text = diagnosticsOf(input)
    .map((diagnostic) => formatDiagnostic(diagnostic, plainPainter, sameFile(diagnostic, input) ? lines : []))
    .join('\n');
  const message = attribute(countLine(input.diagnostics));
  return [`${head}>`, `      <${outcome} message="${message}">${content(text)}</${outcome}>`, '    </testcase>'].join(
    '\n',
  );
}

/** Characters that XML 1.0 cannot hold, not even escaped. */
function legal(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const control = code < 0x20 && character !== '\t' && character !== '\n';
    return control || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff ? '\ufffd' : character;
  }).join('');
}

function content(text: string): string {
  return legal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
