import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { migratedChart } from '../../../lib/project/migrate/chart';
import { readMigration } from '../../../lib/project/migrate/policies';
import { programText } from '../../../lib/project/migrate/program';
import type { Scope } from '../../../lib/project/migrate/scope';
import { runProgram } from '../../docs/program';
import { listOf, policyManifest, rightsTo } from './policies';

/** Names that are one name without their dots and dashes, that are words of the language, or numbers. */
const NAMES = [
  'a-b.c',
  'a.b-c',
  'a-b-c',
  'a-b-c-2',
  'a1',
  'a-1',
  'a.1',
  'class',
  'default',
  'constructor',
  'chart',
  'app',
  'helm',
  '1a',
  '2001-01-01',
  '0x1f',
  'pod-security',
  'pod-security-policy-set',
];

interface Found {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly { readonly resourceNames: readonly string[] }[];
}

const policiesOf = (names: readonly string[]) =>
  readMigration(
    [{ file: 'x', text: listOf(...names.map((name) => policyManifest(name)), ...rightsTo(...names)) }],
    'default',
    'typescript',
  ).policies;

const templatesIn = (folder: string) => {
  const templates = join(folder, 'moved/templates');
  return readdirSync(templates).map((name) => [name, readFileSync(join(templates, name), 'utf8')]);
};

describe('the program of migrate psp', () => {
  it('says what all policies have in common, and writes the same chart', { timeout: 60_000 }, () => {
    const policies = policiesOf(['web']);
    const scope: Scope = { mode: 'audit', namespaces: ['shop', 'web'], exemptNamespaces: ['kube-system'] };
    const options = { name: 'moved', version: '1.0.0', scope, readme: '' };
    const text = programText(policies, options);
    const props = ["mode: 'audit'", "namespaces: ['shop', 'web']", "exemptNamespaces: ['kube-system']"];
    const lines = props.map((each) => `  ${each},\n`).join('');
    expect(text).toContain(`new PodSecurityPolicySet(chart, 'PodSecurityPolicySet', {\n${lines}});\n`);
    const { folder } = runProgram(text);
    const { app } = migratedChart(policies, { ...options, outdir: join(folder, 'other') });
    app.synth();
    const [written, expected] = ['dist', 'other'].map((path) => templatesIn(join(folder, path)));
    expect(written).toEqual(expected);
    expect(JSON.stringify(written)).toContain('Audit');
  });

  it('declares each variable once, makes each object once, and writes the same chart', { timeout: 120_000 }, () => {
    const policies = policiesOf(NAMES);
    const text = programText(policies, { name: 'moved', version: '1.0.0' });
    const { diagnostics = [] } = ts.transpileModule(text, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    expect(diagnostics).toEqual([]);
    const { folder } = runProgram(text);
    const other = { name: 'moved', version: '1.0.0', outdir: join(folder, 'other'), readme: '' };
    const { app, chart } = migratedChart(policies, other);
    app.synth();
    const [written, expected] = ['dist', 'other'].map((path) => templatesIn(join(folder, path)));
    expect(written).toEqual(expected);

    const apiVersions = ['policy/v1beta1/PodSecurityPolicy'];
    const objects: readonly Found[] = chart.render({ releaseName: 'm', kubeVersion: 'v1.24.17', apiVersions });
    const keys = objects.map(({ kind, metadata: { name, namespace = '' } }) => `${kind} ${namespace}/${name}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    // Each has a role of its own, and the name that it had.
    const named = NAMES.map((name) => `m-moved-${name}`).sort();
    const ofKind = (kind: string) => objects.filter((each) => each.kind === kind);
    expect(
      ofKind('PodSecurityPolicy')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(named);
    expect(
      ofKind('ClusterRole')
        .map(({ rules }) => rules?.[0]?.resourceNames[0])
        .sort(),
    ).toEqual(named);
  });
});
