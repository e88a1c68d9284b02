import { describe, expect, it } from 'vitest';
import {
  CEL_CODES,
  type CelEnvironment,
  compileCel,
  compileVariables,
  parseCel,
  typeText,
} from '../../../lib/pod-security/language/cel';

const NOW: CelEnvironment = { minor: 35 };

const problemOf = (text: string, environment = NOW): string => {
  const [problem] = compileCel(text, environment).problems;
  return problem === undefined
    ? 'none'
    : `${problem.code} ${problem.place?.line}:${problem.place?.column} ${problem.message}`;
};

describe('what is wrong with an expression', () => {
  it.each([
    ['1 +', CEL_CODES.syntax, '1:4'],
    ['object.\n  spec..x', CEL_CODES.syntax, '2:8'],
    ["'abc", CEL_CODES.syntax, '1:1'],
    ['a = b', CEL_CODES.syntax, '1:3'],
    ['[1, 2', CEL_CODES.syntax, '1:6'],
    ['true ? true ? 1 : 2 : 3', CEL_CODES.syntax, '1:13'],
    ['9223372036854775808', CEL_CODES.literal, '1:1'],
    ["'\\uD800'", CEL_CODES.literal, '1:1'],
    ["b'\\u0041'", CEL_CODES.literal, '1:1'],
    ['object.`a-b`', CEL_CODES.reserved, '1:8'],
    ['1 + if', CEL_CODES.reserved, '1:5'],
    ['has(object)', CEL_CODES.macro, '1:1'],
    ['[1].all(1, true)', CEL_CODES.macro, '1:9'],
    ['[1].map(__result__, 1)', CEL_CODES.macro, '1:9'],
    ['[1].all(i, i, true)', CEL_CODES.macro, '1:12'],
    ['pod.spec', CEL_CODES.reference, '1:1'],
    ['object.nope()', CEL_CODES.reference, '1:12'],
    ['Object{}', CEL_CODES.reference, '1:1'],
    ["'a' + 1", CEL_CODES.type, '1:5'],
    ['!1', CEL_CODES.type, '1:1'],
    ["[1, 'a']", CEL_CODES.type, '1:5'],
    ["[dyn(1), 'a']", CEL_CODES.type, '1:10'],
    ['{?"a": variables.x}', CEL_CODES.type, '1:17'],
    ['1.all(x, true)', CEL_CODES.type, '1:1'],
    ['request.nope', CEL_CODES.field, '1:8'],
    ["'a'.matches('(')", CEL_CODES.constant, '1:13'],
    ["duration('x')", CEL_CODES.constant, '1:10'],
    ["int('x')", CEL_CODES.constant, '1:1'],
    ["'%d'.format(['a'])", CEL_CODES.constant, '1:14'],
    ['object[null]', CEL_CODES.constant, '1:7'],
  ])('%j has the code and the place', (text, code, place) => {
    const variables = new Map([['x', { kind: 'dyn', name: 'dyn', of: [] } as const]]);
    expect(problemOf(text, { ...NOW, variables })).toMatch(new RegExp(`^${code} ${place} `));
  });

  it('is its size, or how deep it is nested', () => {
    expect(problemOf(`${'('.repeat(300)}1${')'.repeat(300)}`)).toContain(`${CEL_CODES.size} 1:251 `);
    expect(problemOf('1 '.repeat(60_000))).toContain(`${CEL_CODES.size} 1:1 `);
  });

  it('is said in words, with what to write instead', () => {
    const [problem] = compileCel("[dyn(1), 'a']", NOW).problems;
    expect(problem).toMatchObject({
      severity: 'error',
      message: 'string stands beside dyn: a list or map holds one type',
      hint: 'dyn(…) around each of them makes them one type',
    });
  });

  it('is found by the parser alone where only the grammar is asked for', () => {
    expect(parseCel('pod.spec', NOW)).toMatchObject({ problems: [], expr: { kind: 'select', field: 'spec' } });
    expect(parseCel('pod.', NOW).problems).toHaveLength(1);
  });
});

describe('the environment of a server', () => {
  it.each([
    ["ip('::1').isLoopback()", 30],
    ["format.uuid().validate('')", 31],
    ['[1].transformList(i, v, v)', 32],
    ["semver('1.0.0').major()", 33],
    ['[[1]].flatten()', 34],
    ["'%s'.format(['a'])", 29],
    ['sets.contains([1], [1])', 29],
  ])('knows %j from 1.%i on', (text, minor) => {
    expect(problemOf(text, { minor })).toBe('none');
    expect(compileCel(text, { minor: minor - 1 }).problems).not.toEqual([]);
  });

  it('names the first server that knows a function', () => {
    expect(problemOf('lists.range(3)', { minor: 33 })).toBe(
      'PODSECURITY1027 1:12 "lists.range" is known to servers from 1.35 on, and this is for 1.34',
    );
  });

  it('has messages of patches where patches are made', () => {
    expect(problemOf("JSONPatch{op: 'add', path: '/x', value: 1}", { ...NOW, patch: true })).toBe('none');
    expect(problemOf("JSONPatch{opp: 'add'}", { ...NOW, patch: true })).toContain(CEL_CODES.field);
  });

  it('has params where there are some', () => {
    expect(problemOf('params.x')).toContain(CEL_CODES.reference);
    expect(problemOf('params.x', { ...NOW, params: true })).toBe('none');
  });
});

describe('variables', () => {
  const { variables, environment } = compileVariables(
    [
      { name: 'numbers', expression: '[1, 2]' },
      { name: 'maybe', expression: 'object.?x' },
      { name: 'wrong', expression: '1 +' },
      { name: 'next', expression: 'variables.numbers[0] + 1' },
    ],
    NOW,
  );

  it('know those before them, with the types that they have', () => {
    const typeOf = (text: string): string => {
      const { program } = compileCel(text, environment);
      return program === undefined ? 'none' : typeText(program.type);
    };
    expect(['numbers', 'maybe', 'wrong', 'next'].map((name) => typeOf(`variables.${name}`))).toEqual([
      'list(int)',
      'dyn',
      'dyn',
      'int',
    ]);
    expect(typeOf('variables.none')).toBe('none');
  });

  it('keep their own problems', () => {
    expect(variables.map(({ problems }) => problems.length)).toEqual([0, 0, 1, 0]);
  });
});
