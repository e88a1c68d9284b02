/** Generated rules of mounts. */
import type { Act } from '../../../lib/apparmor/language/evaluate/act';
import { near, pathGlob } from './globs';
import type { Random } from './random';
import { type Maker, optional, words } from './rule-words';

const FLAGS = [
  'ro',
  'nosuid',
  'nodev',
  'noexec',
  'remount',
  'bind',
  'move',
  'rbind',
  'private',
  'rprivate',
  'slave',
  'rshared',
];
const PLAIN = ['ro', 'nosuid', 'nodev', 'noexec'];
const FSTYPES = ['tmpfs', 'ext4', 'proc'];

/** A folder, as mount points are named. */
const folder = (random: Random): string => pathGlob(random).replace(/\/*$/, '/');

export const mount: Maker = (random) => {
  const [source, target] = [random.once(2) ? folder(random) : random.of(['tmpfs', '/dev/a', 'none']), folder(random)];
  const command = random.of(['', '', 'remount', 'bind', 'rbind', 'move', 'private', 'rprivate', 'slave', 'rshared']);
  const making = /private|slave|shared/.test(command);
  const set = words(command, ...(random.once(2) ? random.some(PLAIN) : []))
    .split(' ')
    .filter(Boolean);
  const options = set.length === 0 ? '' : `options=(${set.join(', ')})`;
  const loose = command === '' && random.once(4) ? `options in (${random.some(PLAIN).join(', ')})` : '';
  const type =
    command === '' && random.once(2)
      ? `fstype=${random.once(2) ? `(${FSTYPES.slice(0, 2).join(', ')})` : random.of(FSTYPES)}`
      : '';
  const places =
    making || command === 'remount'
      ? `-> ${target}`
      : random.of([source, `${source} -> ${target}`, `-> ${target}`, '']);
  return {
    text: words('mount', type, loose || options, places),
    acts: random.many(
      5,
      9,
      (): Act => ({
        kind: 'mount',
        source: near(random, source),
        target: near(random, target),
        fstype: random.of(FSTYPES),
        flags: [
          ...new Set([...(random.once(3) ? random.some(FLAGS) : set), ...(random.once(4) ? [random.of(PLAIN)] : [])]),
        ],
      }),
    ),
  };
};

export const umount: Maker = (random) => {
  const target = folder(random);
  const kind = random.of(['umount', 'remount'] as const);
  return {
    text: words(kind, kind === 'remount' && random.once(2) ? 'options=(ro)' : '', random.once(6) ? '' : target),
    acts: random.many(
      3,
      5,
      (): Act =>
        kind === 'umount'
          ? { kind, target: near(random, target) }
          : {
              kind: 'mount',
              target: near(random, target),
              flags: ['remount', ...(random.once(2) ? random.some(PLAIN) : [])],
            },
    ),
  };
};

export const pivotRoot: Maker = (random) => {
  const [newRoot, oldRoot] = [folder(random), folder(random)];
  return {
    text: words(
      'pivot_root',
      optional(random, () => `oldroot="${oldRoot}"`),
      random.once(4) ? '' : newRoot,
    ),
    acts: random.many(
      3,
      5,
      (): Act => ({
        kind: 'pivot_root',
        newRoot: near(random, newRoot),
        oldRoot: near(random, oldRoot),
      }),
    ),
  };
};
