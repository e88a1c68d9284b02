import { describe, expect, it } from 'vitest';
import {
  CelActivation,
  type CelInput,
  type CelVariable,
  compileCel,
  compileVariables,
  evaluateCel,
  toJson,
} from '../../../lib/pod-security/language/cel';

const POD = {
  metadata: { name: 'web', labels: null },
  spec: { containers: [{ name: 'a' }, { name: 'b' }], size: 1.5 },
};

interface Outcome {
  readonly value?: unknown;
  readonly error?: string | undefined;
  readonly cost: number;
  readonly variablesCost: number;
}

/** Value, or error, and cost. */
function run(
  text: string,
  variables: readonly CelVariable[] = [],
  input: CelInput = { object: POD },
  limit?: number,
): Outcome {
  const compiled = compileVariables(variables, { minor: 35, patch: true });
  const { program, problems } = compileCel(text, compiled.environment);
  if (program === undefined) throw new Error(problems.map(({ message }) => message).join());
  const activation = new CelActivation(input, compiled.variables);
  const { value, error, cost, variablesCost } = evaluateCel(program, activation, limit);
  return { ...(value === undefined ? { error } : { value: toJson(value) }), cost, variablesCost };
}

const resultOf = (text: string): unknown => run(text).value;
const errorOf = (text: string): unknown => run(text).error;

describe('values', () => {
  it('are ints of 64 bits where JSON has whole numbers, doubles elsewhere', () => {
    expect(resultOf('size(object.spec.containers) + 1')).toBe(3);
    expect(resultOf('object.spec.size * 2.0')).toBe(3);
    expect(errorOf('9223372036854775807 + 1')).toBe('integer overflow');
    expect(errorOf('-9223372036854775808 - 1')).toBe('integer overflow');
    expect(errorOf('1 / 0')).toBe('division by zero');
    expect(resultOf('-7 / 2')).toBe(-3);
    expect(errorOf('0u - 1u')).toBe('unsigned integer overflow');
  });

  it('are null where the object says null, and missing where it says nothing', () => {
    expect(resultOf('object.metadata.labels == null && has(object.metadata.labels)')).toBe(true);
    expect(resultOf('has(object.metadata.annotations)')).toBe(false);
    expect(errorOf('object.metadata.annotations')).toBe('no such key: annotations');
    expect(errorOf('object.spec.containers[2]')).toBe('index out of bounds: 2');
    expect(resultOf('oldObject == null')).toBe(true);
  });

  it('are found in maps across the kinds of numbers, and by no text that looks like one', () => {
    expect(resultOf("{1: 'int'}[dyn(1u)] + {2u: 'uint'}[dyn(2)] + {dyn(3): 'double'}[dyn(3.0)]")).toBe('intuintdouble');
    expect(resultOf("size({dyn('\\x00u5'): 1, dyn(5u): 2, dyn('u5'): 3, dyn('5'): 4, dyn('\\x00s\\x00u5'): 5})")).toBe(
      5,
    );
    expect(resultOf("dyn('\\x00u5') in {5u: 'uint'}")).toBe(false);
  });

  it('of messages become JSON', () => {
    expect(resultOf('Object{spec: Object.spec{hostNetwork: false, ?x: object.?nope, list: [1]}}')).toEqual({
      spec: { hostNetwork: false, list: [1] },
    });
    expect(
      resultOf("[JSONPatch{op: 'add', path: '/metadata/annotations/' + jsonpatch.escapeKey('a/b~'), value: 'x'}]"),
    ).toEqual([{ op: 'add', path: '/metadata/annotations/a~1b~0', value: 'x' }]);
  });
});

describe('errors', () => {
  it('are absorbed where the other side decides', () => {
    expect(resultOf('object.nope == 1 || true')).toBe(true);
    expect(resultOf('false && object.nope == 1')).toBe(false);
    expect(errorOf('object.nope == 1 || false')).toBe('no such key: nope');
    expect(resultOf('[0, 1].exists(i, 1 / i == 1)')).toBe(true);
    expect(errorOf('[0, 2].exists(i, 1 / i == 1)')).toBe('division by zero');
    expect(resultOf('[1, 0].all(i, 1 / i == 2)')).toBe(false);
  });

  it('of calls that no overload takes name what was asked', () => {
    expect(errorOf('double(object.metadata.name == "web" ? dyn(true) : dyn(1))')).toBe(
      'no such overload: double(bool)',
    );
    expect(errorOf('object.spec.containers.upperAscii()')).toBe('no such overload: upperAscii(list)');
    expect(errorOf('size(object.spec.size)')).toBe('no such overload: size');
    expect(errorOf('dyn(1) + dyn("a")')).toBe('no such overload');
    expect(errorOf('int(object.metadata.name)')).toBe("type conversion error from 'string' to 'int'");
  });

  it('of variables name the variable, and cost what was done', () => {
    expect(run('variables.x', [{ name: 'x', expression: 'object.nope' }])).toEqual({
      error: 'composited variable "x" fails to evaluate: no such key: nope',
      cost: 2,
      variablesCost: 2,
    });
  });
});

describe('costs', () => {
  it('of variables are counted once, and only when they are asked for', () => {
    const variables = [
      { name: 'names', expression: 'object.spec.containers.map(c, c.name)' },
      { name: 'never', expression: 'object.nope' },
    ];
    expect(run("variables.names == ['a', 'b'] && size(variables.names) == 2", variables)).toEqual({
      value: true,
      cost: 7,
      variablesCost: 32,
    });
  });

  it('end an expression at the limit, in the words of the server', () => {
    const authority = { who: { username: 'u', groups: [] }, authorise: () => false };
    const check = "authorizer.group('').resource('pods').check('get').allowed()";
    const three = run([check, check, check].join(' || '), [], { authority });
    expect(three).toEqual({
      error: 'operation cancelled: actual cost limit exceeded',
      cost: 1_050_011,
      variablesCost: 0,
    });
    expect(run([check, check].join(' || '), [], { authority })).toMatchObject({ value: false, cost: 700_008 });
    expect(run('[1, 2, 3].map(i, i * i)', [], {}, 20)).toMatchObject({ error: /limit exceeded/ });
  });
});

describe('the authorizer', () => {
  const asked: unknown[] = [];
  const input: CelInput = {
    authority: {
      who: { username: 'jane', groups: ['devs'] },
      authorise: (who, what) => {
        asked.push([who.username, what]);
        return what.verb === 'use';
      },
      authorisePath: (_, path, verb) => path === '/healthz' && verb === 'get',
    },
    resource: { apiGroup: '', resource: 'pods', namespace: 'shop', name: 'web' },
  };

  it('asks for the user, or for a service account', () => {
    asked.length = 0;
    const ask = "group('policy').resource('podsecuritypolicies').name('p').namespace('shop').check('use').allowed()";
    expect(run(`authorizer.${ask} && authorizer.serviceAccount('shop', 'runner').${ask}`, [], input).value).toBe(true);
    const what = { apiGroup: 'policy', resource: 'podsecuritypolicies', name: 'p', namespace: 'shop', verb: 'use' };
    expect(asked).toEqual([
      ['jane', what],
      ['system:serviceaccount:shop:runner', what],
    ]);
  });

  it('knows the resource of the request, and paths', () => {
    expect(run("authorizer.requestResource.check('delete').allowed()", [], input).value).toBe(false);
    expect(run("authorizer.path('/healthz').check('get').allowed()", [], input).value).toBe(true);
  });

  it('is asked once where expressions are counted apart, and each of them pays', () => {
    asked.length = 0;
    const check = "authorizer.requestResource.check('use').allowed()";
    const { variables, environment } = compileVariables(
      [
        { name: 'size', expression: 'size(object.spec.containers)' },
        { name: 'may', expression: check },
        { name: 'both', expression: 'variables.may && variables.size == 2' },
      ],
      { minor: 35 },
    );
    const ask = (activation: CelActivation, text: string): Outcome => {
      const { program } = compileCel(text, environment);
      if (program === undefined) throw new Error(text);
      return evaluateCel(program, activation);
    };
    const fresh = (given: CelInput = input) => new CelActivation({ object: POD, ...given }, variables);
    const whole = ask(fresh(), 'variables.both');
    const first = fresh();
    const part = ask(first, 'variables.size > 0').variablesCost;
    expect(ask(first, 'variables.both').variablesCost).toBe(whole.variablesCost - part);
    const known = asked.length;
    const second = first.again();
    expect(ask(second, 'variables.both')).toEqual(whole);
    expect(ask(second, 'variables.may && variables.size == 2').variablesCost).toBe(0);
    for (const text of ['variables.size', 'variables.both']) {
      expect(ask(first.withoutRights(), text)).toEqual(ask(fresh({}), text));
    }
    expect(ask(first.withoutRights(), 'variables.both').error).toContain('no such attribute(s): authorizer');
    expect(asked).toHaveLength(known);
  });

  it('refuses names that no service account has', () => {
    expect(run("authorizer.serviceAccount('Shop', 'x')", [], input).error).toBe('Invalid service account namespace');
    expect(run("authorizer.serviceAccount('shop', '')", [], input).error).toBe('Invalid service account name');
  });
});
