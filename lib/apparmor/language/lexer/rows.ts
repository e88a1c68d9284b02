import type { Row } from './row';
import { CONDITION_ROWS } from './rows-condition';
import { EXPRESSION_ROWS } from './rows-expression';
import { INITIAL_ROWS } from './rows-initial';
import { RULE_ROWS } from './rows-rule';
import { STATES, type State } from './states';

const without = (...states: readonly State[]): readonly State[] => STATES.filter((state) => !states.includes(state));

const INCLUDES = ['include', 'include_exists'] as const;
const COMMA_STATES: readonly State[] = [
  ...(['initial', 'network', 'rlimit', 'change_profile', 'mount', 'dbus', 'signal', 'ptrace', 'unix'] as const),
  ...(['userns', 'mqueue'] as const),
];
const PATH_START = '^ \\t\\r\\n"!';

/** Paths of includes and of abi rules. */
const PATH_ROWS: readonly Row[] = [
  { in: INCLUDES, match: /<[^">\t\r\n]+>/, first: '<', act: { does: 'path' } },
  { in: INCLUDES, match: /<"(?:\\"|[^\0"])*">/, first: '<', act: { does: 'path' } },
  { in: INCLUDES, match: 'quoted', first: '"', act: { does: 'path' } },
  { in: INCLUDES, match: { piece: 'includePath' }, first: PATH_START, act: { does: 'path' } },
  { in: ['abi'], since: '3.0', match: /<[^">\t\r\n]+>/, first: '<', act: { does: 'token', kind: 'id' } },
  { in: ['abi'], since: '3.0', match: /<"(?:\\"|[^\0"])*">/, first: '<', act: { does: 'token', kind: 'id' } },
  { in: ['abi'], since: '3.0', match: 'quoted', first: '"', act: { does: 'token', kind: 'value' } },
  {
    in: ['abi'],
    since: '3.0',
    match: { piece: 'includePath' },
    first: PATH_START,
    act: { does: 'token', kind: 'value' },
  },
  { in: ['abi'], until: '2.13', match: /<[^">\t\r\n]+>/, first: '<', act: { does: 'token', kind: 'id', pop: true } },
  {
    in: ['abi'],
    until: '2.13',
    match: /<"(?:\\"|[^\0"])*">/,
    first: '<',
    act: { does: 'token', kind: 'id', pop: true },
  },
  { in: ['abi'], until: '2.13', match: 'quoted', first: '"', act: { does: 'token', kind: 'id', pop: true } },
  {
    in: ['abi'],
    until: '2.13',
    match: { piece: 'includePath' },
    first: PATH_START,
    act: { does: 'token', kind: 'id', pop: true },
  },
];

/** All patterns, in the order of the parser's own lexer. */
export const ROWS: readonly Row[] = [
  {
    in: without('sub_id', 'sub_value'),
    match: /[ \t]+/,
    first: ' \\t',
    act: { does: 'skip' },
  },
  ...PATH_ROWS,
  ...CONDITION_ROWS,
  ...RULE_ROWS,
  ...EXPRESSION_ROWS,
  ...INITIAL_ROWS,
  { in: COMMA_STATES, match: /,/, first: ',', act: { does: 'comma' } },
  { in: ['abi'], since: '3.0', match: /,/, first: ',', act: { does: 'comma' } },
  {
    in: without('sub_id', 'sub_value', 'identity_value', 'integer', 'assign'),
    match: /\r?\n/,
    first: '\\r\\n',
    act: { does: 'newline' },
  },
];
