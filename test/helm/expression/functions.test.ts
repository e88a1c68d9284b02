import { describe, expect, it } from 'vitest';
import { GO_FUNCTIONS, parameterAt } from '../../../lib/helm/expression/functions';
import { isUnordered } from '../../../lib/helm/expression/go-semantics';
import { type GoValue, NotEvaluable, RenderError } from '../../../lib/helm/expression/go-value';
import { literal } from './functions/argument';
import { contextOf } from './functions/cases';
import { EXAMPLES, FAILS } from './functions/examples';

function call(fn: string, ...args: readonly GoValue[]): GoValue {
  const value = GO_FUNCTIONS[fn]?.evaluate?.(args, contextOf({}));
  if (value === undefined) throw new Error(`${fn} has no evaluation`);
  return value;
}

describe('the functions of templates', () => {
  it.each(EXAMPLES.map(([fn, args, result]) => [literalCall(fn, args), fn, args, result] as const))(
    'gives for %s what Helm gives',
    (_, fn, args, result) => {
      if (result === FAILS) expect(() => call(fn, ...args)).toThrow(RenderError);
      else expect(call(fn, ...args)).toEqual(result);
    },
  );

  it('refuses a wrong number of arguments, and says how many it wants', () => {
    expect(() => call('trunc', 1n)).toThrow('wrong number of args for trunc: want 2 got 1');
    expect(() => call('printf')).toThrow('wrong number of args for printf: want at least 1 got 0');
  });

  it('refuses a wrong type, and says which it wants', () => {
    expect(() => call('upper', 1)).toThrow('wrong type for value of upper; expected string; got float64');
    expect(() => call('hasKey', [], 'a')).toThrow('wrong type for value of hasKey; expected map; got slice');
  });

  it('knows the number of arguments and the type of the result of every function', () => {
    expect(GO_FUNCTIONS.trunc).toMatchObject({
      arity: [2, 2],
      returns: 'string',
      parameters: ['int', 'string'],
      result: 'string',
    });
    expect(GO_FUNCTIONS.printf).toMatchObject({ arity: [1, Number.POSITIVE_INFINITY], returns: 'string' });
    expect(GO_FUNCTIONS.splitList).toMatchObject({ returns: 'list', result: '[]string' });
    expect(GO_FUNCTIONS.mustToYaml).toMatchObject({ since: 4 });
    const { returns } = GO_FUNCTIONS.default ?? {};
    expect(typeof returns === 'function' && [returns(['string', 'string']), returns(['string', 'any'])]).toEqual([
      'string',
      'any',
    ]);
  });

  it('knows the type that is wanted at a place, also in the rest', () => {
    expect([parameterAt('trunc', 0), parameterAt('trunc', 1), parameterAt('trunc', 2)]).toEqual([
      'int',
      'string',
      undefined,
    ]);
    expect([parameterAt('seq', 5), parameterAt('printf', 3), parameterAt('nothing', 0)]).toEqual([
      'int',
      'any',
      undefined,
    ]);
  });

  it.each(['lookup', 'now', 'randAlphaNum', 'genCA', 'getHostByName', 'toToml', 'uuidv4'])(
    'has no evaluation for %s',
    (fn) => {
      expect(GO_FUNCTIONS[fn]).toBeDefined();
      expect(GO_FUNCTIONS[fn]).not.toHaveProperty('evaluate');
    },
  );

  it('has a summary for every function', () => {
    const silent = Object.entries(GO_FUNCTIONS).filter(([, { summary }]) => !/^\S.{5,}[.!…]$/.test(summary));
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

describe('what TypeScript cannot know', () => {
  it.each<readonly [string, readonly GoValue[]]>([
    ['kindOf', [1n]],
    ['has', [1n, [1n]]],
    ['printf', ['%s', 1n]],
    ['trunc', [1n, 'é']],
    ['b64dec', ['/w==']],
    ['index', ['text', 0n]],
    ['int64', [1e300]],
    ['hasKey', [null, 'a']],
    ['tpl', ['{{ .Values.x }}', {}]],
    ['toYaml', [{ '<<': 1 }]],
    ['regexMatch', ['(a*)*', 'a']],
    ['urlParse', ['http://[::1]/']],
    ['slice', [[1, 2], 0n, 5n]],
  ])('says so for %s', (fn, args) => {
    expect(() => call(fn, ...args)).toThrow(NotEvaluable);
  });

  it('tells a sure difference even where another item is in doubt', () => {
    expect(call('deepEqual', [1n, 'a'], [1n, 'b'])).toBe(false);
    expect(call('has', 1n, [2n, 'x'])).toBe(false);
  });
});

describe('functions that change a map', () => {
  const values = { labels: { a: 'x' }, extra: { nested: { b: 'y' } } };
  const inValues = (fn: string, ...args: readonly GoValue[]) => GO_FUNCTIONS[fn]?.evaluate?.(args, contextOf(values));

  it('leave their argument alone and give a copy', () => {
    const map = { a: 1 };
    expect(call('set', map, 'b', 2)).toEqual({ a: 1, b: 2 });
    expect(call('unset', map, 'a')).toEqual({});
    expect(map).toEqual({ a: 1 });
  });

  it('do not change the values of the chart, where Helm would', () => {
    expect(() => inValues('set', values.labels, 'b', 2)).toThrow(NotEvaluable);
    expect(() => inValues('merge', values.labels, { b: 1 })).toThrow(NotEvaluable);
    expect(inValues('merge', {}, values.labels)).toEqual({ a: 'x' });
    expect(inValues('merge', values.labels, { a: 'other' })).toEqual({ a: 'x' });
  });

  it('see that a map of the values stands inside of the first map', () => {
    expect(() => inValues('merge', {}, values.extra, { nested: { c: 1 } })).toThrow(NotEvaluable);
    expect(inValues('merge', call('deepCopy', values.extra), { nested: { c: 1 } })).toEqual({
      nested: { b: 'y', c: 1 },
    });
  });
});

describe('an order left to chance', () => {
  const keys = call('keys', { b: 1, a: 2 });

  it('is noted on the keys and the values of a map', () => {
    expect(isUnordered(keys)).toBe(true);
    expect(isUnordered(call('keys', { a: 1 }))).toBe(false);
  });

  it('is no matter once the keys are sorted or counted, and stops everything else', () => {
    expect(call('sortAlpha', keys)).toEqual(['a', 'b']);
    expect(call('len', keys)).toBe(2n);
    expect(call('has', 'a', keys)).toBe(true);
    expect(() => call('join', ',', keys)).toThrow(NotEvaluable);
    expect(() => call('toJson', [keys])).toThrow(NotEvaluable);
  });
});

describe('Go types that plain data cannot carry', () => {
  it('are kept beside lists and maps', () => {
    expect(call('typeOf', call('splitList', ',', 'a,b'))).toBe('[]string');
    expect(call('deepEqual', call('splitList', ',', 'a'), ['a'])).toBe(false);
    expect(() => call('get', call('split', ',', 'a'), '_0')).toThrow(RenderError);
    expect(call('toJson', call('rest', []))).toBe('null');
    expect(call('toJson', [])).toBe('[]');
  });

  it('survive keys that JavaScript objects treat specially', () => {
    expect(call('toJson', call('dict', '__proto__', 1, 'constructor', 2))).toBe('{"__proto__":1,"constructor":2}');
    expect(call('hasKey', {}, 'constructor')).toBe(false);
    expect(call('get', {}, '__proto__')).toBe('');
  });
});

function literalCall(fn: string, args: readonly GoValue[]): string {
  return [fn, ...args.map((arg) => literal(arg).text)].join(' ');
}
