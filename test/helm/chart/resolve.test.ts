import { ApiObject, App, Chart, type IResolver, JsonPatch, Lazy, type ResolutionContext } from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import { describe, expect, test } from 'vitest';
import { HelmApp } from '../../../lib/helm';
import { everythingOf, KINDS } from './every-kind';

/** The object as text, so that the order of keys counts too; or the error. */
function rendered(app: App, make: (chart: Chart) => ApiObject): string {
  const object = make(new Chart(app, 'chart'));
  try {
    return JSON.stringify(object.toJson(), undefined, 1);
  } catch (error) {
    return String(error);
  }
}

/** What cdk8s makes of an object in its own app. */
function expected(make: (chart: Chart) => ApiObject, resolvers?: IResolver[]): string {
  return rendered(new App({ outdir: '/nowhere', resolvers }), make);
}

function ours(make: (chart: Chart) => ApiObject, resolvers?: IResolver[]): string {
  return rendered(new HelmApp({ outdir: '/nowhere', resolvers }), make);
}

const thing = (props: object): ((chart: Chart) => ApiObject) => {
  return (chart) => new ApiObject(chart, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', ...props });
};

const patched = (chart: Chart): ApiObject => {
  const object = thing({ spec: { b: Lazy.any({ produce: () => [1] }), a: 1 } })(chart);
  object.addJsonPatch(JsonPatch.add('/spec/b/0', { z: null, a: [] }), JsonPatch.replace('/metadata/name', 'other'));
  object.addJsonPatch(JsonPatch.add('/more', 1), JsonPatch.remove('/spec/a'));
  return object;
};

const withMetadata = (chart: Chart): ApiObject => {
  const object = thing({ metadata: { namespace: 'space', labels: { b: Lazy.any({ produce: () => 'late' }) } } })(chart);
  object.metadata.addLabel('a', 'x');
  object.metadata.addAnnotation('z', 'y');
  object.metadata.addFinalizers('f');
  object.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' });
  object.metadata.add('more', { list: [], map: {}, value: Lazy.any({ produce: () => ({ none: undefined }) }) });
  return object;
};

class Strange {
  public readonly value = { not: 'a union' };
}

const CASES: readonly (readonly [title: string, make: (chart: Chart) => ApiObject])[] = [
  ['plain data in any order', thing({ spec: { b: 1, a: { d: 'x', c: [3, 1, 2] } }, data: { z: 'z', a: 'a' } })],
  [
    'null, undefined and empty things',
    thing({ none: null, not: undefined, list: [], map: {}, in: [null, {}, [undefined]] }),
  ],
  ['a number at the root under the key value', thing({ value: 1000, globalDefault: false })],
  ['a map with a key resolve', thing({ spec: { resolve: 'x', other: { resolve: null } } })],
  ['keys that are numbers', thing({ data: { 10: 'x', 9: 'y', a: 'z', 1: 'q' } })],
  [
    'a Lazy in a Lazy, in lists and maps',
    thing({ spec: Lazy.any({ produce: () => [Lazy.any({ produce: () => ({ b: 1, a: 2 }) })] }) }),
  ],
  [
    'a Lazy that gives nothing',
    thing({ spec: { a: Lazy.any({ produce: () => undefined }), b: [Lazy.any({ produce: () => null })] } }),
  ],
  ['implicit tokens', thing({ spec: { a: { resolve: () => ({ c: 1, b: 2 }) }, b: [{ resolve: () => 'x' }] } })],
  [
    'unions of number and text',
    thing({ a: plus.k8s.IntOrString.fromNumber(1), b: [plus.k8s.Quantity.fromString('1Gi')] }),
  ],
  ['metadata of all sorts', withMetadata],
  ['JSON patches', patched],
  ['an instance of a class that nobody resolves', thing({ spec: { deep: [new Strange()] } })],
  ['a date', thing({ spec: { when: new Date(0) } })],
  ['a token that throws', thing({ spec: Lazy.any({ produce: () => expect.fail('no') }) })],
];

describe('an object in a HelmApp is what cdk8s makes of it', () => {
  test.each(CASES)('%s', (_, make) => expect(ours(make)).toBe(expected(make)));

  test.each(KINDS)('%s with all its props', (kind) => {
    const make = (chart: Chart): ApiObject => everythingOf(kind, chart, 'object');
    expect(ours(make)).toBe(expected(make));
  });

  test.each(CASES)('%s, unsorted', (_, make) => {
    process.env.CDK8S_DISABLE_SORT = '1';
    try {
      expect(ours(make)).toBe(expected(make));
    } finally {
      delete process.env.CDK8S_DISABLE_SORT;
    }
  });

  test('a whole workload of cdk8s-plus', () => {
    const make = (chart: Chart): ApiObject => {
      const web = new plus.Deployment(chart, 'web', { containers: [{ image: 'web', portNumber: 80 }] });
      web.scheduling.spread();
      return ApiObject.of(web);
    };
    expect(ours(make)).toBe(expected(make));
    expect(ours(make)).toContain('"containerPort": 80');
  });
});

describe('resolvers of the user', () => {
  /** Replaces texts, keeps what it saw. */
  const shouting = (): IResolver & { readonly seen: string[] } => ({
    seen: [],
    resolve(context: ResolutionContext): void {
      this.seen.push(`${context.key.join('.')}=${typeof context.value}`);
      if (context.value === 'quiet') context.replaceValue({ loud: Lazy.any({ produce: () => 'LOUD' }) });
    },
  });
  const make = thing({ spec: { list: ['quiet', 1, true], map: { a: 'quiet' } } });

  test('are asked at every node, with its keys, and win', () => {
    const [here, there] = [shouting(), shouting()];
    expect(ours(make, [here])).toBe(expected(make, [there]));
    expect(here.seen).toEqual(there.seen);
    expect(here.seen).toContain('spec.list.1=number');
  });

  test('are asked for kinds of the Kubernetes API too', () => {
    const kind = (chart: Chart): ApiObject => everythingOf('KubeDeployment', chart, 'object');
    expect(ours(kind, [shouting()])).toBe(expected(kind, [shouting()]));
  });
});

test('a token is asked once for each time that an object is made', () => {
  let asked = 0;
  const app = new HelmApp({ outdir: '/nowhere' });
  const produce = (): number => ++asked;
  const object = thing({ spec: { a: Lazy.any({ produce }) } })(new Chart(app, 'chart'));
  object.toJson();
  expect(asked).toBe(1);
});
