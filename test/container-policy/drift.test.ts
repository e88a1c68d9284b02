import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { policyFiles } from '../../lib/project/policy-files';

const ROOT = join(__dirname, '../..');

it.each(policyFiles())('$path is what the table of keys makes: npm run synth', ({ path, text }) => {
  expect(existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '').toBe(text);
});
