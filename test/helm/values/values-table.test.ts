import { describe, expect, test } from 'vitest';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { valuesTable } from '../../../lib/helm/values/values-table';
import { SHOP } from './shop';

const one = (more: Partial<ValueDeclaration>) => valuesTable([{ path: ['a'], shape: { type: 'any' }, ...more }])[0];

describe('valuesTable', () => {
  test('has a row for every value, and for the properties of records', () => {
    expect(valuesTable(SHOP).map(({ key, type, default: value }) => [key, type, value])).toEqual([
      ['`logLevel`', 'string', '`"info"`'],
      ['`image.repository`', 'string', '`"registry.example.com/loader"`'],
      ['`image.tag`', 'string', '`""`'],
      ['`auth.password`', 'string', 'required'],
      ['`auth.user`', 'string', 'required'],
      ['`port`', 'integer', '`8080`'],
      ['`ratio`', 'number', '`1e+21`'],
      ['`maxUnavailable`', 'integer or string', '`"50%"`'],
      ['`on`', 'boolean', '`true`'],
      ['`labels`', 'map of strings', '`{}`'],
      [
        '`profiles`',
        'map of strings',
        '<code>{"nginx":"profile nginx {&#92;n  /etc/&#42;&#42; r,&#92;n}&#92;n"}</code>',
      ],
      ['`mounts`', 'list of objects', '`[{"name":"a","options":["ro","0123"]},{"name":"b"}]`'],
      ['`mounts[].name`', 'string', 'required'],
      ['`mounts[].options`', 'list of strings', ''],
      ['`tolerations`', 'list of anything', '`[]`'],
      ['`affinity`', 'any', '`{}`'],
    ]);
  });

  test('puts the limits behind the description', () => {
    const { description } = valuesTable(SHOP)[0] ?? {};
    expect(description).toBe(`${SHOP[0]?.description} One of "debug", "info" or "warn".`);
  });

  test.each([
    [['a.b'], "`['a.b']`"],
    [['a', 'kubernetes.io/os', 'c'], "`a['kubernetes.io/os'].c`"],
    [['a', 'x|y'], '<code>a.x&#124;y</code>'],
    [['a', '`'], '<code>a.&#96;</code>'],
    [['a', '{{b}}'], '<code>a.&#123;&#123;b&#125;&#125;</code>'],
    [['a', 'é\n'], "<code>a&#91;'é&#92;n'&#93;</code>"],
  ])('shows the path %j so that nobody takes it for another', (path, key) => {
    const nested = path.reduceRight<ValueDeclaration | undefined>(
      (inner, _, index) => ({
        path: path.slice(0, index + 1),
        shape: inner ? { type: 'object', properties: [inner] } : { type: 'boolean' },
      }),
      undefined,
    );
    expect(valuesTable(nested ? [nested] : [])[0]?.key).toBe(key);
  });

  test('names what lies in maps and lists of records', () => {
    const record = { type: 'object', properties: [{ path: ['x'], shape: { type: 'boolean' } }] } as const;
    const shape = { type: 'map', values: { type: 'list', items: record } } as const;
    expect(valuesTable([{ path: ['a'], shape, default: {} }]).map(({ key }) => key)).toEqual(['`a`', '`a.<key>[].x`']);
  });

  test('keeps Markdown, HTML, template marks and line breaks of a description from being read as such', () => {
    expect(one({ description: 'a | b\nc `d` <e> *f* _g_ h_i {{ j }} [k](l) \\m {n} &amp;' })?.description).toBe(
      'a &#124; b c &#96;d&#96; &lt;e&gt; &#42;f&#42; &#95;g&#95; h_i &#123;&#123; j &#125;&#125; &#91;k&#93;(l) &#92;m {n} &amp;amp;',
    );
  });

  test.each([
    ['a|b', '<code>"a&#124;b"</code>'],
    ['{{ .a }}', '<code>"&#123;&#123; .a &#125;&#125;"</code>'],
    ['a\nb', '<code>"a&#92;nb"</code>'],
    ['a`b', '<code>"a&#96;b"</code>'],
    ['<a>', '`"<a>"`'],
    ['x'.repeat(200), 'see `values.yaml`'],
  ])('writes the default %j so that the table stays whole', (value, cell) => {
    expect(one({ default: value })?.default).toBe(cell);
  });
});
