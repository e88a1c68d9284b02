import { ANY, type Row } from './row';
import type { State } from './states';
import type { Keyword } from './tokens';

const NOT_BLANK = '^ \\t\\n"!';

/** Accesses, with the states in which they are words of their own, and since when. */
const ACCESSES: readonly (readonly [words: readonly Keyword[], states: readonly State[], from4: readonly State[]])[] = [
  [['listen', 'accept', 'connect', 'getopt', 'setopt', 'shutdown'], ['unix'], ['network']],
  [['create'], ['unix'], ['userns', 'mqueue', 'network']],
  [['delete'], [], ['mqueue']],
  [['getattr', 'setattr'], ['unix'], ['mqueue', 'network']],
  [['bind'], ['dbus', 'unix'], ['network']],
  [['eavesdrop'], ['dbus'], []],
  [['send', 'receive'], ['dbus', 'signal', 'unix'], ['network']],
  [['trace', 'readby', 'tracedby'], ['ptrace'], []],
  [
    ['read', 'write'],
    ['dbus', 'signal', 'ptrace', 'unix'],
    ['mqueue', 'network'],
  ],
];

const accessRows = (words: readonly Keyword[], states: readonly State[], since: Row['since']): readonly Row[] =>
  states.length === 0
    ? []
    : words.map((word) => ({
        in: states,
        since,
        match: new RegExp(word),
        first: word.charAt(0),
        act: { does: 'token', kind: word },
      }));

const ACCESS_STATES: readonly State[] = ['dbus', 'signal', 'ptrace', 'unix'];

/** How rules are read that have a state of their own. */
export const RULE_ROWS: readonly Row[] = [
  { in: ['assign'], match: { piece: 'ids' }, first: ANY, act: { does: 'token', kind: 'value' } },
  { in: ['assign'], match: 'quoted', first: '"', act: { does: 'token', kind: 'value' } },
  { in: ['assign'], match: /,/, first: ',', act: { does: 'fault', fault: 'comma' } },
  { in: ['assign'], since: '4.1', match: /#[^\n]*\n/, first: '#', act: { does: 'comment', pop: true } },
  { in: ['assign'], match: /\\\n/, first: '\\\\', act: { does: 'skip' } },
  { in: ['assign'], match: /\r?\n/, first: '\\r\\n', act: { does: 'newline', pop: true } },

  {
    in: ['network'],
    until: '3.0',
    match: { piece: 'ids' },
    first: ANY,
    act: { does: 'token', kind: 'id', raw: true },
  },

  { in: ['change_profile'], match: /safe/, first: 's', act: { does: 'token', kind: 'safe' } },
  { in: ['change_profile'], match: /unsafe/, first: 'u', act: { does: 'token', kind: 'unsafe' } },
  { in: ['change_profile'], match: /->/, first: '-', act: { does: 'token', kind: '->', push: 'sub_id_ws' } },
  { in: ['change_profile'], match: { piece: 'ids' }, first: ANY, act: { does: 'token', kind: 'id' } },
  { in: ['change_profile'], match: 'quoted', first: '"', act: { does: 'token', kind: 'id' } },

  { in: ['rlimit'], match: /-?[0-9]+/, first: '\\-0-9', act: { does: 'token', kind: 'value', raw: true } },
  { in: ['rlimit'], match: /infinity/, first: 'i', act: { does: 'token', kind: 'value', raw: true } },
  { in: ['rlimit'], match: /[A-Za-z_]+/, first: 'A-Za-z_', act: { does: 'token', kind: 'id', raw: true } },
  { in: ['rlimit'], match: /<=/, first: '<', act: { does: 'token', kind: '<=' } },

  ...ACCESSES.flatMap(([words, states, from4]) => [
    ...accessRows(words, states, undefined),
    ...accessRows(words, from4, '4.1'),
  ]),
  // The parser has one token for this word and for the brace.
  { in: ['mqueue'], match: /open/, first: 'o', act: { does: 'token', kind: '{' } },
  ...([ACCESS_STATES, ['mqueue', 'network']] as const).flatMap((states, later): readonly Row[] => [
    {
      in: states,
      since: later === 0 ? undefined : '4.1',
      match: /\(/,
      first: '(',
      act: { does: 'token', kind: '(', push: 'list_val' },
    },
    {
      in: states,
      since: later === 0 ? undefined : '4.1',
      match: /rw|wr|r|w/,
      ahead: /[ \t\n\v\f\r,]/,
      first: 'rw',
      act: { does: 'token', kind: 'mode', raw: true },
    },
  ]),
  { in: ['mount'], match: /->/, first: '-', act: { does: 'token', kind: '->' } },
  ...(
    [
      ['mount', ...ACCESS_STATES],
      ['mqueue', 'network'],
    ] as const
  ).flatMap((states, later): readonly Row[] =>
    ([{ piece: 'idsOfRule' }, { piece: 'label' }, 'quoted'] as const).map((match) => ({
      in: states,
      since: later === 0 ? undefined : '4.1',
      match,
      first: match === 'quoted' ? '"' : match.piece === 'label' ? '/@:&' : NOT_BLANK,
      act: { does: 'token', kind: 'id' },
    })),
  ),

  { in: ['integer'], match: /=/, first: '=', act: { does: 'token', kind: '=' } },
  {
    in: ['integer'],
    match: /[+-]?[0-9]+/,
    first: '+\\-0-9',
    act: { does: 'token', kind: 'value', pop: true, raw: true },
  },
];
