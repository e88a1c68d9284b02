import { type Painter, plainPainter, type Role } from '../../diagnostics/painter';
import { visible } from '../../diagnostics/visible';
import { formatChanges } from '../diff/print';
import type { AppliedRelease } from './apply';

type Action = AppliedRelease['action'];

const WORDS: Readonly<Record<Action, readonly [Role, (release: AppliedRelease) => string]>> = {
  unchanged: ['good', ({ to }) => (to === undefined ? 'unchanged' : `unchanged, revision ${to}`)],
  configured: ['good', () => 'configured'],
  installed: ['good', ({ to }) => `installed, revision ${to ?? '?'}`],
  upgraded: ['good', ({ from, to }) => `upgraded from revision ${from ?? '?'} to ${to ?? '?'}`],
  uninstalled: ['good', ({ from }) => `uninstalled, it was revision ${from ?? '?'}`],
  failed: [
    'error',
    ({ namespace, from, to }) =>
      namespace === ''
        ? 'failed; a part of this may have been changed'
        : `failed; revision ${from ?? 'none'} before, ${to ?? 'none'} now`,
  ],
  'not reached': ['warning', ({ from }) => `not changed (revision ${from ?? 'none'}), although it differs`],
};

/** What happened to one release, as text that ends with a newline. */
export function formatApplied(release: AppliedRelease, paint: Painter = plainPainter): string {
  const [role, words] = WORDS[release.action];
  const name = release.namespace === '' ? release.release : `${release.namespace}/${release.release}`;
  const lines = [
    `${paint('place', visible(name))}: ${paint(role, words(release))}`,
    ...formatChanges(release.changes, 'project').map((line) => `  ${line}`),
    ...release.leftovers.map(
      (place) => `  ${paint('warning', 'warning:')} still different: ${visible(place)} [PROJECT1017]`,
    ),
    ...release.notes.map((note) => `  ${paint('note', 'note:')} ${visible(note)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
