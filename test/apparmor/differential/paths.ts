import type { Production, Writer } from './writer';

const PIECES: readonly Production[] = [
  {
    name: 'plain',
    weight: 10,
    write: ({ random }) =>
      random.pick(['etc', 'usr/bin', 'a', 'b', 'tmp', 'x.y', 'a-b', 'lib64', 'é', 'a+b', 'a:b', 'a=b', 'a@b']),
  },
  { name: 'star', weight: 3, write: () => '*' },
  { name: 'stars', weight: 3, write: () => '**' },
  { name: 'question', write: ({ random }) => random.pick(['?', 'a?', '??', '.?*']) },
  {
    name: 'class',
    weight: 2,
    write: ({ random }) => random.pick(['[abc]', '[a-c]', '[^a-c]', '[0-9]*', '[a-]', '[]a]', '[^/]', '[!a]', '[a^]']),
  },
  {
    name: 'braces',
    weight: 2,
    write: ({ random }) =>
      random.pick(['{a,b}', '{,a}', '{a,}', '{a,{b,c}}', 'x{a,b*}y', '{a,b}{c,d}', '{**,}', '{a,[bc]}', '{a,b,c}*']),
  },
  {
    name: 'variable',
    weight: 3,
    write: ({ random }) =>
      random.pick(['@{one}', '@{two}', '@{two}.d', '@{one}/@{two}', '@{profile_name}', '@{exec_path}']),
  },
  {
    name: 'escape',
    weight: 2,
    write: ({ random }) =>
      random.pick([
        'a\\ b',
        '\\"',
        '\\*',
        '\\{a',
        'a\\,b',
        '\\x41',
        '\\101',
        '\\[a',
        'a\\\\b',
        '\\n',
        '\\t',
        '\\?',
        '\\#',
        '\\^',
        '\\d65',
        '\\-',
        '\\@',
      ]),
  },
  { name: 'comma', write: ({ random }) => random.pick(['a,b', ',a', 'a,']) },
  {
    name: 'special',
    write: ({ random }) =>
      random.pick(['a$', '^a', 'a|b', '(a)', 'a.b', 'a;b', "a'b", '~', '%', '&', '<a>', 'a#b', '#']),
  },
];

const BROKEN: readonly string[] = [
  '[a',
  '{a',
  '{a,b',
  'a}',
  'a]',
  '{}',
  '{a}',
  '[]',
  '[^]',
  '{a,[b}',
  '[{]',
  '{a,b}}',
  '[b-a]',
  '@{none}',
  '@{one',
  '@one',
  '@{}',
  '@{one }',
  '\\',
  '\\x',
  '\\xg',
  '\\x4',
  '\\8',
  '\\d',
  '\\d999',
  '\\777',
  '!a',
  'a!b',
  'a"b',
  '***',
  '{,}',
  '{{a,b}',
  '{a,{b,c}',
  '[[a]',
  '[a]]',
  '[a-b-c]',
  '[-',
  '[a-',
  '\\0',
  '\\x00',
  '\\000',
];

/** A path with globs, variables, escapes: quoted or not, whole or broken. */
export function path(writer: Writer): string {
  const { random } = writer;
  const pieces = Array.from({ length: random.integer(1, 3) }, () => writer.one('glob', PIECES));
  if (writer.fault('glob')) {
    pieces.splice(random.integer(0, pieces.length), 0, random.pick(BROKEN));
  }
  const start = writer.fault('path.start', 0.5)
    ? random.pick(['', '.', './', '\\/', '~/', 'a/'])
    : random.pick(['/', '/', '/', '/', '/', '/', '@{one}/', '@{two}', '//']);
  return quoted(
    writer,
    `${start}${pieces.join(random.pick(['/', '/', '/', '']))}${random.pick(['', '', '', '/', '/*', '/**'])}`,
  );
}

/** As it is, or in quotes, or in quotes that do not belong there. */
export function quoted(writer: Writer, text: string): string {
  if (writer.chance(0.88)) {
    return text;
  }
  writer.kinds.add('quotes');
  if (writer.fault('quotes')) {
    return writer.random.pick([`"${text}`, `${text}"`, `""`, `"${text}""`, `'${text}'`, `"${text}"x`, `x"${text}"`]);
  }
  return `"${text.replace(/\\ /g, ' ')}"`;
}

/** What a profile or a peer is called: plain, path, with namespace, stacked. */
const LABELS: readonly Production[] = [
  {
    name: 'plain',
    weight: 5,
    write: ({ random }) =>
      random.pick([
        'web',
        'one//two',
        'unconfined',
        'a-b',
        'safe',
        'x.y',
        '@{one}',
        'web*',
        '{a,b}',
        '**',
        'firefox//&web',
      ]),
  },
  { name: 'path', weight: 2, write: (writer) => path(writer) },
  {
    name: 'namespace',
    write: ({ random }) =>
      random.pick([':ns:web', ':ns://web', ':ns:', ':n{a,b}:web', '"/a b//c"', ':root//ns:x', ':@{one}:x']),
  },
  { name: 'stack', write: ({ random }) => random.pick(['&web', '&:ns:web', '//&web', 'web//&:ns:x', '&']) },
  { name: 'quoted', write: ({ random }) => random.pick(['"web"', '"a b"', '":ns:a b"', '"&web"', '"@{one}"']) },
];
const NO_LABELS = [
  '',
  ':',
  '::',
  ':ns',
  ':ns//',
  '&&web',
  '@{none}',
  '{a',
  '[a',
  ':ns:web:',
  '"',
  '=',
  '(a)',
  '()',
  'a=b',
  '!a',
  'a,b',
];

export const label = (writer: Writer): string =>
  writer.fault('label') ? writer.random.pick(NO_LABELS) : writer.one('label', LABELS);
