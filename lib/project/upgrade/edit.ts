import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { readYaml } from '../../yaml/read';
import { itemsOf, nodeAt, textOf, wordOf } from '../../yaml/walk';
import { problem } from '../problem';
import { flaw, type Pin } from './pins';

/** A file that is to have another text. */
export interface Change {
  /** Path below the project. */
  readonly path: string;
  /** What was read; undefined where there was no file. */
  readonly before: string | undefined;
  readonly after: string;
}

/** A pin and the version that it is to have. */
export interface Raise {
  readonly pin: Pin;
  readonly version: string;
}

/** Where in its helmfile the version stands: only this is changed. A diagnostic where it does not stand there as it reads. */
function spotOf(pin: Pin): { readonly start: number; readonly end: number } | Diagnostic {
  const { release, version, application } = pin;
  const node = nodeAt(release.node, ['version']);
  const written = node === undefined ? '' : release.helmfile.text.slice(node.start, node.end);
  const at = written.search(/[^"']/);
  if (node !== undefined && at <= 1 && written.startsWith(version, at)) {
    return { start: node.start + at, end: node.start + at + version.length };
  }
  const message = `the pin of ${application} cannot be raised: its version comes from elsewhere, such as an alias`;
  return flaw(release, message, 'write it at the release');
}

/** The texts of helmfiles with new versions; every other character stays. Or what cannot be done. */
export function editHelmfiles(raises: readonly Raise[]): {
  readonly changes: Change[];
  readonly problems: Diagnostic[];
} {
  const problems: Diagnostic[] = [];
  const files = new Map<string, Raise[]>();
  for (const raise of raises) {
    const { path } = raise.pin.release.helmfile;
    files.set(path, [...(files.get(path) ?? []), raise]);
  }
  const changes = [...files].flatMap(([path, own]): readonly Change[] => {
    const before = own[0]?.pin.release.helmfile.text ?? '';
    const spots = own.flatMap(({ pin, version }) => {
      const spot = spotOf(pin);
      if ('code' in spot) problems.push(spot);
      return 'code' in spot ? [] : [{ ...spot, version }];
    });
    // From the end on: what was found further up stays where it is.
    const after = spots
      .sort((a, b) => b.start - a.start)
      .reduce((text, { start, end, version }) => text.slice(0, start) + version + text.slice(end), before);
    const anchored = own.find(({ pin }) => !isOnlyRaised(before, after, own, pin));
    if (spots.length < own.length || anchored === undefined) return [{ path, before, after }];
    const message = `the pin of ${anchored.pin.application} cannot be raised: others in the file take their version from there`;
    problems.push(flaw(anchored.pin.release, message, 'give each release a version of its own'));
    return [];
  });
  return { changes, problems };
}

/** Whether the releases of a file have the versions that they are to have, and all others what they had. */
function isOnlyRaised(before: string, after: string, raises: readonly Raise[], { release }: Pin): boolean {
  const wanted = new Map(raises.map(({ pin, version }) => [idOf(pin.release), version]));
  const old = versionsIn(before).map(([id, version]) => [id, wanted.get(id) ?? version]);
  return wanted.has(idOf(release)) && JSON.stringify(old) === JSON.stringify(versionsIn(after));
}

const idOf = ({
  namespace = 'default',
  name,
}: {
  readonly namespace?: string | undefined;
  readonly name: string;
}): string => `${namespace}/${name}`;

function versionsIn(text: string): readonly (readonly [id: string, version: string | undefined])[] {
  const { documents } = readYaml(text, 'helm');
  const releases = documents.flatMap((document) => itemsOf(nodeAt(document, ['releases'])));
  return releases.map((release) => {
    const [namespace, name = ''] = ['namespace', 'name'].map((key) => textOf(nodeAt(release, [key])));
    return [idOf({ namespace, name }), wordOf(nodeAt(release, ['version']))] as const;
  });
}

/** Writes all of them, or none. Throws a DiagnosticError when one has changed since it was read. */
export function writeChanges(root: string, changes: readonly Change[]): void {
  const now = (path: string): string | undefined =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  const stale = changes.find(({ path, before }) => now(path) !== before);
  if (stale !== undefined) {
    throw problem('PROJECT1206', `${stale.path} has changed meanwhile: nothing was written`, 'run it again');
  }
  const done: Change[] = [];
  try {
    for (const change of changes) {
      done.push(change);
      writeFileSync(join(root, change.path), change.after);
    }
  } catch (error) {
    for (const { path, before } of done) {
      if (before === undefined) rmSync(join(root, path), { force: true });
      else writeFileSync(join(root, path), before);
    }
    throw error;
  }
}
