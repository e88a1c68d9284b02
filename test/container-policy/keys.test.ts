import Ajv from 'ajv';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../lib/container-policy/language/read';
import { allKeys } from '../../lib/container-policy/language/reference';
import { policySchema } from '../../lib/container-policy/language/schema';
import { documentWith, KEY_CASES } from './key-cases';

const GOOD = KEY_CASES.flatMap(({ path, good }) => good.map((value) => [path, value] as const));
const BAD = KEY_CASES.flatMap(({ path, bad }) => bad.map(([value, code]) => [path, value, code] as const));

const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(policySchema());

describe('the keys of a container policy', () => {
  it('have each a good and a bad case', () => {
    const paths = KEY_CASES.filter(({ good, bad }) => good.length > 0 && bad.length > 0).map(({ path }) => path);
    expect([...paths].sort()).toEqual(
      allKeys()
        .map(({ path }) => path)
        .sort(),
    );
  });

  it.each(GOOD)('%s may be %s', (path, value) => {
    const text = documentWith(path, value);
    expect(readPolicies(text).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(accepts(load(text))).toBe(true);
  });

  it.each(BAD)('%s may not be %s', (path, value, code) => {
    const text = documentWith(path, value);
    const { policies, diagnostics } = readPolicies(text, 'policy.yaml');
    expect(policies).toEqual([]);
    const [first] = diagnostics;
    expect(first).toMatchObject({ code, severity: 'error', place: { file: 'policy.yaml' } });
    expect(first?.place?.key?.startsWith(path)).toBe(true);
    // The place is the value, a part of it, or a key of it that is wrong or that should be there.
    const top = path.split('.')[0] ?? '';
    const line = text.split('\n').findIndex((each) => each.startsWith(`${top}:`)) + 1;
    expect(first?.place).toMatchObject({ line });
    expect(first?.place?.column ?? 0).toBeGreaterThan(0);
  });

  it.each(allKeys().map(({ path, key }) => [path, key] as const))('%s shows an example that is right', (path, key) => {
    const { diagnostics } = readPolicies(documentWith(path, key.example));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(BAD)('are in the schema no narrower than in the check: %s: %s', (path, value) => {
    const text = documentWith(path, value);
    const data = load(text);
    // What the schema refuses, the check refuses; the other way round only the check may know.
    if (!accepts(data)) expect(readPolicies(text).policies).toEqual([]);
  });
});

describe('a mistyped key', () => {
  it.each(
    allKeys()
      .map(({ path }) => path)
      .filter((path) => !['apiVersion', 'kind'].includes(path)),
  )('of %s is told with its nearest', (path) => {
    const [name = ''] = path.split('.').slice(-1);
    const wrong = `${name}x`;
    const text = documentWith(path, KEY_CASES.find((each) => each.path === path)?.good[0] ?? '').replace(
      `${name}:`,
      `${wrong}:`,
    );
    const unknown = readPolicies(text).diagnostics.find(({ code }) => code === 'POLICY1003');
    expect(unknown).toMatchObject({ hint: `did you mean "${name}"?` });
  });
});
