import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STRAY_BYTES } from '../../../lib/apparmor/language/escapes';
import { profileNames } from '../../../lib/apparmor/language/profile-names';
import { packageFile, requireTool } from '../../tools/find';
import { namesInPolicy } from '../policy-blob';
import { profileText } from './arbitrary-text';

/** Texts to generate; `PROFILE_TEXTS=5000` looks longer. */
const RUNS = Number(process.env.PROFILE_TEXTS ?? 300);
/** The same texts each time; `PROFILE_SEED=1` looks elsewhere. */
const SEED = Number(process.env.PROFILE_SEED ?? 20_261_121);

/** Texts that other seeds found: there parser and reader once disagreed. */
const FOUND_BEFORE = ['profile a\\xaa { }\n', 'profile a\\xaa { }\nprofile a\\xab { }\n', '/a\\303\\251\\xff { }\n'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile-names-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bytes of a name as one character each: what the parser prints need not be UTF-8. */
const bytes = (name: string): string =>
  name.replace(/./gsu, (character) =>
    STRAY_BYTES.test(character)
      ? String.fromCharCode(character.charCodeAt(0) - 0xdc00)
      : Buffer.from(character, 'utf8').toString('latin1'),
  );

/** Lines, sorted: the parser sorts names by its own rule, and a name may hold a newline. */
const lines = (names: readonly string[]): readonly string[] => names.join('\n').split('\n').filter(Boolean).sort();

interface Verdict {
  /** As `apparmor_parser -N` prints them. */
  readonly written: readonly string[];
  /** As they stand in the compiled policy; undefined when the rules are refused. */
  readonly loaded: readonly string[] | undefined;
}

/** What apparmor_parser finds in a text, or undefined if it refuses even to list names. */
function judge(parser: string, text: string): Verdict | undefined {
  const file = join(folder, 'text');
  const policy = join(folder, 'policy');
  writeFileSync(file, text);
  const listed = spawnSync(parser, ['-q', '-N', file], { encoding: 'latin1' });
  if (listed.status !== 0) {
    return undefined;
  }
  const { status } = spawnSync(parser, ['-q', '-Q', '-K', '-o', policy, file]);
  return {
    written: lines([listed.stdout]),
    loaded: status === 0 ? lines(namesInPolicy(readFileSync(policy))) : undefined,
  };
}

it.for(['etc/apparmor.d', 'usr/share/apparmor/extra-profiles'])(
  'finds the names of all profiles that Debian ships in /%s',
  (path, context) => {
    const parser = requireTool(context, 'apparmor_parser');
    const root = packageFile('apparmor', path);
    if (root === undefined) {
      context.skip(`/${path} is not unpacked: it comes with the package apparmor-profiles`);
      return;
    }
    const files = readdirSync(root).filter((file) => file !== 'README' && statSync(join(root, file)).isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8');
      const { names, diagnostics } = profileNames(text, file);
      expect(lines(names.map(({ written }) => bytes(written))), file).toEqual(judge(parser, text)?.written);
      expect(
        diagnostics.filter(({ severity }) => severity === 'error'),
        file,
      ).toEqual([]);
    }
  },
);

it('finds the names of generated profiles, as they are written and as the kernel gets them', (context) => {
  const parser = requireTool(context, 'apparmor_parser');
  const agreed = { written: 0, loaded: 0 };
  fc.assert(
    fc.property(profileText, (text) => {
      const { names, diagnostics } = profileNames(text);
      const verdict = judge(parser, text);
      if (verdict === undefined) {
        return;
      }
      const errors = diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'APPARMOR1001');
      // The parser lists the names of texts that it does not compile; what it compiles we take, and what it refuses we
      // refuse, as far as it does not lie in what is included.
      if (verdict.loaded !== undefined) expect(errors).toEqual([]);
      else if (!/include/.test(text)) expect(errors).not.toEqual([]);
      expect(lines(names.map(({ written }) => bytes(written)))).toEqual(verdict.written);
      agreed.written++;
      // What stands inside a child is compiled under the child's own name: kernels refuse it, so it does not count.
      if (verdict.loaded && !names.some(({ parent }) => names.some((other) => other.name === parent && other.parent))) {
        const known = names.filter(({ name }) => !/^:ns:|@\{/.test(name));
        expect(verdict.loaded).toEqual(expect.arrayContaining([...lines(known.map(({ name }) => bytes(name)))]));
        agreed.loaded++;
      }
    }),
    { numRuns: RUNS, seed: SEED, examples: FOUND_BEFORE.map((text) => [text]) },
  );
  expect(agreed.written).toBeGreaterThan(RUNS / 4);
  expect(agreed.loaded).toBeGreaterThan(RUNS / 10);
});
