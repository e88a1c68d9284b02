import * as fc from 'fast-check';
import { dump, loadAll } from 'js-yaml';

/** Texts that need quotes, blocks, escapes, or nothing of it. */
const text = fc.oneof(
  fc.string({ unit: 'binary-ascii' }).filter((each) => /^[\t\x20-\x7e\n]*$/.test(each)),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '  ', "'", '"', '\\', '#', ':', '-', '\t', 'ä', '😀', '\u00a0', '\x85'),
    maxLength: 24,
  }),
  fc.constantFrom(
    '# no comment',
    '- a',
    'a: b',
    '*x',
    '&x',
    '!x',
    '{',
    '[a, b]',
    '',
    'null',
    '~',
    'true',
    'no',
    '1',
    '0x1f',
    '1e3',
    '.5',
    '<<',
    'a\n  b\n',
    '\n a\n\n\n',
    '---',
    '...',
    '%a',
    '@',
    '?',
    '? a',
    '|',
    '>',
  ),
);
const key = fc.constantFrom(
  'a',
  'a b',
  'x:y',
  '#',
  '-',
  'proc.name',
  '"q"',
  '{',
  '*',
  'null',
  'true',
  '1',
  '',
  '<',
  '[',
  '!',
  "'",
  'long-key',
  '&a',
);

/** Trees of lists, maps and scalars. */
export const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e21, Number.POSITIVE_INFINITY),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** A tree as js-yaml writes it, in any of its styles. */
export const dumped = fc
  .tuple(
    tree,
    fc.integer({ min: -1, max: 4 }),
    fc.constantFrom(1, 2, 4),
    fc.boolean(),
    fc.boolean(),
    fc.constantFrom(20, 80, -1),
  )
  .map(([value, flowLevel, indent, forceQuotes, noArrayIndent, lineWidth]) =>
    dump([value, value], { flowLevel, indent, forceQuotes, noArrayIndent, lineWidth }),
  )
  .filter(readable);

/** A few texts that js-yaml writes it cannot read itself: `[a:[]`. */
function readable(yaml: string): boolean {
  try {
    loadAll(yaml);
    return true;
  } catch {
    return false;
  }
}

/** The words that YAML is made of, thrown together: most are refused, those that are not show the odd corners. */
export const words = fc
  .array(
    fc.constantFrom(
      'a',
      'b: ',
      'c: d',
      '- ',
      '-',
      '? ',
      ': ',
      ':',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '\n',
      '\n  ',
      '\n    ',
      '\n- ',
      '  ',
      ' # e\n',
      '#',
      '&x ',
      '*x',
      ' *x ',
      '&y ',
      '!!str ',
      '"f g"',
      "'h'",
      '"i\n  j"',
      '|\n',
      '|-\n',
      '>\n  k\n  l\n',
      '>\n  k\n    l\n\n  m\n',
      '|2\n',
      '\n---\n',
      '\n...\n',
      '\r\n',
      '\t',
      '1',
      'null',
      '\n<<: *x\n',
      '"m": ',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''));
