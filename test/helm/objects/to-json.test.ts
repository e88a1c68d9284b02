import { ApiObject, App, Chart, type IResolver, JsonPatch, Lazy, type ResolutionContext } from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HelmApp } from '../../../lib/helm';
import { toJsonIn } from '../../../lib/helm/objects/to-json';
import { everythingOf, KINDS } from './every-kind';

type Make = (chart: Chart) => ApiObject;
type ToJson = (object: ApiObject) => unknown;

const itsOwn: ToJson = (object) => object.toJson();

/** An object of a new tree as text, so that the order of keys counts too; or the error. */
function rendered(app: App, make: Make, toJson: (chart: Chart) => ToJson = () => itsOwn): string {
  const chart = new Chart(app, 'chart');
  const object = make(chart);
  try {
    return JSON.stringify(toJson(chart)(object), undefined, 1);
  } catch (error) {
    return String(error);
  }
}

/** For a chart as `toJson` has it: every address stays what it is. */
const fast = (chart: Chart): ToJson => toJsonIn(chart, { inMap: (map) => map, instead: (_, item) => item });

/** Holds an object in a HelmApp against what cdk8s makes of it in its own app: made by itself, and made for a chart. */
function judge(make: Make, resolvers?: () => IResolver[]): string {
  const expected = rendered(new App({ outdir: '/nowhere', resolvers: resolvers?.() }), make);
  expect(rendered(new HelmApp({ outdir: '/nowhere', resolvers: resolvers?.() }), make)).toBe(expected);
  expect(rendered(new HelmApp({ outdir: '/nowhere', resolvers: resolvers?.() }), make, fast)).toBe(expected);
  expect(rendered(new App({ outdir: '/nowhere', resolvers: resolvers?.() }), make, fast)).toBe(expected);
  return expected;
}

const thing = (props: object): Make => {
  return (chart) => new ApiObject(chart, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', ...props });
};

const lazy = (produce: () => unknown): Lazy => Lazy.any({ produce }) as Lazy;

const patched: Make = (chart) => {
  const object = thing({ spec: { b: lazy(() => [1]), a: 1 } })(chart);
  object.addJsonPatch(JsonPatch.add('/spec/b/0', { z: null, a: [] }), JsonPatch.replace('/metadata/name', 'other'));
  object.addJsonPatch(JsonPatch.add('/more', 1), JsonPatch.remove('/spec/a'));
  return object;
};

const withMetadata: Make = (chart) => {
  const object = thing({ metadata: { namespace: 'space', labels: { b: lazy(() => 'late') } } })(chart);
  object.metadata.addLabel('a', 'x');
  object.metadata.addAnnotation('z', 'y');
  object.metadata.addFinalizers('f');
  object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' });
  object.metadata.add('more', { list: [], map: {}, value: lazy(() => ({ none: undefined })) });
  object.metadata.add('list', [{}, [], null, 'x', { a: [] }]);
  return object;
};

/** Each token says when it was asked. */
const counting: Make = (chart) => {
  let asked = 0;
  const next = lazy(() => ++asked);
  const object = thing({ z: next, spec: { b: next, a: next, c: [next, { d: next, c: next }] }, a: next })(chart);
  object.metadata.add('token', next);
  return object;
};

class Strange {
  public readonly value = { not: 'a union' };
}

/** A class that does more than map: only it knows what. */
class Grown extends plus.k8s.KubeConfigMap {
  public override toJson(): object {
    return { ...super.toJson(), grown: true };
  }
}

/** A class that is no kind that somebody has generated, though it looks like one at first. */
class Handmade extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'Handmade' };

  constructor(scope: Construct, id: string) {
    super(scope, id, Handmade.GVK);
  }

  public override toJson(): object {
    return { handmade: Object.keys(super.toJson()) };
  }
}

/** As jsii does it for a method that Python overrides. */
const overridden: Make = (chart) => {
  const object = new plus.k8s.KubeConfigMap(chart, 'map', { data: { b: 'x', a: 'y' } });
  return Object.defineProperty(object, 'toJson', { value: () => ({ overridden: true }) });
};

const CASES: readonly (readonly [title: string, make: Make])[] = [
  ['plain data in any order', thing({ spec: { b: 1, a: { d: 'x', c: [3, 1, 2] } }, data: { z: 'z', a: 'a' } })],
  [
    'null, undefined and empty things',
    thing({ none: null, not: undefined, list: [], map: {}, in: [null, {}, [undefined]] }),
  ],
  ['a number at the root under the key value', thing({ value: 1000, globalDefault: false })],
  ['a map with a key resolve', thing({ spec: { resolve: 'x', other: { resolve: null } }, resolve: 'y' })],
  ['keys that are numbers', thing({ data: { 10: 'x', 9: 'y', a: 'z', 1: 'q' } })],
  [
    'many keys in no order',
    thing({ data: Object.fromEntries([...'qwertyuiopasdfghjklzxcvbnmQWERTZ'].map((key) => [key, key])) }),
  ],
  ['a token in a token, in lists and maps', thing({ spec: lazy(() => [lazy(() => ({ b: 1, a: lazy(() => 2) }))]) })],
  [
    'a token that gives nothing',
    thing({ spec: { a: lazy(() => undefined), b: [lazy(() => null)] }, c: lazy(() => undefined) }),
  ],
  ['tokens that count', counting],
  ['implicit tokens', thing({ spec: { a: { resolve: () => ({ c: 1, b: 2 }) }, b: [{ resolve: () => 'x' }] } })],
  ['a whole body that is a token', thing({ resolve: () => ({ apiVersion: 'v1', kind: 'Other', b: 1, a: 2 }) })],
  [
    'unions of number and text',
    thing({ a: plus.k8s.IntOrString.fromNumber(1), b: [plus.k8s.Quantity.fromString('1Gi')] }),
  ],
  ['metadata of all sorts', withMetadata],
  ['JSON patches', patched],
  ['an instance of a class that nobody resolves', thing({ spec: { deep: [new Strange()] } })],
  ['a date', thing({ spec: { when: new Date(0) } })],
  ['a map without a prototype', thing({ spec: { map: Object.assign(Object.create(null), { a: 1 }) } })],
  ['a token that throws', thing({ spec: lazy(() => JSON.parse('{')) })],
  [
    'a class that adds to what a generated one gives',
    (chart) => new Grown(chart, 'grown', { data: { b: '1', a: '2' } }),
  ],
  ['a class that is written by hand', (chart) => new Handmade(chart, 'handmade')],
  ['an object with a toJson of its own', overridden],
];

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('an object in a HelmApp is what cdk8s makes of it', () => {
  test.each(CASES)('%s', (_, make) => void judge(make));

  test.each(CASES)('%s, unsorted', (_, make) => {
    vi.stubEnv('CDK8S_DISABLE_SORT', '1');
    judge(make);
  });

  test.each(KINDS)('%s with all its props', (kind) => {
    expect(judge((chart) => everythingOf(kind, chart, 'object'))).toContain('"apiVersion"');
  });

  test.each(KINDS)('%s once more, filled with other values', (kind) => {
    const of =
      (word: string): Make =>
      (chart) =>
        everythingOf(kind, chart, 'object', word);
    judge(of('first'));
    const mapping = vi.spyOn(plus.k8s[kind as 'KubePod'], 'manifest');
    expect(judge(of('second'))).not.toContain('first');
    expect(mapping).not.toHaveBeenCalled();
  });

  test('a whole workload of cdk8s-plus', () => {
    const text = judge((chart) => {
      const web = new plus.Deployment(chart, 'web', { containers: [{ image: 'web', portNumber: 80 }] });
      web.scheduling.spread();
      return ApiObject.of(web);
    });
    expect(text).toContain('"containerPort": 80');
  });
});

describe('resolvers of the user', () => {
  /** Replaces texts, keeps what it saw. */
  class Shouting implements IResolver {
    constructor(private readonly seen: string[] = []) {}

    public resolve(context: ResolutionContext): void {
      this.seen.push(`${context.key.join('.')}=${typeof context.value}`);
      if (context.value === 'quiet') context.replaceValue({ loud: lazy(() => 'LOUD') });
    }
  }
  const make = thing({ spec: { list: ['quiet', 1, true], map: { a: 'quiet' } } });

  test('are asked at every node, with its keys, and win', () => {
    const seen: string[][] = [];
    const text = judge(make, () => [new Shouting(seen[seen.push([]) - 1])]);
    expect(text).toContain('LOUD');
    expect(seen[0]).toContain('spec.list.1=number');
    for (const other of seen) expect(other).toEqual(seen[0]);
  });

  test('are asked for kinds of the Kubernetes API too', () => {
    const kind: Make = (chart) => new plus.k8s.KubeConfigMap(chart, 'map', { data: { a: 'quiet' } });
    expect(judge(kind, () => [new Shouting()])).toContain('LOUD');
  });
});

test('a token is asked once for each time that an object is made', () => {
  let asked = 0;
  const chart = new Chart(new HelmApp({ outdir: '/nowhere' }), 'chart');
  const object = thing({ spec: { a: lazy(() => ++asked) } })(chart);
  object.toJson();
  fast(chart)(object);
  expect(asked).toBe(2);
});

test('what changes after an object was made does not change the manifest', () => {
  const chart = new Chart(new HelmApp({ outdir: '/nowhere' }), 'chart');
  const spec = { list: [{ a: 1 }] };
  const made = fast(chart)(thing({ spec })(chart));
  spec.list.push({ a: 2 });
  expect(made).toMatchObject({ spec: { list: [{ a: 1 }] } });
});
