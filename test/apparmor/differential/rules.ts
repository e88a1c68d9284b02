/** Every kind of rule, without its prefix and its comma. */
import { ACCESS_RULES } from './access';
import { type ConditionWords, conditions } from './conditions';
import { meeting, transitions } from './meeting';
import { label, path } from './paths';
import * as words from './words';
import type { Production, Writer } from './writer';

const PERMISSIONS = ['r', 'w', 'rw', 'rwk', 'a', 'rk', 'm', 'mr', 'l', 'k', 'rl', 'R', 'W', 'ra', 'rmw', 'rr', 'wl'];
const EXEC = [
  'ix',
  'px',
  'Px',
  'cx',
  'Cx',
  'ux',
  'Ux',
  'pix',
  'Pix',
  'cix',
  'Cix',
  'pux',
  'PUx',
  'cux',
  'CUx',
  'rix',
  'mrix',
  'rPx',
  'ixr',
  'IX',
  'pX',
  'iX',
];
const NO_PERMISSIONS = [
  'x',
  'rx',
  'wa',
  'aw',
  'ixpx',
  'pxux',
  'rwz',
  'read',
  'rwxy',
  'uix',
  'i',
  'p',
  'u',
  'c',
  'xx',
  'Lx',
  'pcx',
  'ixix',
  'uxUx',
  'rw-',
  '',
  'd',
  'N',
  'ipx',
  'puix',
  'PUX',
  'cUx',
  'pUx',
];

const executes = (perms: string): boolean => /x/i.test(perms);

/** Perms fit for what stands before the rule: with deny only a bare x executes. */
function permissions(writer: Writer, deny: boolean): string {
  if (writer.fault('file.perms')) {
    return writer.random.pick(NO_PERMISSIONS);
  }
  if (!writer.chance(0.35)) {
    return writer.random.pick(PERMISSIONS);
  }
  return deny !== writer.fault('file.deny-x') ? writer.random.pick(['x', 'rx', 'mx', 'xr']) : writer.random.pick(EXEC);
}

function file(writer: Writer, deny: boolean): string {
  const { random } = writer;
  if (writer.chance(0.06)) {
    return 'file';
  }
  const perms = permissions(writer, deny);
  const takesTarget = executes(perms) || /l/i.test(perms);
  const target = (takesTarget ? writer.chance(0.25) : writer.fault('file.target'))
    ? ['->', executes(perms) ? label(writer) : path(writer)]
    : [];
  const exec = (executes(perms) ? writer.chance(0.06) : writer.fault('file.exec'))
    ? random.pick(['safe', 'unsafe'])
    : '';
  const keyword = writer.maybe(0.2, () => 'file');
  if (writer.chance(0.2)) {
    writer.kinds.add('file.perms-first');
    const subset = (perms === 'l' ? writer.chance(0.2) : writer.fault('file.subset'))
      ? random.pick(['subset', '<='])
      : '';
    return writer.tokens(keyword, exec, perms, subset, path(writer), ...target);
  }
  return writer.tokens(keyword, exec, path(writer), perms, ...target);
}

const link = (writer: Writer): string =>
  writer.tokens(
    'link',
    writer.maybe(0.3, () => writer.word('link.subset', ['subset', '<='], ['superset', '<', '=', '>='])),
    path(writer),
    writer.fault('link.arrow') ? '' : '->',
    path(writer),
  );

const capability = (writer: Writer): string =>
  writer.tokens(
    'capability',
    ...writer.random.some([0, 1, 2], 3).map(() => writer.word('capability', words.CAPABILITIES, words.NO_CAPABILITIES)),
  );

const MOUNT_CONDITIONS: readonly ConditionWords[] = [
  {
    name: 'fstype',
    value: (writer) => writer.word('mount.fstype', words.FILE_SYSTEMS, ['{ext', '@{none}', '', '[a', '(']),
    list: true,
  },
  {
    name: 'options',
    value: (writer) => writer.word('mount.option', words.MOUNT_OPTIONS, words.NO_MOUNT_OPTIONS),
    list: true,
  },
];
const NO_MOUNT_CONDITIONS: readonly ConditionWords[] = [
  ...MOUNT_CONDITIONS,
  { name: 'option', value: ({ random }) => random.pick(['ro', 'rw']) },
  { name: 'vfstype', value: () => 'ext4' },
];

/** Options that may stand together, mostly: of several moves the parser takes one. */
const HARMLESS: ConditionWords = {
  name: 'options',
  value: ({ random }) =>
    random.pick([
      'ro',
      'rw',
      'nosuid',
      'nodev',
      'noexec',
      'sync',
      'noatime',
      'relatime',
      'rbind',
      'bind',
      'private',
      'rslave',
      'move',
    ]),
  list: true,
};

function mount(writer: Writer, keyword: string): string {
  const { random } = writer;
  const known = writer.fault('mount.condition')
    ? NO_MOUNT_CONDITIONS
    : writer.chance(0.6)
      ? [MOUNT_CONDITIONS[0] ?? HARMLESS, HARMLESS]
      : MOUNT_CONDITIONS;
  const chosen = conditions(writer, known, keyword === 'mount' ? 0.35 : 0.15);
  const place = (): string =>
    writer.chance(0.15) ? random.pick(['""', 'none', 'tmpfs', 'a:/b', '@{one}', '**']) : path(writer);
  const arrow = keyword === 'mount' ? writer.chance(0.35) : writer.fault('mount.arrow');
  const behind = arrow
    ? ['->', ...(writer.fault('mount.behind') ? [random.pick(['options=ro', 'fstype=proc'])] : []), place()]
    : [];
  return writer.tokens(keyword, ...chosen, writer.maybe(0.6, place), ...behind);
}

const pivotRoot = (writer: Writer): string =>
  writer.tokens(
    'pivot_root',
    writer.maybe(
      0.3,
      () =>
        `${writer.word('pivot_root.condition', ['oldroot'], ['newroot', 'options', 'old', 'Oldroot'])}=${path(writer)}`,
    ),
    writer.maybe(0.6, () => path(writer)),
    ...(writer.chance(0.3) ? ['->', label(writer)] : []),
  );

function changeProfile(writer: Writer): string {
  const program = writer.maybe(0.4, () => path(writer));
  const exec = (program === '' ? writer.fault('change_profile.exec') : writer.chance(0.2))
    ? writer.random.pick(['safe', 'unsafe'])
    : '';
  return writer.tokens('change_profile', exec, program, ...(writer.chance(0.8) ? ['->', label(writer)] : []));
}

const TIMES = ['cpu', 'rttime'];
const SIZES = ['fsize', 'data', 'stack', 'core', 'rss', 'as', 'memlock', 'msgqueue'];

function rlimit(writer: Writer): string {
  const { random } = writer;
  const resource = writer.word('rlimit.resource', words.RLIMITS, words.NO_RLIMITS);
  const fits = TIMES.includes(resource)
    ? ['s', 'sec', 'min', 'minutes', 'hours', 'days', 'week']
    : SIZES.includes(resource)
      ? ['K', 'KB', 'M', 'MB', 'G', 'GB']
      : [];
  const unit = writer.fault('rlimit.unit')
    ? random.pick(words.UNITS)
    : fits.length > 0 && writer.chance(0.5)
      ? random.pick(fits)
      : '';
  const value = writer.word(
    'rlimit.value',
    resource === 'nice' ? ['-20', '0', '19', 'infinity'] : ['0', '1', '10', '1024', 'infinity', '99999'],
    ['-1', '-21', '20', 'unlimited', '1.5', '0x10', '99999999999999999999', '07', '1e3', 'INFINITY', '-'],
  );
  const arrow = writer.word('rlimit.arrow', ['<='], ['=', '<', '=<', '>=', '', '<= =']);
  return writer.tokens(
    writer.fault('rlimit.set') ? '' : 'set',
    writer.word('rlimit.keyword', ['rlimit'], ['limit', 'rlimits', 'RLIMIT']),
    resource,
    arrow,
    writer.chance(0.5) ? `${value}${unit}` : writer.tokens(value, unit),
  );
}

/** The kinds whose text depends on what stands before it get told. */
export const rules = (deny: boolean): readonly Production[] => [
  { name: 'file', weight: 8, write: (writer) => file(writer, deny) },
  { name: 'link', write: link },
  { name: 'capability', weight: 2, write: capability },
  { name: 'mount', weight: 3, write: (writer) => mount(writer, 'mount') },
  { name: 'remount', write: (writer) => mount(writer, 'remount') },
  { name: 'umount', write: (writer) => mount(writer, writer.random.pick(['umount', 'umount', 'unmount'])) },
  { name: 'pivot_root', write: pivotRoot },
  { name: 'change_profile', weight: 2, write: changeProfile },
  { name: 'rlimit', weight: 2, write: rlimit },
  { name: 'all', since: '4.1', weight: 0.4, write: () => 'all' },
  // Nothing may stand before the first of several rules that fits them all.
  ...(deny
    ? []
    : [
        { name: 'meeting', weight: 1.5, write: meeting },
        { name: 'transitions', weight: 0.15, write: transitions },
      ]),
  ...ACCESS_RULES,
];
