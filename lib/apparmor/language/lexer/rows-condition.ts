import { ANY, type Row } from './row';
import type { State } from './states';

/** States in which conditions stand. */
const STATES: readonly State[] = ['initial', 'mount', 'dbus', 'signal', 'ptrace', 'unix'];
const FROM_4: readonly State[] = ['mqueue', 'network'];
const WORD = 'A-Za-z';
const NOT_BLANK = '^ \\t\\n"!';

/** What is followed by its `=` or `in (`: the state changes before that is read. */
const heads = (states: readonly State[], since: Row['since']): readonly Row[] => [
  {
    in: states,
    since: since ?? '3.0',
    match: /peer|xattrs/,
    ahead: /[ \t]*=[ \t]*\(/,
    first: 'px',
    act: { does: 'token', kind: 'condition_list', push: 'extcondlist' },
  },
  {
    in: states,
    since: '4.1',
    match: /priority/,
    ahead: /[ \t]*=/,
    first: 'p',
    act: { does: 'token', kind: 'priority', push: 'integer' },
  },
  {
    in: states,
    since: '5.0',
    match: /flags/,
    ahead: /[ \t]*=/,
    first: 'f',
    act: { does: 'token', kind: 'flags', push: 'extcond' },
  },
  {
    in: states,
    since,
    match: { piece: 'variable' },
    ahead: /[ \t]*=/,
    first: WORD,
    act: { does: 'token', kind: 'condition', push: 'extcond' },
  },
  {
    in: states,
    since,
    match: { piece: 'variable' },
    ahead: /[ \t]+in[ \t]*\(/,
    first: WORD,
    act: { does: 'token', kind: 'condition', push: 'extcond' },
  },
];

const IDENTITIES = { since: '5.0', match: /identities/, ahead: /[ \t]*=/, first: 'i' } as const;

export const CONDITION_ROWS: readonly Row[] = [
  {
    ...IDENTITIES,
    in: [...STATES, ...FROM_4],
    act: { does: 'token', kind: 'identities', push: 'extcond' },
  },
  { ...IDENTITIES, in: ['identity_value'], act: { does: 'token', kind: 'identities', begin: 'extcond' } },
  {
    in: STATES,
    until: '2.13',
    match: /peer/,
    ahead: /[ \t]*=[ \t]*\(/,
    first: 'p',
    act: { does: 'token', kind: 'condition_list', push: 'extcondlist' },
  },
  ...heads(STATES, undefined),
  ...heads(FROM_4, '4.1'),

  {
    in: ['sub_id', 'sub_id_ws'],
    match: { piece: 'ids' },
    first: ANY,
    act: { does: 'token', kind: 'id', pop: true },
  },
  { in: ['sub_id', 'sub_id_ws'], match: 'quoted', first: '"', act: { does: 'token', kind: 'id', pop: true } },
  { in: ['sub_value'], match: { piece: 'ids' }, first: ANY, act: { does: 'token', kind: 'value', pop: true } },
  { in: ['sub_value'], match: 'quoted', first: '"', act: { does: 'token', kind: 'value', pop: true } },
  {
    in: ['identity_value'],
    match: /[^ \t\r\n"!,{}\\=]+/,
    first: ANY,
    act: { does: 'token', kind: 'value', pop: true },
  },
  { in: ['identity_value'], match: 'quoted', first: '"', act: { does: 'token', kind: 'value', pop: true } },

  { in: ['list_val'], match: /\)/, first: ')', act: { does: 'token', kind: ')', pop: true } },
  { in: ['list_val'], match: /,/, first: ',', act: { does: 'skip' } },
  { in: ['list_val'], match: { piece: 'listValue' }, first: NOT_BLANK, act: { does: 'token', kind: 'value' } },
  { in: ['list_val'], match: 'quoted', first: '"', act: { does: 'token', kind: 'value' } },

  {
    in: ['extcond'],
    match: /=[ \t]*/,
    ahead: /[^(\n \t]/,
    first: '=',
    act: { does: 'token', kind: '=', begin: 'sub_value' },
  },
  { in: ['extcond'], match: /=/, first: '=', act: { does: 'token', kind: '=' } },
  {
    in: ['extcond'],
    since: '5.0',
    match: /:=[ \t]*/,
    ahead: /[^(\n \t]/,
    first: ':',
    act: { does: 'token', kind: ':=', begin: 'sub_value' },
  },
  { in: ['extcond'], since: '5.0', match: /:=/, first: ':', act: { does: 'token', kind: ':=' } },
  { in: ['extcond'], match: /\(/, first: '(', act: { does: 'token', kind: '(', begin: 'list_val' } },
  { in: ['extcond'], match: /in/, first: 'i', act: { does: 'token', kind: 'in' } },

  {
    in: ['list_cond_val'],
    match: { piece: 'listValue' },
    first: NOT_BLANK,
    act: { does: 'token', kind: 'value', pop: true },
  },
  { in: ['list_cond_val'], match: 'quoted+', first: '"', act: { does: 'token', kind: 'value', pop: true } },
  { in: ['list_cond_paren_val'], match: /\)/, first: ')', act: { does: 'pop' } },
  {
    in: ['list_cond_paren_val'],
    match: { piece: 'listValue' },
    first: NOT_BLANK,
    act: { does: 'token', kind: 'value' },
  },
  { in: ['list_cond_paren_val'], match: 'quoted+', first: '"', act: { does: 'token', kind: 'value' } },

  { in: ['list_cond'], match: /\)/, first: ')', act: { does: 'token', kind: ')', pop: true } },
  { in: ['list_cond'], match: /,/, first: ',', act: { does: 'skip' } },
  { in: ['list_cond'], match: { piece: 'conditionName' }, first: NOT_BLANK, act: { does: 'token', kind: 'condition' } },
  {
    in: ['list_cond'],
    match: /=[ \t]*\(/,
    first: '=',
    act: { does: 'token', kind: '=', push: 'list_cond_paren_val' },
  },
  { in: ['list_cond'], match: /=/, first: '=', act: { does: 'token', kind: '=', push: 'list_cond_val' } },
  {
    in: ['list_cond'],
    since: '5.0',
    match: /:=[ \t]*\(/,
    first: ':',
    act: { does: 'token', kind: ':=', push: 'list_cond_paren_val' },
  },
  {
    in: ['list_cond'],
    since: '5.0',
    match: /:=/,
    first: ':',
    act: { does: 'token', kind: ':=', push: 'list_cond_val' },
  },

  { in: ['extcondlist'], match: /=/, first: '=', act: { does: 'token', kind: '=' } },
  { in: ['extcondlist'], match: /\(/, first: '(', act: { does: 'token', kind: '(', begin: 'list_cond' } },
];
