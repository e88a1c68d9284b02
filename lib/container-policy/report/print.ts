import { ENFORCERS } from '../enforcers';
import type { EnforcementReport, Verdict } from './model';

/** A table of words, and the notes that its cells point at. */
interface Table {
  /** First the head; one row for each property. */
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

function tableOf(report: EnforcementReport): Table {
  const notes: string[] = [];
  const mark = (sentences: readonly string[]): string => {
    const numbers = sentences.map((sentence) => {
      if (!notes.includes(sentence)) notes.push(sentence);
      return notes.indexOf(sentence) + 1;
    });
    return numbers.length === 0 ? '' : ` (${numbers.join(', ')})`;
  };
  const cell = ({ answer, reasons }: Verdict): string => (answer === 'nothing' ? '-' : `${answer}${mark(reasons)}`);
  const head = [titleOf(report), ...ENFORCERS.map(({ title }) => title)];
  const rows = report.rows.map(({ property, verdicts }) => [property, ...verdicts.map(cell)]);
  return { rows: [head, ...rows], notes };
}

/** What a report is about: the policy, and the container when it has rules of its own. */
export function titleOf({ policy, container }: EnforcementReport): string {
  return container === undefined ? policy : `${policy}, ${container}`;
}

const MODES = {
  audit: 'mode audit: nothing is blocked, and the profile of the runtime, which blocks a little, is not in force',
  enforce: 'mode enforce: what is blocked fails with "Permission denied", and the node logs it',
} as const;

/** What stands below the table, one sentence a line. */
function remarksOf(report: EnforcementReport): readonly string[] {
  const needs = ENFORCERS.flatMap(({ name, title }) => {
    const all = report.rows.flatMap(({ verdicts }) => verdicts.filter(({ enforcer }) => enforcer === name));
    return [...new Set(all.flatMap((verdict) => verdict.needs))].map((need) => `${title} needs ${need}`);
  });
  const without = report.nodes.filter(({ apparmor }) => !apparmor).map(({ name }) => name);
  return [
    MODES[report.mode],
    ...needs,
    `nodes without AppArmor (the first column is empty there): ${without.join('; ')}`,
    ...report.commands.flatMap(({ command, works, reason = '' }) =>
      works ? [] : [`will not work: ${inOneLine(command)}: ${reason}`],
    ),
  ];
}

/** A script of several lines must not look like lines of the report. */
const inOneLine = (command: readonly string[]): string => command.join(' ').replace(/\s+/g, ' ').trim();

/** The report as people read it in a terminal, without a line break at its end. */
export function reportAsText(report: EnforcementReport): string {
  const { rows, notes } = tableOf(report);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...notes.map((note, index) => `(${index + 1}) ${note}`), ...remarksOf(report)].join('\n');
}

/** The report as Markdown, for a README. */
export function reportAsMarkdown(report: EnforcementReport): string {
  const { rows, notes } = tableOf(report);
  const says = report.rows.map((row) => row.says);
  const withWords = rows.map(([name = '', ...cells], index) => [
    name,
    index === 0 ? 'the policy says' : (says[index - 1] ?? ''),
    ...cells,
  ]);
  const lines = withWords.map(
    (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('*', '\\*')).join(' | ')} |`,
  );
  const [head = '', ...body] = lines;
  const rule = `|${'---|'.repeat(withWords[0]?.length ?? 0)}`;
  const below = [
    ...notes.map((note, index) => `${index + 1}. ${note}`),
    '',
    ...[...limitsOf(report), ...remarksOf(report)].map((line) => `- ${line.replaceAll('*', '\\*')}`),
  ];
  return [head, rule, ...body, '', ...below].join('\n');
}

/** Where each answer ends, once. */
function limitsOf(report: EnforcementReport): readonly string[] {
  const all = report.rows.flatMap(({ verdicts }) => verdicts.filter(({ answer }) => answer !== 'nothing'));
  return [...new Set(all.flatMap(({ limits }) => limits))];
}
