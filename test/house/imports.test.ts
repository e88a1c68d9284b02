import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cruise, type Violation } from './cruise';

const ROOT = join(__dirname, '../..');
const MINUTE = 60_000;
const DOMAINS = ['apparmor', 'clamav', 'falco', 'network', 'pod-security', 'seccomp', 'selinux'];

/** An import that is wrong, and the rule that must say so. */
type Wrong = readonly [file: string, imports: string, rule: string];

const WRONG: readonly Wrong[] = [
  ['diagnostics/a.ts', '../helm/target', 'diagnostics-folders'],
  ['diagnostics/b.ts', 'cdk8s', 'diagnostics-packages'],
  ['diagnostics/c.ts', 'node:fs', 'diagnostics-node'],
  ['kubernetes/a.ts', '../helm/target', 'kubernetes-folders'],
  ['kubernetes/b.ts', 'cdk8s', 'kubernetes-packages'],
  ['kubernetes/c.ts', 'node:path', 'kubernetes-node'],
  ['yaml/a.ts', '../kubernetes/target', 'yaml-folders'],
  ['yaml/b.ts', 'semver', 'yaml-packages'],
  ['yaml/c.ts', 'node:fs', 'yaml-node'],
  ['helm/a.ts', '../apparmor/target', 'helm-folders'],
  ['helm/b.ts', '../kubernetes/target', 'helm-folders'],
  ['helm/c.ts', 'cdk8s-plus-27', 'helm-packages'],
  ['container-policy/a.ts', '../charts/target', 'container-policy-folders'],
  ['container-policy/b.ts', 'commander', 'container-policy-packages'],
  ['charts/a.ts', '../gitlab/target', 'charts-folders'],
  ['charts/b.ts', 'commander', 'charts-packages'],
  ['gitlab/a.ts', '../project/target', 'gitlab-folders'],
  ['gitlab/b.ts', 'commander', 'gitlab-packages'],
  ['project/a.ts', '../cli/target', 'project-folders'],
  ['project/b.ts', 'picocolors', 'project-packages'],
  ['cli/a.ts', 'ajv', 'cli-packages'],
  ['index.ts', './cli/target', 'nothing-imports-cli'],
  ['elsewhere/a.ts', '../diagnostics/target', 'known-folders'],
  ['helm/circle-a.ts', './circle-b', 'no-circles'],
  ['helm/nowhere.ts', './not-there', 'no-guesses'],
  ...DOMAINS.flatMap((domain, index): readonly Wrong[] => [
    [`${domain}/a.ts`, `../${DOMAINS[index === 0 ? 1 : 0]}/target`, `${domain}-folders`],
    [`${domain}/b.ts`, '../container-policy/target', `${domain}-folders`],
    [`${domain}/c.ts`, 'commander', `${domain}-packages`],
    [`${domain}/language/a.ts`, '../target', `${domain}-language-folders`],
    [`${domain}/language/b.ts`, '../../helm/target', `${domain}-language-folders`],
    [`${domain}/language/c.ts`, 'constructs', `${domain}-language-packages`],
    [`${domain}/language/d.ts`, 'node:fs', `${domain}-language-node`],
  ]),
];

/** Imports of the drawing's arrows: no rule may say anything. */
const RIGHT: readonly (readonly [file: string, imports: string])[] = [
  ['kubernetes/right.ts', '../diagnostics/target'],
  ['yaml/right-a.ts', '../diagnostics/target'],
  ['yaml/right-b.ts', 'js-yaml'],
  ['falco/language/right-yaml.ts', '../../yaml/target'],
  ['falco/right-yaml.ts', '../yaml/target'],
  ['gitlab/right-yaml.ts', '../yaml/target'],
  ['project/right-yaml.ts', '../yaml/target'],
  ['helm/right-a.ts', '../diagnostics/target'],
  ['helm/right-b.ts', 'cdk8s'],
  ['helm/right-c.ts', 'node:crypto'],
  ['falco/language/right.ts', '../../kubernetes/target'],
  ['falco/right-a.ts', './language/target'],
  ['falco/right-b.ts', '../helm/target'],
  ['falco/right-c.ts', 'cdk8s-plus-27'],
  ['container-policy/right.ts', '../falco/target'],
  ['charts/right.ts', '../apparmor/target'],
  ['gitlab/right.ts', '../charts/target'],
  ['project/right.ts', '../gitlab/target'],
  ['cli/right-a.ts', '../project/target'],
  ['cli/right-b.ts', '../index'],
  // The other half of the circle above: a circle is told once.
  ['helm/circle-b.ts', './circle-a'],
  ['helm/type-a.ts', './type-b'],
];

const FOLDERS = [
  'diagnostics',
  'kubernetes',
  'yaml',
  'helm',
  'container-policy',
  'charts',
  'gitlab',
  'project',
  'cli',
  ...DOMAINS,
];

/** What is read of the configuration. */
interface Table {
  readonly forbidden: readonly { readonly name: string }[];
}

/** A small library with every wrong import once, and the right ones. */
function writeLibrary(folder: string): void {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, 'lib', file)), { recursive: true });
    writeFileSync(join(folder, 'lib', file), text);
  };
  for (const name of [...FOLDERS, ...DOMAINS.map((domain) => `${domain}/language`)]) {
    write(`${name}/target.ts`, 'export const target = 1;\n');
  }
  for (const [file, imports] of [...WRONG, ...RIGHT])
    write(file, `import * as it from '${imports}';\nexport const used = it;\n`);
  write('helm/type-b.ts', "import type { used } from './type-a';\nexport type Used = typeof used;\n");
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

describe('the import table', { timeout: MINUTE }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  let found: readonly Violation[] = [];

  beforeAll(() => {
    writeLibrary(folder);
    found = cruise(folder).violations;
  }, MINUTE);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds in this library', () => {
    const { violations, imports } = cruise(ROOT);
    expect(violations).toEqual([]);
    expect(imports).toBeGreaterThan(100);
  });

  test('has a row for every folder of the library', () => {
    const folders = readdirSync(join(ROOT, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(FOLDERS).toEqual(expect.arrayContaining(folders.map(({ name }) => name)));
  });

  test.each(WRONG)('does not let lib/%s import %s', (file, _, rule) => {
    expect(found.filter(({ from }) => from === `lib/${file}`).map((violation) => violation.rule)).toContain(rule);
  });

  test.each(RIGHT)('lets lib/%s import %s', (file) => {
    expect(found.filter(({ from }) => from === `lib/${file}`)).toEqual([]);
  });

  test('has no rule that never bites', () => {
    const table: Table = createRequire(__filename)('../../.dependency-cruiser.cjs');
    const biting = new Set(WRONG.map(([, , rule]) => rule));
    expect(table.forbidden.map(({ name }) => name).filter((name) => !biting.has(name))).toEqual([]);
  });
});
