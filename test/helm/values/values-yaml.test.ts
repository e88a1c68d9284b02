import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { defaultValues } from '../../../lib/helm/values/defaults';
import { valuesYaml } from '../../../lib/helm/values/values-yaml';
import { NASTY_TEXTS } from './nasty-texts';
import { SHOP } from './shop';
import { uncommented } from './uncommented';

const EXPECTED = `# Default values of shop.

# -- How much the loader says. Every profile that was loaded is a line at level info, every file
# that was looked at one at debug.
# One of "debug", "info" or "warn".
logLevel: info

# The image of the loader.
image:
  # -- Where it is.
  # At least 1 character.
  repository: registry.example.com/loader
  # -- Its tag.
  tag: ""
  # Example:
  # tag: "1.20"

# How the loader gets in.
# auth:
#   # -- The password.
#   # Required.
#   # Must match ^[a-z]{8,}$
#   password: abcdefgh
#   # -- Required.
#   user: text

# -- Port of the metrics.
# From 1 to 65535.
port: 8080

# -- At most 1e+22.
ratio: 1.0e+21

# -- Nodes at a time.
# An integer or a string.
# A string must match ^[0-9]+%$
maxUnavailable: "50%"

# -- YAML 1.1 reads this key as true.
"on": true

# -- Labels of all objects.
# Each key must match ^[a-z./-]+$
labels: {}
# Example:
# labels:
#   app.kubernetes.io/part-of: shop
#   "n": "no"

# -- AppArmor profiles by name.
profiles:
  nginx: |
    profile nginx {
      /etc/** r,
    }

# -- What is mounted.
# At least 1 item.
# Each item: a map with name (required), options.
mounts:
  - name: a
    options:
      - ro
      - "0123"
  - name: b

tolerations: []
# Example:
# tolerations:
#   - key: x
#     operator: Exists

# -- Handed on to the pod.
affinity: {}
`;

const leaf = (
  key: string,
  value: ValueDeclaration['default'],
  more: Partial<ValueDeclaration> = {},
): ValueDeclaration => ({
  path: [key],
  shape: { type: 'any' },
  ...(value === undefined ? {} : { default: value }),
  ...more,
});

describe('valuesYaml', () => {
  test('writes every default with its description, limits and example', () => {
    expect(valuesYaml(SHOP, { header: 'Default values of shop.' })).toBe(EXPECTED);
  });

  test('reads back as the declared defaults', () => {
    expect(load(valuesYaml(SHOP))).toEqual(defaultValues(SHOP));
  });

  test('is valid when every comment that is YAML loses its mark; of two equal keys the later counts', () => {
    expect(load(uncommented(SHOP), { json: true })).toEqual({
      ...defaultValues(SHOP),
      image: { repository: 'registry.example.com/loader', tag: '1.20' },
      auth: { password: 'abcdefgh', user: 'text' },
      labels: { 'app.kubernetes.io/part-of': 'shop', n: 'no' },
      tolerations: [{ key: 'x', operator: 'Exists' }],
    });
  });

  test('is an empty map without declarations', () => {
    expect(valuesYaml([])).toBe('{}\n');
    expect(valuesYaml([], { header: 'Nothing.' })).toBe('# Nothing.\n\n{}\n');
  });

  test('shows a required value with its example, or with one that fits', () => {
    const declarations = [
      leaf('a', undefined, { required: true, example: { b: [1, 'x\ny\n\nz\n'] } }),
      leaf('b', undefined, { required: true, shape: { type: 'integer', minimum: 30000 } }),
    ];
    const lines = [
      '# -- Required.',
      '# a:',
      '#   b:',
      '#     - 1',
      '#     - |',
      '#       x',
      '#       y',
      '#',
      '#       z',
      '',
    ];
    expect(valuesYaml(declarations)).toBe(
      [...lines, '# -- Required.', '# At least 30000.', '# b: 30000', ''].join('\n'),
    );
    expect(load(uncommented(declarations))).toEqual({ a: { b: [1, 'x\ny\n\nz\n'] }, b: 30000 });
  });

  test('shows an optional value as a comment that says so', () => {
    const shape = { type: 'object', properties: [{ path: ['b'], shape: { type: 'boolean' } }] } as const;
    const declarations: readonly ValueDeclaration[] = [
      { path: ['a'], shape, optional: true, description: 'A record.' },
      { path: ['c'], shape: { type: 'integer', minimum: 2 }, optional: true },
    ];
    expect(valuesYaml(declarations)).toBe(
      '# -- A record.\n# Optional.\n# a:\n#   b: true\n\n# -- Optional.\n# At least 2.\n# c: 2\n',
    );
    expect(defaultValues(declarations)).toEqual({});
  });

  test('keeps a group of optional values without defaults as an empty map, and shows them', () => {
    const shape = {
      type: 'object',
      properties: [{ path: ['a', 'port'], shape: { type: 'integer' }, description: 'Its port.' }],
    } as const;
    expect(valuesYaml([{ path: ['a'], shape }])).toBe('a: {}\n# Example:\n# a:\n#   # -- Its port.\n#   port: 1\n');
  });

  test('leaves what is optional inside a commented group a comment', () => {
    const properties = [
      { path: ['a', 'one'], shape: { type: 'integer' }, required: true },
      { path: ['a', 'two'], shape: { type: 'integer' } },
    ] as const;
    expect(valuesYaml([{ path: ['a'], shape: { type: 'object', properties } }])).toBe(
      '# a:\n#   # -- Required.\n#   one: 1\n#   # two: 1\n',
    );
  });

  test('has nothing for yamllint to say: no blanks at line ends, no three empty lines, one line break at the end', () => {
    const text = valuesYaml([
      ...SHOP,
      ...NASTY_TEXTS.map((nasty, index) =>
        leaf(`v${index}`, { [nasty]: [nasty, { [nasty]: nasty }] }, { description: nasty }),
      ),
    ]);
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).not.toMatch(/\n{4}/);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/[\r\x7f-\x9f\u2028\u2029\ufeff]/);
    expect(
      Math.max(
        ...text
          .split('\n')
          .filter((line) => /^ *# .* /.test(line))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  });

  test('reads every nasty text back, wherever it stands, with nasty descriptions beside it', () => {
    const declarations = NASTY_TEXTS.map((nasty, index) =>
      leaf(`v${index}`, { [nasty]: [nasty, { [nasty]: nasty }] }, { description: nasty }),
    );
    expect(load(valuesYaml(declarations))).toEqual(defaultValues(declarations));
  });

  test.each([
    [0, '0'],
    [-1, '-1'],
    [1.5, '1.5'],
    [1e6, '1000000'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [1e21, '1.0e+21'],
    [1e-7, '1.0e-7'],
    [-2.5e-10, '-2.5e-10'],
    [-0, '0'],
  ])('writes the number %d so that YAML 1.1 reads a number', (number, text) => {
    expect(valuesYaml([leaf('a', number)])).toBe(`a: ${text}\n`);
  });
});
