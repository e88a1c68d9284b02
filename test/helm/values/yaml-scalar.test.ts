import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { blockScalar, doubleQuoted, yamlKey, yamlScalar } from '../../../lib/helm/values/yaml-scalar';
import { anyText } from './arbitrary';
import { NASTY_TEXTS } from './nasty-texts';

const PLAIN = [
  'nginx',
  'a b',
  'docker.io/nginx:1.2',
  'http://a.b/c?d=e',
  '/etc/hosts',
  'a, b (c)',
  'RuntimeDefault',
  'e3',
  'x1',
  '_1',
  'a-b',
  'a - b',
];

const QUOTED = [
  ...[
    '',
    ' a',
    'a ',
    'a  b',
    'a: b',
    'a:',
    'a #b',
    '- a',
    '-a',
    '? a',
    ': a',
    '%a',
    '@a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '#a',
    '[a',
    '{a',
    "'a",
    '"a',
  ],
  ...[
    'y',
    'N',
    'yes',
    'No',
    'ON',
    'off',
    'True',
    'false',
    'NULL',
    '~',
    '.nan',
    '.inf',
    'NaN',
    'Infinity',
    '<<',
    '=',
    '0123',
    '1e3',
    '1_000',
  ],
  ...[
    '0x1f',
    '0o7',
    '08',
    '1:20',
    '2024-01-01',
    '10.0.0.1',
    '1.5',
    '+1',
    '-1',
    '.5',
    '100m',
    'é',
    'a\tb',
    'a\nb',
    '{{ .Values.a }}',
    'a{{b',
  ],
];

describe('yamlScalar', () => {
  test.each(PLAIN)('writes %j as it is', (text) => {
    expect(yamlScalar(text)).toBe(text);
  });

  test.each(QUOTED)('puts %j in double quotes', (text) => {
    expect(yamlScalar(text)).toMatch(/^".*"$/);
    expect(load(`k: ${yamlScalar(text)}`)).toEqual({ k: text });
  });

  test('gives one line that reads back as the same text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(yamlScalar(text)).not.toMatch(/[\n\r\u0085\u2028\u2029\x7f-\x9f]/);
        expect(load(`- k: ${yamlScalar(text)}\n- l:\n    - ${yamlScalar(text)}\n`)).toEqual([
          { k: text },
          { l: [text] },
        ]);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('keeps every text with braces in double quotes, where a template writer can escape them', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const text = `${before}{{${after}`;
        const escaped = yamlScalar(text).replaceAll('{{', '{\\x7b');
        expect(escaped).not.toContain('{{');
        expect(load(escaped)).toBe(text);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('escapes what turns text around or cannot be seen by a parser', () => {
    expect(doubleQuoted('a\u202eb\u0085c\ufeffd\u007fe\uffff')).toBe('"a\\u202eb\\u0085c\\ufeffd\\u007fe\\uffff"');
    expect(doubleQuoted('a\ud800b')).toBe('"a\ufffdb"');
  });
});

describe('yamlKey', () => {
  test.each(['name', 'app.kubernetes.io/name', 'a-b', '_a', 'A1'])('writes %j as it is', (key) => {
    expect(yamlKey(key)).toBe(key);
  });

  test.each(['', 'y', 'On', 'null', '8080', '1.5', 'a b', 'a:b', '-a', '<<', '=', '*', 'é', '{{a}}', '?'])(
    'puts %j in double quotes',
    (key) => {
      expect(yamlKey(key)).toBe(JSON.stringify(key));
    },
  );
});

describe('blockScalar', () => {
  test.each([
    ['a\nb', 2, '|-\n  a\n  b'],
    ['a\nb\n', 4, '|\n    a\n    b'],
    ['a\n', 2, '|\n  a'],
    ['a\n\n\nb\n', 2, '|\n  a\n\n\n  b'],
    ['\na\n', 2, '|\n\n  a'],
    [' a\nb', 2, '|2-\n   a\n  b'],
    ['\ta\nb', 2, '|2-\n  \ta\n  b'],
    ['\n a\nb', 2, '|2-\n\n   a\n  b'],
    ['a \nb', 2, '|-\n  a \n  b'],
    ['# a\n---\n- b: c\n', 2, '|\n  # a\n  ---\n  - b: c'],
  ])('writes %j', (text, indent, block) => {
    expect(blockScalar(text, indent)).toBe(block);
  });

  test.each([
    'a',
    '',
    '\n',
    '\n\n',
    'a\n\n',
    'a\r\nb',
    'a\rb\n',
    'a\u0085\nb',
    'a\u2028\nb',
    'a\u0007\nb',
    'a\u007f\nb',
    '\ufeffa\nb',
    'a\n \nb',
    'a\n\t\nb',
    '  \na',
    'a\n  ',
    'a\ud800\nb',
  ])('leaves %j to quotes', (text) => {
    expect(blockScalar(text, 2)).toBeUndefined();
  });

  test('reads back as the same text, as the value of a key and of an item, with something after it or nothing', () => {
    let blocks = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const [two, four] = [blockScalar(text, 2), blockScalar(text, 4)];
        if (two === undefined || four === undefined) return;
        blocks += 1;
        expect(load(`k: ${two}\nl: 1\n`)).toEqual({ k: text, l: 1 });
        expect(load(`l:\n  - ${four}\n  - k: 1\n`)).toEqual({ l: [text, { k: 1 }] });
        expect(load(`- k: ${four}\n`)).toEqual([{ k: text }]);
      }),
      { seed: 3, numRuns: 3000 },
    );
    expect(blocks).toBeGreaterThan(500);
  });

  test('takes multi-line texts of policies, of which it is made for', () => {
    expect(NASTY_TEXTS.filter((text) => blockScalar(text, 2) !== undefined)).toContain(
      'profile a {\n  /etc/** r,\n}\n',
    );
  });
});
