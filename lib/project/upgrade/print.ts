import { type Painter, plainPainter, type Role } from '../../diagnostics/painter';
import { visible } from '../../diagnostics/visible';
import { CHART_VERSIONS } from './chart-versions';
import { isNewer, type Row, type Upgrade } from './upgrade';

const HEAD = ['application', 'chart', 'pinned', 'newest'] as const;

/** A table of all applications, then what was done. Empty for a project with no chart of somebody else. */
export function formatUpgrade({ rows, written, problems }: Upgrade, paint: Painter = plainPainter): string {
  if (rows.length === 0) return 'No chart of somebody else is pinned here.\n';
  const cells = rows.map((row) => [row.application, row.chart, row.pinned, newestOf(row)].map(visible));
  const widths = HEAD.map((title, at) => Math.max(title.length, ...cells.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = [paint('place', line(HEAD)), ...cells.map((row, at) => paint(roleOf(rows[at]), line(row)))];
  return `${lines.join('\n')}\n${ending(rows, written, problems)}\n`;
}

function newestOf({ pinned, newest, beyond }: Row): string {
  const word = newest === undefined ? 'not known' : newest === pinned ? '=' : `→ ${newest}`;
  return beyond === undefined ? word : `${word} (${beyond} with --major)`;
}

function roleOf(row: Row | undefined): Role {
  if (row === undefined || row.newest === undefined) return 'error';
  return isNewer(row) ? 'warning' : 'good';
}

function ending(rows: readonly Row[], written: readonly string[], problems: Upgrade['problems']): string {
  if (written.includes(CHART_VERSIONS)) {
    return `Written: ${written.join(', ')}. Run the program that writes the project (npm run synth): it takes "chartVersions" from there.`;
  }
  if (written.length > 0) return `Written: ${written.join(', ')}.`;
  const failed = problems.some(({ severity }) => severity === 'error');
  return rows.some(isNewer) || failed ? 'Nothing was written.' : 'All pins are the newest.';
}
