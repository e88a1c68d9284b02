/** What charts/pod-security says of policies whose fields contradict each other: the same as the constructs do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderContext } from '../../lib/helm/chart/render';
import { evaluateExpression } from '../../lib/helm/expression/evaluate';
import { checkValues } from '../../lib/helm/values/check-value';
import type { JsonMap } from '../../lib/helm/values/shape';
import { checkPolicy } from '../../lib/pod-security/language/check-policy';
import { LEVELS, POLICY_OF_LEVEL } from '../../lib/pod-security/language/levels';
import { arbitraryPolicy } from '../pod-security/arbitrary-policy';
import { constructOf } from './shipped';

const CHART = constructOf({ name: 'pod-security' });
const PROFILE = /^(appArmor|seccomp)/;
const STRATEGIES = ['seLinux', 'runAsUser', 'supplementalGroups', 'fsGroup'] as const;

/** What the schema finds. */
const faults = (policy: JsonMap): readonly string[] =>
  checkValues(CHART.values._declarations, { podSecurityPolicies: { p: policy } }).map(({ message }) => message);

/** What a template of the chart says of one policy, without where the policy is. */
function said(template: 'refused' | 'doubtful', policy: JsonMap): readonly string[] {
  const context = renderContext(CHART, { values: { podSecurityPolicies: { p: policy } } });
  const lines = evaluateExpression(CHART.template(template)._node, context) as readonly string[];
  return lines.map((line) => line.replace(/^"podSecurityPolicies\.p\.(spec\.)?/, '"'));
}

/** Without where a field comes from. */
const short = (line: string): string => line.replace(/( \(\w+ comes from the level "\w+"\))+$/, '');

/** Fields as the values have them: profiles beside the spec. */
function asValues(fields: JsonMap, level?: string): JsonMap {
  const entries = Object.entries(fields);
  return {
    ...(level !== undefined && { level }),
    spec: Object.fromEntries(entries.filter(([key]) => !PROFILE.test(key))),
    ...Object.fromEntries(entries.filter(([key]) => PROFILE.test(key))),
  };
}

/** What the constructs say of the policy that counts. */
function ofConstructs(fields: JsonMap, level: (typeof LEVELS)[number] | undefined) {
  const { spec, profiles } = level === undefined ? { spec: {}, profiles: {} } : POLICY_OF_LEVEL[level];
  const found = checkPolicy({ ...spec, ...profiles, ...fields });
  const lines = (wanted: string) =>
    found.filter(({ severity }) => severity === wanted).map(({ message, hint }) => `${message}: ${hint}`);
  return { refused: lines('error'), doubtful: lines('warning') };
}

/** One fault for each place: a sysctl may meet several others. */
const byPlace = (lines: readonly string[]): readonly string[] => {
  const places = lines.map((line) => short(line).replace(/, which overlaps with .*/, ''));
  return [...new Set(places)].sort();
};

const ANY = { rule: 'RunAsAny' };
const WHOLE = { seLinux: ANY, runAsUser: ANY, supplementalGroups: ANY, fsGroup: ANY };

describe('charts/pod-security', () => {
  it('refuses and doubts of any policy what the constructs do, with the same words', () => {
    let [refusals, doubts] = [0, 0];
    const levels = fc.constantFrom(undefined, ...LEVELS);
    fc.assert(
      fc.property(arbitraryPolicy, levels, fc.subarray([...STRATEGIES]), (policy, level, unsaid) => {
        const isOwn = ([key]: readonly [string, unknown]) =>
          !unsaid.some((each) => each === key) || level === undefined;
        const fields = Object.fromEntries(Object.entries(policy).filter(isOwn)) as JsonMap;
        const values = asValues(fields, level);
        fc.pre(faults(values).length === 0);
        const wanted = ofConstructs(fields, level);
        const refused = said('refused', values);
        expect(byPlace(refused)).toEqual(byPlace(wanted.refused));
        if (refused.length > 0) refusals += 1;
        else {
          expect(said('doubtful', values).map(short).sort()).toEqual([...wanted.doubtful].sort());
          if (wanted.doubtful.length > 0) doubts += 1;
        }
      }),
      { numRuns: 120 },
    );
    expect(refusals).toBeGreaterThan(20);
    expect(doubts).toBeGreaterThan(10);
  }, 60_000);

  it('leaves to the schema nothing that the constructs find in a field alone', () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryPolicy, (policy) => {
        const alone = checkPolicy(policy).filter(
          ({ code }) => code === 'PODSECURITY1001' || code === 'PODSECURITY1007',
        );
        fc.pre(alone.length > 0);
        found += 1;
        expect(faults(asValues(policy as JsonMap))).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
    expect(found).toBe(200);
  });

  it.each<readonly [string, JsonMap, readonly string[]]>([
    [
      'of the level',
      { level: 'restricted', spec: { allowedCapabilities: ['*'] } },
      [
        '"requiredDropCapabilities" must be empty when "*" is allowed: name the capabilities that may be added, or drop none (requiredDropCapabilities comes from the level "restricted")',
      ],
    ],
    [
      'of the level that the user takes back',
      { level: 'restricted', spec: { allowedCapabilities: ['*'], requiredDropCapabilities: [] } },
      [],
    ],
    [
      'of the level, a flag',
      { level: 'restricted', spec: { defaultAllowPrivilegeEscalation: true } },
      [
        '"defaultAllowPrivilegeEscalation" is true, and allowPrivilegeEscalation false: set it to false as well, or leave it out (allowPrivilegeEscalation comes from the level "restricted")',
      ],
    ],
    [
      'of the level that allows all',
      { level: 'privileged', spec: { forbiddenSysctls: ['kernel.*'] } },
      [
        '"allowedUnsafeSysctls[0]" is "*", which overlaps with "kernel.*" in forbiddenSysctls: leave it in one of the two lists (allowedUnsafeSysctls comes from the level "privileged")',
      ],
    ],
    [
      'that is not there without a level',
      { spec: { runAsUser: ANY, seLinux: ANY, fsGroup: ANY } },
      ['"supplementalGroups" is missing: without a level the policy says it itself, such as { rule: RunAsAny }'],
    ],
    [
      'of a subject',
      {
        level: 'baseline',
        subjects: [
          { kind: 'ServiceAccount', name: 'web', namespace: 'shop' },
          { kind: 'Group', name: 'dev', namespace: 'shop' },
        ],
      },
      [
        '"subjects[1].namespace" is for a ServiceAccount, and this is a Group: leave it out; "in" says for pods of which namespace the policy may be used',
      ],
    ],
    ['of none', { spec: WHOLE }, []],
  ])('looks at a field %s', (_what, policy, wanted) => {
    expect(faults(policy)).toEqual([]);
    expect(said('refused', policy)).toEqual(wanted);
  });

  it.each<readonly [string, readonly string[], readonly string[], boolean]>([
    ['no namespace but exempt ones', ['shop'], ['kube-system', 'shop'], true],
    ['a namespace that is not exempt', ['shop', 'web'], ['shop'], false],
    ['all namespaces but exempt ones', [], ['shop'], false],
  ])('refuses, or else takes, values that judge %s', (_what, namespaces, exemptNamespaces, isRefused) => {
    const render = (podSecurityPolicies: JsonMap): unknown =>
      CHART.render({
        kubeVersion: 'v1.34.0',
        values: {
          mode: 'enforce',
          namespaces: [...namespaces],
          exemptNamespaces: [...exemptNamespaces],
          podSecurityPolicies,
        },
      });
    const judge = () => render({ a: { level: 'baseline' } });
    if (isRefused) expect(judge).toThrow('"exemptNamespaces" has all of "namespaces": no pod would be judged');
    else expect(judge).not.toThrow();
    expect(() => render({})).not.toThrow();
  });

  it('refuses each policy on every cluster, and names it', () => {
    const render = (kubeVersion: string): unknown =>
      CHART.render({ kubeVersion, values: { podSecurityPolicies: { a: { level: 'baseline' }, 'b-c': { spec: {} } } } });
    for (const minor of ['v1.24.0', 'v1.29.0', 'v1.36.0']) {
      expect(() => render(minor)).toThrow('"podSecurityPolicies.b-c.spec.seLinux" is missing');
    }
  });
});
