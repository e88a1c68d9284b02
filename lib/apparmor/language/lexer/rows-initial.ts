import type { Row } from './row';

/** What may stand where a rule begins, and in rules without a state of their own. */
export const INITIAL_ROWS: readonly Row[] = (
  [
    {
      match: /#include[ \t]+if[ \t]+exists/,
      ahead: /[ \t][^\n]*\n/,
      first: '#',
      act: { does: 'include', ifExists: true, hash: true },
    },
    {
      match: /include[ \t]+if[ \t]+exists/,
      ahead: /[ \t]/,
      first: 'i',
      act: { does: 'include', ifExists: true, hash: false },
    },
    { match: /#include/, ahead: /[^\n]*\n/, first: '#', act: { does: 'include', ifExists: false, hash: true } },
    { match: /include/, ahead: /[ \t]/, first: 'i', act: { does: 'include', ifExists: false, hash: false } },
    { since: '4.1', match: /all/, ahead: /[^A-Za-z0-9_]/, first: 'a', act: { does: 'token', kind: 'all' } },
    { match: /#[^\n]*\n/, first: '#', act: { does: 'comment' } },
    { match: /\^/, first: '\\^', act: { does: 'token', kind: '^', push: 'sub_id' } },
    { match: /->/, first: '\\-', act: { does: 'token', kind: '->', push: 'sub_id_ws' } },
    { match: /=/, first: '=', act: { does: 'token', kind: '=', push: 'assign' } },
    { since: '5.0', match: /\+/, first: '+', act: { does: 'token', kind: '+', push: 'identity_value' } },
    { match: /\+=/, first: '+', act: { does: 'token', kind: '+=', push: 'assign' } },
    { since: '5.0', match: /\?=/, first: '?', act: { does: 'token', kind: '?=', push: 'assign' } },
    { since: '5.0', match: /:=/, first: ':', act: { does: 'token', kind: ':=', push: 'assign' } },
    {
      until: '4.1',
      match: { piece: 'setVariable' },
      first: '@',
      act: { does: 'token', kind: 'set_variable', raw: true },
    },
    {
      until: '4.1',
      match: { piece: 'boolVariable' },
      first: '$',
      act: { does: 'token', kind: 'bool_variable', raw: true },
    },
    { match: /\{/, first: '{', act: { does: 'token', kind: '{' } },
    { match: /\}/, first: '}', act: { does: 'token', kind: '}' } },
    { match: { piece: 'label' }, first: '/@:&', act: { does: 'token', kind: 'id' } },
    { match: 'quoted label', first: '"', act: { does: 'token', kind: 'id' } },
    {
      match: { piece: 'modes' },
      ahead: /[ \t\n\v\f\r,]/,
      first: 'RrWwaLlMmkXxPpCcIiUu',
      act: { does: 'token', kind: 'mode', raw: true },
    },
    { match: /hat[ \t]*/, first: 'h', act: { does: 'token', kind: 'hat', push: 'sub_id' } },
    { match: /profile[ \t]*/, first: 'p', act: { does: 'token', kind: 'profile', push: 'sub_id' } },
    { match: /:/, first: ':', act: { does: 'token', kind: ':' } },
    { match: /\(/, first: '(', act: { does: 'token', kind: '(', push: 'list_val' } },
    { match: { piece: 'variable' }, first: 'A-Za-z', act: { does: 'keyword' } },
  ] as readonly Omit<Row, 'in'>[]
).map((row) => ({ ...row, in: ['initial'] }));
