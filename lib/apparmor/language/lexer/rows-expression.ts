import type { Row } from './row';
import type { Keyword, Sign } from './tokens';

const BOTH = ['expr', 'assign_expr'] as const;
const WORDS: readonly Keyword[] = ['and', 'or', 'not', 'defined', 'in'];
const SIGNS: readonly Sign[] = ['(', ')', '==', '!=', '>', '>=', '<', '<='];
const ASSIGNMENTS: readonly Sign[] = ['=', '+=', '?=', ':='];

const quoted = (sign: string): RegExp => new RegExp(sign.replace(/[()+?]/g, '\\$&'));

/** Conditions behind `if` and the values of boolean variables, as 5.0 reads them. Before, they are words as all others. */
export const EXPRESSION_ROWS: readonly Row[] = (
  [
    {
      in: ['initial'],
      match: { piece: 'boolVariable' },
      ahead: /[ \t]*(?:=|\+=|\?=|:=)/,
      first: '$',
      act: { does: 'token', kind: 'bool_variable', raw: true, push: 'assign_expr_start' },
    },
    {
      in: ['initial', ...BOTH],
      match: { piece: 'setVariable' },
      first: '@',
      act: { does: 'token', kind: 'set_variable', raw: true },
    },
    {
      in: ['initial', ...BOTH],
      match: { piece: 'boolVariable' },
      first: '$',
      act: { does: 'token', kind: 'bool_variable', raw: true },
    },
    { in: ['expr'], match: /\{/, first: '{', act: { does: 'token', kind: '{', pop: true } },
    { in: ['assign_expr'], match: /,/, first: ',', act: { does: 'fault', fault: 'comma' } },
    { in: ['assign_expr'], match: /#[^\n]*\n/, first: '#', act: { does: 'comment', pop: true } },
    { in: ['assign_expr'], match: /\\\n/, first: '\\\\', act: { does: 'skip' } },
    { in: ['assign_expr'], match: /\r?\n/, first: '\\r\\n', act: { does: 'newline', pop: true } },
    ...SIGNS.map((sign) => ({
      in: BOTH,
      match: quoted(sign),
      first: quoted(sign.charAt(0)).source,
      act: { does: 'token', kind: sign },
    })),
    ...WORDS.map((word) => ({
      in: BOTH,
      match: new RegExp(word),
      first: word.charAt(0),
      act: { does: 'token', kind: word },
    })),
    { in: BOTH, match: { piece: 'idsOfRule' }, first: '^ \\t\\n"!', act: { does: 'token', kind: 'id' } },
    { in: BOTH, match: { piece: 'label' }, first: '/@:&', act: { does: 'token', kind: 'id' } },
    { in: BOTH, match: 'quoted', first: '"', act: { does: 'token', kind: 'id' } },
    ...ASSIGNMENTS.map((sign) => ({
      in: ['assign_expr_start'],
      match: quoted(sign),
      first: quoted(sign.charAt(0)).source,
      act: { does: 'token', kind: sign, begin: 'assign_expr' },
    })),
  ] as readonly Row[]
).map((row) => ({ ...row, since: '5.0' }));
