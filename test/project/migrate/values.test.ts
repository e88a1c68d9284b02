import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { podSecurityChart } from '../../../lib/charts/pod-security';
import { DiagnosticError } from '../../../lib/diagnostics/diagnostic-error';
import { HelmApp } from '../../../lib/helm';
import type { PodSecurityPolicySpec } from '../../../lib/pod-security/language/spec';
import { migratedChart } from '../../../lib/project/migrate/chart';
import { type Form, readMigration } from '../../../lib/project/migrate/policies';
import { reportOf, reportText } from '../../../lib/project/migrate/report';
import { valuesText } from '../../../lib/project/migrate/values';
import { validPolicy } from '../../pod-security/arbitrary-valid-policy';
import { listOf, manifestOf, policyManifest, rightsTo } from './policies';

const SEED = Number(process.env.MIGRATE_SEED ?? 20_260_601);
const CHART = join(__dirname, '../../../charts/pod-security');

const ajv = new Ajv({ strict: false, allErrors: true });
const isTaken = ajv.compile(JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')));
const defaults = load(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as object;

const migrated = (text: string, to: Form = 'yaml') => readMigration([{ file: 'x', text }], 'default', to);

/** The values that a migration gives, as Helm reads them; or what it says instead. */
function valuesOrCodes(text: string): object | readonly string[] {
  try {
    return load(valuesText(migrated(text).policies)) as object;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  }
}

/** What is said of one policy. */
function saysOf(manifest: object, to?: Form): string {
  try {
    migrated(listOf(manifest), to);
    return '';
  } catch (error) {
    return error instanceof DiagnosticError ? error.message : String(error);
  }
}

const inAny = (spec: PodSecurityPolicySpec, port: number): boolean =>
  spec.hostPorts?.some(({ min, max }) => min <= port && port <= max) ?? false;

// Keys that YAML might take for something else, too.
const odd = fc.constantFrom('a-b.c', '1', 'null', '2001-01-01', '0x1f', '1e3', 'constructor', 'a'.repeat(64));
const name = fc.oneof({ weight: 1, arbitrary: odd }, { weight: 3, arbitrary: fc.nat(99).map((id) => `p${id}`) });

describe('values of migrate psp', () => {
  it('are what the schema of charts/pod-security takes, for every policy that is not refused', {
    timeout: 60_000,
  }, () => {
    const refused = new Set<string>();
    let taken = 0;
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, validPolicy), { maxLength: 8, selector: ([key]) => key }), (given) => {
        fc.pre(given.length > 0);
        const found = valuesOrCodes(listOf(...given.map(([key, policy]) => manifestOf({ name: key, ...policy }))));
        if (Array.isArray(found)) {
          for (const code of found) refused.add(code);
          return;
        }
        taken += 1;
        expect(isTaken({ ...defaults, ...found }) ? [] : isTaken.errors).toEqual([]);
      }),
      { seed: SEED, numRuns: 150 },
    );
    expect([...refused]).toEqual(['PODSECURITY1070']);
    expect(taken).toBeGreaterThan(50);
  });

  it('allow the same ports of the node, without numbers that are none', () => {
    const bounds = fc.tuple(
      fc.integer({ min: -10, max: 70_000 }),
      fc.constantFrom(0, 1, 80, 65_534, 65_535, 65_536, 2 ** 31 - 1),
    );
    fc.assert(
      fc.property(fc.array(bounds, { maxLength: 4 }), (ranges) => {
        const hostPorts = ranges.map(([min, max]) => ({ min, max }));
        const values = valuesOrCodes(listOf(policyManifest('p', { hostPorts })));
        const { spec } = (values as { podSecurityPolicies: { p: { spec: PodSecurityPolicySpec } } }).podSecurityPolicies
          .p;
        for (const port of [
          1,
          2,
          79,
          80,
          81,
          65_534,
          65_535,
          ...ranges.flat().filter((each) => 0 < each && each < 65_536),
        ])
          expect([port, inAny(spec, port)]).toEqual([
            port,
            hostPorts.some(({ min, max }) => min <= port && port <= max),
          ]);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it.each([
    ['apparmor.security.beta.kubernetes.io/defaultProfileName', 'localhost/', '"localhost/" names no profile'],
    ['apparmor.security.beta.kubernetes.io/allowedProfileNames', 'unconfined,localhost/', 'names no profile'],
    ['seccomp.security.alpha.kubernetes.io/defaultProfileName', 'localhost/a,b', 'has a comma in its name'],
    ['seccomp.security.alpha.kubernetes.io/allowedProfileNames', 'localhost/', 'names no profile'],
  ])('cannot hold every profile in %s: a chart of its own can', (annotation, value, says) => {
    const manifest = policyManifest('p', {}, { [annotation]: value });
    expect(saysOf(manifest)).toContain(`"metadata.annotations[${annotation}]" of "p" cannot be written as a value`);
    expect(saysOf(manifest)).toContain(`${says} [PODSECURITY1070]`);
    expect(saysOf(manifest, 'chart')).toBe('');
  });

  it('cannot hold text that Helm erases, which is told with its place', () => {
    const says = saysOf(policyManifest('p', { allowedCapabilities: ['<no value>'] }));
    expect(says).toContain('(spec.allowedCapabilities[0]): error: "p" cannot be written as values');
  });

  it('cannot hold names that are no DNS label, nor a chart those that leave no room', () => {
    const [label, long] = ['a'.repeat(64), 'a'.repeat(206)];
    expect(saysOf(policyManifest(label))).toContain(
      'has 64 characters: as a key of values it may have 63 [PODSECURITY1070]',
    );
    expect(saysOf(policyManifest(label), 'chart')).toBe('');
    expect(saysOf(policyManifest(long), 'chart')).toContain(
      'has 206 characters: with the names of the release and the chart in front it may have 205 [PODSECURITY1070]',
    );
  });

  it('say what all policies have in common as the schema has it', () => {
    const scope = { mode: 'audit', namespaces: ['shop', 'web'], exemptNamespaces: ['kube-system'] } as const;
    const found = load(valuesText(migrated(listOf(policyManifest('p'))).policies, scope)) as object;
    expect(found).toMatchObject(scope);
    expect(isTaken({ ...defaults, ...found }) ? [] : isTaken.errors).toEqual([]);
  });

  it('take no more policies than the API server can afford, and say what to do', () => {
    const many = Array.from({ length: 11 }, (_, index) => policyManifest(`p${index}`));
    expect(valuesOrCodes(listOf(...many))).toEqual(['PODSECURITY1071']);
    expect(() => migrated(listOf(...many))).toThrow(/all 11 policies as values[\s\S]*--to chart[\s\S]*"namespaces"/);
  });
});

describe('new names', () => {
  it('are those that the charts give', () => {
    const { policies } = migrated(listOf(policyManifest('a-b.c'), policyManifest('web')));
    const options = { releaseName: 'm', kubeVersion: 'v1.24.17', apiVersions: ['policy/v1beta1/PodSecurityPolicy'] };
    const values = load(valuesText(policies)) as { [key: string]: unknown };
    const { chart } = migratedChart(policies, { name: 'moved', version: '1.0.0', outdir: 'dist', readme: '' });
    const forms = [
      ['yaml', podSecurityChart(new HelmApp()).render({ ...options, values })],
      ['chart', chart.render(options)],
    ] as const;
    for (const [to, objects] of forms) {
      const given = reportOf(policies, [], { to, chart: 'moved' }).policies.map(({ becomes }) => becomes);
      const names = objects.filter(({ kind }) => kind === 'PodSecurityPolicy').map(({ metadata }) => metadata.name);
      expect(given.map((name) => name.replace('RELEASE', 'm'))).toEqual(names.sort());
    }
  });
});

describe('rights in a migration', () => {
  it('have names that may hold anything, and stay in their lines', () => {
    const name = 'jane\nmode: audit\r\u2028\u001b[31m';
    const [role, binding] = rightsTo('web') as readonly [object, object];
    const text = listOf(policyManifest('web'), role, { ...binding, subjects: [{ kind: 'User', name }] });
    const { policies } = migrated(text);
    const written = valuesText(policies);
    expect(written).toContain('# web: used by user jane mode: audit␍ ␛[31m, for pods in shop\n');
    expect(load(written)).toMatchObject({
      mode: 'enforce',
      podSecurityPolicies: { web: { subjects: [{ kind: 'User', name, in: 'shop' }] } },
    });
    expect(reportText(reportOf(policies, [], { to: 'yaml', chart: '' }))).toContain(
      '- `web`: user jane mode: audit␍ ␛[31m, for pods in shop\n',
    );
  });

  it('know the old names where roles name them: a role for everything is none to delete', () => {
    const [role, binding] = rightsTo('web') as readonly [object, { readonly roleRef: object }];
    const any = ['*'];
    const all = {
      ...role,
      metadata: { name: 'cluster-admin' },
      rules: [{ apiGroups: any, resources: any, verbs: any }],
    };
    const toAll = { ...binding, metadata: { name: 'admins' }, roleRef: { ...binding.roleRef, name: 'cluster-admin' } };
    const subjects = [{ kind: 'User', name: 'jane' }];
    const { policies } = migrated(listOf(policyManifest('web'), role, binding, all, { ...toAll, subjects }));
    expect(policies[0]?.users.map(({ name }) => name)).toEqual(['makers', 'jane']);
    expect(policies[0]?.rights).toEqual(['ClusterRole use', 'RoleBinding shop/use']);
    const said = reportText(reportOf(policies, [], { to: 'yaml', chart: '' }));
    expect(said).not.toContain('cluster-admin');
    expect(said).toContain('Delete them, and the roles and bindings that name them alone');
  });

  it('are not taken from subjects that no server takes, which is told', () => {
    const [role, binding] = rightsTo('web') as readonly [object, { readonly subjects: readonly object[] }];
    const subjects = [...binding.subjects, { kind: 'Groups', name: 'a' }, { kind: 'User' }];
    const { policies, problems } = migrated(listOf(policyManifest('web'), role, { ...binding, subjects }));
    expect(policies[0]?.users).toEqual([{ kind: 'Group', name: 'makers', boundIn: 'shop' }]);
    expect(policies[0]?.rights).toEqual(['ClusterRole use', 'RoleBinding shop/use']);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'PODSECURITY1011 "subjects[1]" of the RoleBinding "use" is of the kind "Groups", which is none of ServiceAccount, Group, User: it counts for nothing',
      'PODSECURITY1011 "subjects[2]" of the RoleBinding "use" has no name: it counts for nothing',
    ]);
  });
});
