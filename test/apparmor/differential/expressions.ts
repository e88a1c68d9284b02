import type { Production } from './writer';

const VARIABLES = ['$on', '${on}', '$off', '${off}'];

const OPERANDS = ['@{one}', '@{two}', 'a', '"a"', '/one', '1', '2', '"2"'];

/** What an `if` asks. */
export const EXPRESSIONS: readonly Production[] = [
  {
    name: 'boolean',
    weight: 4,
    write: (writer) =>
      writer.word('expression.boolean', VARIABLES, ['$none', '${none}', '$', '@{one}', 'true', '$ on', '1']),
  },
  {
    name: 'defined',
    weight: 3,
    write: (writer) =>
      `defined ${writer.word('expression.defined', [...VARIABLES, '@{one}', '@{none}', '$none', '@one'], ['x', '/x', '@{', ''])}`,
  },
  { name: 'not', write: (writer) => `not ${writer.one('expression', EXPRESSIONS)}` },
  {
    name: 'and',
    since: '3.0',
    write: (writer) =>
      `${writer.one('expression', EXPRESSIONS)} ${writer.random.pick(['and', 'or'])} ${writer.one('expression', EXPRESSIONS)}`,
  },
  { name: 'parens', since: '3.0', write: (writer) => `(${writer.one('expression', EXPRESSIONS)})` },
  {
    name: 'compare',
    since: '5.0',
    write: ({ random }) =>
      `${random.pick(OPERANDS)} ${random.pick(['==', '!=', 'in', '<', '<=', '>', '>='])} ${random.pick(OPERANDS)}`,
  },
  { name: 'word', since: '5.0', write: ({ random }) => random.pick(['true', 'false', '@{one}', 'yes']) },
];
