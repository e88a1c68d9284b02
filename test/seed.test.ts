import fc from 'fast-check';
import { expect, test } from 'vitest';

test('generated inputs are the same each time', () => {
  const seen: number[][] = [[], []];
  for (const inputs of seen) fc.assert(fc.property(fc.integer(), (input) => void inputs.push(input)));
  expect(seen[0]).toEqual(seen[1]);
});
