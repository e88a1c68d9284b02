import { path } from './paths';
import type { Production, Writer } from './writer';

/** `include` in its forms, of a file that may stand there, or of one that may not. */
export const include = (writer: Writer, good: readonly string[], bad: readonly string[]): string =>
  `${writer.chance(0.5) ? '#' : ''}include ${writer.maybe(0.15, () => `${writer.word('include.exists', ['if exists'], ['if', 'exists', 'if not exists', 'if  exists', 'If exists'])} `)}${writer.word('include', good, bad)}${writer.fault('include.comma', 0.3) ? ',' : ''}`;

/** What stands above the profiles. */
export const PREAMBLE: readonly Production[] = [
  {
    name: 'alias',
    weight: 2,
    write: (writer) =>
      `alias ${path(writer)} ${writer.word('alias.arrow', ['->'], ['=', '', '=>'])} ${path(writer)}${writer.fault('alias.comma') ? '' : ','}`,
  },
  {
    name: 'set',
    weight: 3,
    write: (writer) => {
      const name = writer.random.pick(['@{three}', '@{four}', '@{A_1}', '@five']);
      const value = (): string =>
        writer.word(
          'set.value',
          ['/a', 'b', '/c/', '"a b"', '*', '{a,b}', '@{one}', 'x,y', 'a\\ b', '/a/b/', '1', '""'],
          ['@{none}', '"a', '=', '!', '{a', name, ','],
        );
      return `${writer.fault('set.name') ? writer.random.pick(['@{}', '@{1}', '@{a-b}', '@', '@{one}', '{three}', '@{profile_name}']) : name} ${writer.fault('set.operator') ? writer.random.pick(['+=', ':=', '?=', '==', '']) : '='} ${[value(), value()].slice(0, writer.random.integer(1, 2)).join(' ')}${writer.fault('set.comma', 0.5) ? ',' : ''}`;
    },
  },
  {
    name: 'add',
    weight: 2,
    write: ({ random }) =>
      `@{one} ${random.pick(['+=', ' +=', '+= '])} ${random.pick(['/more', 'b c', '@{two}', '"d"'])}`,
  },
  {
    name: 'chain',
    weight: 0.7,
    write: (writer) =>
      writer.fault('set.loop')
        ? `@{loop} = a@{${writer.random.pick(['loop', 'loop2'])}}\n@{loop2} = @{loop}`
        : `@{three} = {@{one},@{two}}\n@{one} += ${writer.random.pick(['@{three}x', '[a', '**', '"" c'])}`,
  },
  {
    name: 'override',
    since: '5.0',
    write: ({ random }) => `${random.pick(['@{one}', '@{new}'])} ${random.pick([':=', '?='])} /x`,
  },
  {
    name: 'boolean',
    weight: 2,
    write: (writer) =>
      `${writer.random.pick(['$b', '${c}', '$d_1'])} ${writer.word('boolean.operator', ['='], ['+=', ':=', '?=', '=='])} ${writer.word('boolean.value', ['true', 'false'], ['TRUE', 'yes', '"true"', '1', '$on', 'true false', '', 'defined @{one}', 'not true', 'tRue'])}`,
  },
  {
    name: 'include',
    weight: 2,
    write: (writer) =>
      include(
        writer,
        [
          '<gen/variables>',
          '<gen/variables>',
          '"gen/variables"',
          '<gen/empty>',
          '<gen/profile>',
          '<gen/variables-folder>',
          '<gen/forward>',
          '<gen/backward>',
          '<tunables/global>',
        ],
        ['<gen/rules>', '<gen/none>', '<gen/broken>', '<gen/loop>'],
      ),
  },
  { name: 'comment', write: () => '# a comment' },
  {
    name: 'abi',
    since: '3.0',
    weight: 2,
    write: (writer) =>
      `${writer.word('abi.keyword', ['abi'], ['ABI', '#abi', 'abi if exists'])} ${writer.word('abi', ['<abi/3.0>', '<abi/3.0>', '<"abi/3.0">', '< abi/3.0 >'], ['<abi/9.9>', '"abi/3.0"', 'abi/3.0', '3.0', '<abi/kernel-5.4-vanilla>', '<>', ...(writer.version === '5.0' ? ['<kernel>'] : []), '<default>', '<abi>'])}${writer.fault('abi.comma', 0.4) ? '' : ','}`,
  },
];
