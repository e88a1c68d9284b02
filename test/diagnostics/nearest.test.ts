import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearestHint } from '../../lib/diagnostics/nearest';

const CAPABILITIES = [
  'audit_control',
  'chown',
  'mac_admin',
  'net_admin',
  'net_raw',
  'sys_admin',
  'sys_ptrace',
  'setuid',
];

/** The definition, word for word and slow: what the fast one must agree with. */
function slowDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const same = a.at(-1) === b.at(-1);
  if (same) return slowDistance(x, y);
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return (
    1 +
    Math.min(
      slowDistance(x, y),
      slowDistance(a, y),
      slowDistance(x, b),
      swapped ? slowDistance(a.slice(0, -2), b.slice(0, -2)) : 99,
    )
  );
}

describe('editDistance', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 6 });

  it('agrees with the definition', () => {
    fc.assert(fc.property(word, word, (a, b) => editDistance(a, b) === slowDistance(a, b)));
  });

  it('gives up only when the limit is passed', () => {
    fc.assert(
      fc.property(word, word, fc.nat(6), (a, b, most) => {
        const right = slowDistance(a, b);
        const ours = editDistance(a, b, most);
        return right <= most ? ours === right : ours > most;
      }),
      { numRuns: 1000 },
    );
  });
});

describe('didYouMean', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['cap_sysadmin', 'sys_admin'],
    ['sys_admn', 'sys_admin'],
    ['sys_amdin', 'sys_admin'],
    ['SYS-ADMIN', 'sys_admin'],
    ['CAP_NET_RAW', 'net_raw'],
    ['setuids', 'setuid'],
    ['chwon', 'chown'],
    ['sys_admin', 'sys_admin'],
    ['zebra', undefined],
    ['x', undefined],
    ['', undefined],
    ['__', undefined],
  ];
  it.each(rows)('takes %j for %j', (name, expected) => {
    expect(didYouMean(name, CAPABILITIES)).toBe(expected);
  });

  it('takes the first of equally near names, and none from an empty list', () => {
    expect(didYouMean('bat', ['cat', 'rat'])).toBe('cat');
    expect(didYouMean('bat', [])).toBeUndefined();
  });

  it('asks as a hint', () => {
    expect(nearestHint('chwon', CAPABILITIES)).toBe('did you mean "chown"?');
    expect(nearestHint('zebra', CAPABILITIES)).toBeUndefined();
  });

  it('is fast on 500 names, also for a hostile one', { timeout: 30_000 }, () => {
    const names = Array.from({ length: 500 }, (_, index) => `proc.field_${index}.of_the_event`);
    const start = performance.now();
    for (let round = 0; round < 100; round += 1) didYouMean('proc.fild_499.of_teh_event', names);
    didYouMean('p'.repeat(1_000_000), names);
    expect((performance.now() - start) / 100).toBeLessThan(100);
    expect(didYouMean('proc.fild_499.of_teh_event', names)).toBe('proc.field_499.of_the_event');
  });
});
