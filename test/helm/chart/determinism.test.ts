import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'determinism-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program in a process of its own and gives back every file. */
function synth(name: string, ...args: readonly string[]): Readonly<Record<string, string>> {
  const outdir = join(folder, name);
  execFileSync(process.execPath, ['--import', 'tsx', join(__dirname, 'determinism', 'program.ts'), outdir, ...args], {
    stdio: 'pipe',
  });
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => [
      join(entry.parentPath, entry.name).slice(outdir.length + 1),
      readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    ]),
  );
}

test('two processes write the same bytes, whatever else happened in them and in whatever order the charts were made', () => {
  const first = synth('first');
  expect(Object.keys(first).length).toBeGreaterThan(70);
  expect(synth('second')).toEqual(first);
  expect(synth('third', 'other')).toEqual(first);
}, 60_000);
