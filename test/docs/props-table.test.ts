import { describe, expect, it } from 'vitest';
import { readPage } from './markdown';
import { PAGE, propsPage } from './props-table';

describe('the page of props', () => {
  it('is what the program writes', () => expect(readPage(PAGE)).toBe(propsPage()), 120_000);
});
