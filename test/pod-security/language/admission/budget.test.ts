import { describe, expect, it } from 'vitest';
import { FEW, ORDINARY } from '../../../../lib/pod-security/budget';
import { useNames } from '../../../../lib/pod-security/language/admission/authorisation';
import { checkBudget, worstCase } from '../../../../lib/pod-security/language/admission/budget';
import { WORST_PODS } from '../../../../lib/pod-security/language/admission/worst-pods';
import {
  CelActivation,
  compileCel,
  compileVariables,
  environmentOfServer,
  evaluateCel,
} from '../../../../lib/pod-security/language/cel';
import { type Level, POLICY_OF_LEVEL } from '../../../../lib/pod-security/language/levels';
import type { NamedPolicy } from '../../../../lib/pod-security/language/psp/policy';
import { admissionLaw } from '../../admission-law';

const policiesOf = (count: number, level: Level): NamedPolicy[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `policy-${String(index).padStart(2, '0')}`,
    ...POLICY_OF_LEVEL[level],
  }));

/** The largest pod takes some seconds. */
const TIMEOUT = 60_000;

const OPTIONS = { name: 'law', mode: 'enforce', completed: true } as const;

describe('the budget of admission policies', () => {
  it('is enough for twenty policies with a long list of faults each', { timeout: TIMEOUT }, () => {
    const policies = policiesOf(20, 'restricted');
    expect(checkBudget(worstCase(admissionLaw(policies, OPTIONS)[0]), policies)).toEqual([]);
  });

  it('is never below what the largest pod costs', { timeout: TIMEOUT }, () => {
    const policies = [...policiesOf(2, 'restricted'), { name: 'a', ...POLICY_OF_LEVEL.baseline }];
    const [{ spec, ...law }] = admissionLaw(policies, OPTIONS);
    const { total } = worstCase({ spec, ...law });
    const { variables, environment } = compileVariables(spec.variables, { minor: environmentOfServer(36) });
    const authority = { who: { username: 'nobody', groups: [] }, authorise: () => false };
    const cost = (object: object, text: string | undefined, more: object): number => {
      const { program } = compileCel(text ?? '', environment);
      if (program === undefined) throw new Error(text);
      const request = { operation: 'CREATE', namespace: 'shop' };
      const result = evaluateCel(program, new CelActivation({ object, oldObject: null, request, ...more }, variables));
      if (result.error !== undefined) throw new Error(result.error);
      return result.cost + result.variablesCost;
    };
    const [validation] = spec.validations;
    for (const pod of WORST_PODS) {
      const spent = cost(pod, validation?.expression, { authority }) + cost(pod, validation?.messageExpression, {});
      expect(spent).toBeLessThan(total - 3 * 700_000);
      expect(spent).toBeGreaterThan((total - 3 * 700_000) / 3);
    }
  });

  it('is not computed for policies of which no kind can be too many', { timeout: TIMEOUT }, () => {
    const numbers = (count: number) => Array.from({ length: count }, () => ({ min: 1, max: 1 }));
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => String.fromCharCode(65 + (index % 26)));
    const paths = (count: number) => Array.from({ length: count }, () => ({ pathPrefix: '/a', readOnly: true }));
    const { spec } = POLICY_OF_LEVEL.privileged;
    const kinds: readonly ((count: number) => Partial<NamedPolicy['spec']>)[] = [
      (count) => ({ hostPorts: numbers(count) }),
      (count) => ({ allowedHostPaths: paths(count) }),
      (count) => ({ allowedCapabilities: [], defaultAddCapabilities: names(count) }),
      (count) => ({ allowedCapabilities: [], requiredDropCapabilities: names(count) }),
    ];
    for (const kind of kinds) {
      const made = (count: number): NamedPolicy => ({ name: 'p', spec: { ...spec, ...kind(count) }, profiles: {} });
      let count = 1;
      while (JSON.stringify({ ...made(count + 1), unset: 'refuse' }).length <= ORDINARY) count += 1;
      const policies = Array.from({ length: FEW }, () => made(count));
      expect(checkBudget(worstCase(admissionLaw(policies, OPTIONS)[0]), policies)).toEqual([]);
    }
  });

  it('names policies that could be one when there are too many', () => {
    const many = policiesOf(60, 'privileged').map((policy, index) => ({
      ...policy,
      spec: { ...policy.spec, hostPorts: [{ min: index < 2 ? 0 : index, max: 9 + index }] },
    }));
    const tooMuch = { total: 12_000_000, expressions: [{ name: 'hostPorts_given_0', cost: 1_000_001 }] };
    const [dear, all] = checkBudget(tooMuch, many.slice(1), { 'policy-04': ['jane'], 'policy-07': ['jane'] });
    expect(dear).toMatchObject({
      code: 'PODSECURITY1031',
      message:
        'to hold a pod against "hostPorts" of the policies costs the API server up to 1000001, and one expression may cost 1000000',
    });
    expect(all).toMatchObject({
      code: 'PODSECURITY1030',
      message: '59 policies cost the API server up to 12000000, and a binding may cost 10000000',
      hint: 'merge policy-04 and policy-07: the same subjects may use them',
    });
    const same = many.map((policy) => ({ ...policy, spec: many[0]?.spec ?? policy.spec })).slice(0, 2);
    expect(checkBudget(tooMuch, same)[1]?.hint).toBe('merge policy-00 and policy-01: they say the same');
    expect(checkBudget(tooMuch, many.slice(2))[1]?.hint).toBe(
      'merge policies, or divide them by namespaces between charts',
    );
    expect(checkBudget({ total: 10_000_000, expressions: [] }, many)).toEqual([]);
  });
});

describe('the names that a role must have', () => {
  it('are those of the policies alone as long as there are eight', () => {
    const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
    expect(useNames(names)).toEqual(names.map((name) => [name]));
  });

  it('are all unions of a block that a policy belongs to above that', () => {
    const names = Array.from({ length: 21 }, (_, index) => `p${index}`);
    const found = useNames(names);
    expect(found[1]).toEqual(['p1', 'p0 or p1', 'p1 or p2', 'p0 or p1 or p2']);
    expect(found[20]).toEqual(['p20', 'p18 or p20', 'p19 or p20', 'p18 or p19 or p20']);
  });
});
