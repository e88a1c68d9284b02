import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { podSecurityChart } from '../../../lib/charts/pod-security';
import { HelmApp } from '../../../lib/helm';
import { readInventory } from '../../../lib/pod-security/language/read/inventory';
import { migratedChart } from '../../../lib/project/migrate/chart';
import { type MigratedPolicy, readMigration } from '../../../lib/project/migrate/policies';
import { programText } from '../../../lib/project/migrate/program';
import { valuesOf } from '../../../lib/project/migrate/values';
import { runProgram } from '../../docs/program';
import { manifestsOf, PROJECTS } from './projects';
import { answersAt, inventoryOf, podSet, verdicts } from './verdicts';

const WITH_POLICIES = { kubeVersion: 'v1.24.17', apiVersions: ['policy/v1beta1/PodSecurityPolicy'] };

/** Files that projects themselves rendered. */
const { PSP_FILES } = process.env;

/** The objects of the chart of a migration, on a cluster that has the policies. */
function chartObjects(policies: readonly MigratedPolicy[]): readonly object[] {
  const { chart } = migratedChart(policies, { name: 'moved', version: '1.0.0', outdir: 'dist', readme: 'Moved.' });
  return chart.render({ ...WITH_POLICIES, releaseName: 'm' });
}

/** The objects of charts/pod-security with the values of a migration. */
function valuesObjects(policies: readonly MigratedPolicy[]): readonly object[] {
  const values = valuesOf(policies);
  return podSecurityChart(new HelmApp()).render({ ...WITH_POLICIES, releaseName: 'm', values });
}

/** Names that charts give have the release in front. */
const unprefixed = (policies: readonly MigratedPolicy[]) => (name: string) =>
  policies.filter(({ id }) => name.endsWith(`-${id}`)).sort((one, other) => other.id.length - one.id.length)[0]?.name ??
  name;

/** Gives back how many of the pods are let in: from 0 to 1. */
function sameVerdicts(text: string, file: string): number {
  const original = readInventory([{ file, text }], 'default');
  const { policies } = readMigration([{ file, text }], 'default', 'yaml');
  const pods = podSet(original.workloads);
  const before = verdicts(pods, original);
  for (const objects of [chartObjects(policies), valuesObjects(policies)]) {
    const moved = inventoryOf(objects);
    expect(moved.problems).toEqual([]);
    expect(moved.policies).toHaveLength(policies.length);
    expect(verdicts(pods, moved, unprefixed(policies))).toEqual(before);
  }
  return before.filter((each) => 'allowed' in each && each.allowed === true).length / before.length;
}

describe('migrate psp', () => {
  it.each(PROJECTS.map((project) => [project.name, project] as const))(
    'gives policies with equal verdicts for %s, as a chart and as values',
    { timeout: 60_000 },
    (name, project) => {
      const allowed = sameVerdicts(manifestsOf(project), `${name}.json`);
      expect(allowed).toBeGreaterThan(0.1);
      expect(allowed).toBeLessThan(0.9);
    },
  );

  it('lets in what each project runs', () => {
    for (const project of PROJECTS) {
      const inventory = readInventory([{ file: 'x', text: manifestsOf(project) }], 'default');
      expect(verdicts(inventory.workloads, inventory)).toEqual(
        project.policies.map(({ name }) => expect.objectContaining({ allowed: true, policy: name })),
      );
    }
  });

  it.each(PROJECTS.map((project) => [project.name, project] as const))(
    'lets in the same pods of %s by what the chart holds for Kubernetes 1.36, and no others by that for 1.34',
    { timeout: 120_000 },
    (_, project) => {
      const texts = [{ file: 'x', text: manifestsOf(project) }];
      const original = readInventory(texts, 'default');
      const { policies } = readMigration(texts, 'default', 'chart');
      const { chart } = migratedChart(policies, { name: 'moved', version: '1.0.0', outdir: 'dist', readme: '' });
      const pods = podSet(original.workloads);
      const at = (version: '1.34' | '1.36') => {
        const kinds = ['ValidatingAdmissionPolicy', ...(version === '1.36' ? ['MutatingAdmissionPolicy'] : [])];
        const apiVersions = kinds.map((kind) => `admissionregistration.k8s.io/v1/${kind}`);
        const moved = inventoryOf(chart.render({ releaseName: 'm', kubeVersion: `v${version}.0`, apiVersions }));
        expect(moved.policies).toEqual([]);
        return answersAt(version, pods, moved).map(({ allowed }) => allowed);
      };
      const before = answersAt('1.24', pods, original).map(({ allowed }) => allowed);
      expect(at('1.36')).toEqual(before);
      const withoutDefaults = at('1.34');
      // What a policy would have to change is refused there; all else is as it was.
      expect(withoutDefaults.filter((allowed, index) => allowed && before[index] === false)).toEqual([]);
    },
  );

  it('gives a program that writes the same chart', { timeout: 60_000 }, () => {
    for (const project of PROJECTS) {
      const { policies } = readMigration([{ file: 'x', text: manifestsOf(project) }], 'default', 'typescript');
      const { folder } = runProgram(programText(policies, { name: 'moved', version: '1.0.0' }));
      const templates = join(folder, 'dist/moved/templates');
      const { app } = migratedChart(policies, {
        name: 'moved',
        version: '1.0.0',
        outdir: join(folder, 'other'),
        readme: '',
      });
      app.synth();
      const [written, expected] = [templates, join(folder, 'other/moved/templates')].map((path) =>
        readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]),
      );
      expect(written).toEqual(expected);
    }
  });
});

describe.skipIf(PSP_FILES === undefined)('files that projects shipped (set PSP_FILES to their folder)', () => {
  const files = PSP_FILES === undefined ? [] : readdirSync(PSP_FILES).filter((name) => name.endsWith('.yaml'));

  it.each(files)('%s: equal verdicts after the migration', { timeout: 60_000 }, (name) => {
    sameVerdicts(readFileSync(join(PSP_FILES ?? '', name), 'utf8'), name);
  });
});
