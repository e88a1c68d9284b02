import { describe, expect, it } from 'vitest';
import { flawsOf } from '../../lib/diagnostics/predicates';
import { mustBeLabelSelector } from '../../lib/kubernetes/check-label-selector';
import { isLabelKey, isLabelValue, isSubdomain } from '../../lib/kubernetes/labels';

const LONG = 'x'.repeat(63);

describe('labels', () => {
  it.each(['app', 'app.kubernetes.io/name', 'a.b/c_d', 'A', LONG, `${'x'.repeat(253)}/a`])(
    'may have the key %s',
    (key) => {
      expect(isLabelKey(key)).toBe(true);
    },
  );

  it.each(['', '/a', 'a/', 'A.b/c', 'a/b/c', '-a', 'a-', 'a b', 'a..b/c', `${LONG}x`, `${'x'.repeat(254)}/a`])(
    'may not have the key %j',
    (key) => {
      expect(isLabelKey(key)).toBe(false);
    },
  );

  it('have values that may be empty', () => {
    expect(['', 'a', 'A_b.c-d', LONG].filter((value) => !isLabelValue(value))).toEqual([]);
    expect(['-a', 'a-', 'a b', 'é', `${LONG}x`].filter(isLabelValue)).toEqual([]);
  });
});

describe('a subdomain', () => {
  it('is in lower case', () => {
    expect(['a', 'a.b', 'a-b.1'].filter((name) => !isSubdomain(name))).toEqual([]);
    expect(['', 'A', 'a.', '.a', 'a_b'].filter(isSubdomain)).toEqual([]);
  });
});

describe('a label selector', () => {
  const OPEN = 'not known yet';
  const faults = (selector: unknown) =>
    flawsOf(
      mustBeLabelSelector((value) => value === OPEN),
      selector,
      'selector',
    ).map(({ at }) => at);

  it.each([
    {},
    { matchLabels: { app: 'web' } },
    { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', ''] }] },
    {
      matchExpressions: [
        { key: 'app', operator: 'Exists' },
        { key: 'b', operator: 'DoesNotExist', values: [] },
      ],
    },
    OPEN,
    { matchLabels: { [OPEN]: OPEN, app: OPEN }, matchExpressions: [{ key: OPEN, operator: OPEN, values: OPEN }] },
  ])('may be %j', (selector) => {
    expect(faults(selector)).toEqual([]);
  });

  it('is told all its faults with their places', () => {
    const selector = {
      matchLabels: { 'a b': 'c', app: '-', n: 1 },
      matchExpressions: [
        { key: 'app', operator: 'in', values: ['a'] },
        { key: 'app', operator: 'In', values: [] },
        { key: 'app', operator: 'Exists', values: ['a'] },
        { key: '', operator: 'NotIn', values: ['-'] },
        { operator: 'Exists' },
      ],
      matchLabel: {},
    };
    expect(faults(selector)).toEqual([
      'selector.matchLabel',
      "selector.matchLabels['a b']",
      'selector.matchLabels.app',
      'selector.matchLabels.n',
      'selector.matchExpressions[0].operator',
      'selector.matchExpressions[1].values',
      'selector.matchExpressions[2].values',
      'selector.matchExpressions[3].key',
      'selector.matchExpressions[3].values[0]',
      'selector.matchExpressions[4].key',
    ]);
  });
});
