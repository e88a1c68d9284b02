import { type Painter, plainPainter, type Role } from '../../diagnostics/painter';
import { visible } from '../../diagnostics/visible';
import { isSecret, type Json, nameOf } from './objects';
import type { Change, ChangeKind, ReleaseReport, ReleaseState, Report } from './report';
import { changedLines } from './text-lines';

/** Which way a change is read: from the cluster to the project, or from what was installed to the cluster. */
export type Direction = 'project' | 'drift';

/** Longer values are cut: a profile, a script. */
const MOST = 200;

const STATES: Readonly<Record<ReleaseState, readonly [Role, string]>> = {
  same: ['good', 'no difference'],
  unknown: ['warning', 'not wholly compared'],
  absent: ['good', 'not installed, as it should be'],
  new: ['warning', 'to be installed'],
  different: ['warning', 'differs'],
  uninstall: ['warning', 'to be uninstalled'],
};

/** What a change means, read in one of the two ways: a sign, and words for an object as a whole. */
const WORDS: Readonly<Record<Direction, Readonly<Record<ChangeKind, readonly [string, string]>>>> = {
  project: {
    missing: ['+', 'new'],
    'unknown-kind': ['+', 'new; the cluster does not know its kind yet'],
    foreign: ['!', 'is there already and belongs to no or another release: Helm will refuse it'],
    changed: ['~', ''],
    removed: ['-', ''],
    added: ['+', ''],
    left: ['-', 'no longer asked for'],
  },
  drift: {
    missing: ['-', 'is gone'],
    'unknown-kind': ['-', 'is gone, and its kind too'],
    foreign: ['!', 'belongs to another release'],
    changed: ['~', ''],
    removed: ['-', ''],
    added: ['+', ''],
    left: ['+', 'was not installed by this revision'],
  },
};

/** The report as text for people, ending with a newline. */
export function formatReport(report: Report, direction: Direction, paint: Painter = plainPainter): string {
  const lines = [
    ...report.releases.flatMap((each) => formatRelease(each, direction, paint)),
    ...report.notes.map((note) => noteLine('', note, paint)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

export function formatRelease(
  { release, namespace, state, changes, notes }: ReleaseReport,
  direction: Direction,
  paint: Painter = plainPainter,
): readonly string[] {
  const [role, words] = STATES[state];
  return [
    `${paint('place', visible(namespace === '' ? release : `${namespace}/${release}`))}: ${paint(role, words)}`,
    ...formatChanges(changes, direction).map((line) => `  ${line}`),
    ...notes.map((note) => noteLine('  ', note, paint)),
  ];
}

/** One line for each object, below it one for each of its fields. */
export function formatChanges(changes: readonly Change[], direction: Direction): readonly string[] {
  let last = '';
  return changes.flatMap((change) => {
    const name = visible(nameOf(change.object));
    const [sign, words] = WORDS[direction][change.what];
    if (change.path === undefined) {
      last = '';
      return [`${sign} ${name}: ${words}`];
    }
    const head = name === last ? [] : [`~ ${name}`];
    last = name;
    const [first, ...more] = valuesOf(change, direction);
    const line = `    ${sign} ${visible(change.path)}: ${first ?? ''}${byWhom(change, direction)}`;
    return [...head, line, ...more.map((text) => `        ${visible(text)}`)];
  });
}

/** One line; of a text of several lines, which of them. */
function valuesOf(change: Change, direction: Direction): readonly string[] {
  if (isSecret(change.object)) return ['(secret) differs'];
  const [before, after] = direction === 'project' ? [change.live, change.wanted] : [change.wanted, change.live];
  if (before === undefined) return [shown(after)];
  if (after === undefined) return [shown(before)];
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.trimEnd().includes('\n')) {
    return ['text', ...changedLines(before, after)];
  }
  return [`${shown(before)} → ${shown(after)}`];
}

function byWhom({ managers = [] }: Change, direction: Direction): string {
  const hands = managers.filter((name) => name !== 'helm');
  return direction === 'drift' && hands.length > 0 ? ` (by ${visible(hands.join(', '))})` : '';
}

function shown(value: Json | undefined): string {
  if (value === undefined) return '(nothing)';
  const text = visible(JSON.stringify(value));
  return text.length <= MOST ? text : `${text.slice(0, MOST)}… (${text.length} characters)`;
}

const noteLine = (indent: string, note: string, paint: Painter): string =>
  `${indent}${paint('note', 'note:')} ${visible(note)}`;
