import { Cron } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HelmApp, HelmChart, Range, ValueSchema } from '../../../lib/helm';
import { requireTool } from '../../tools/find';
import { HelmJudge, type HelmOptions } from '../chart/helm-judge';
import { description, PROPS } from '../chart/problems';

/** What these tests look at in an object. */
interface Thing {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Labels };
  readonly spec: Readonly<Record<string, unknown>>;
}
type Labels = Readonly<Record<string, string>>;

const judge = new HelmJudge();
afterAll(() => judge.remove());

/** The rendered objects of a release. */
async function release(helm: string, options: HelmOptions = {}): Promise<readonly Thing[]> {
  const rendering = await judge.template(helm, `${judge.folder}/shop`, options);
  if (!rendering.accepted) throw new Error(rendering.error);
  return (await judge.read(
    helm,
    rendering.documents.map(({ text }) => text),
  )) as unknown as Thing[];
}

/** Every value under a key, anywhere in an object. */
function under(key: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => under(key, item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => (name === key ? [item] : under(key, item)));
}

/** Whether a label selector (`matchLabels`, `matchExpressions`, or bare labels) takes a pod with these labels. */
function selects(selector: unknown, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [], ...bare } = selector as Record<string, unknown>;
  const wanted = { ...(matchLabels as Labels), ...(bare as Labels) };
  const expressions = matchExpressions as readonly { key: string; operator: string; values: readonly string[] }[];
  if (Object.keys(wanted).length + expressions.length === 0) return true;
  return (
    Object.entries(wanted).every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, values }) => values.includes(labels[key] ?? ''))
  );
}

const app = new HelmApp({ outdir: judge.folder });
const chart = new HelmChart(app, 'shop', { ...PROPS, appVersion: '1.2.3' });
const tenants = chart.values.addMap('tenants', { description, entries: ValueSchema.text() });
const teams = chart.values.addList('teams', { description, items: ValueSchema.listOf(ValueSchema.text()) });
const container = { image: 'nginx:1.27', portNumber: 8080 };
const db = new kplus.StatefulSet(chart, 'db', {
  containers: [container],
  service: new kplus.Service(chart, 'db-service', { ports: [{ port: 80 }] }),
});
const web = new kplus.Deployment(chart, 'web', { containers: [container] });
web.scheduling.separate(web);
web.scheduling.colocate(db);
web.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
web.connections.allowTo(db, { ports: [kplus.NetworkPolicyPort.tcp(80)] });
new kplus.NetworkPolicy(chart, 'policy', {
  selector: web,
  ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
});
new kplus.CronJob(chart, 'nightly', { schedule: Cron.daily(), containers: [container] });
new kplus.DaemonSet(chart, 'an-agent-with-quite-a-long-name-that-has-to-be-cut', { containers: [container] });
const each = new Range(chart, 'tenants', { over: tenants });
const tenant = new kplus.Deployment(each, 'tenant', { containers: [container] });
tenant.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
const inner = new Range(new Range(chart, 'teams', { over: teams }), 'team', { over: teams.pipe('first') });
new kplus.CronJob(inner, 'report', { schedule: Cron.daily(), containers: [container] });

beforeAll(() => app.synth());

const TENANTS = { a: 'x', b: 'y' };
const LONG = 'r'.repeat(52);

describe.each(['helm3', 'helm4'])('%s', (name) => {
  test('two releases in one namespace never select pods of each other', async (context) => {
    const helm = requireTool(context, name);
    const values = { tenants: TENANTS };
    const both = await Promise.all(['one', 'two'].map((each) => release(helm, { release: each, values })));
    const podsOf = (things: readonly Thing[]): readonly Labels[] =>
      things
        .flatMap((thing) => under('template', thing))
        .map((template) => (template as { metadata?: { labels?: Labels } }).metadata?.labels ?? {});
    const selectorsOf = (things: readonly Thing[]): readonly unknown[] =>
      things.flatMap((thing) => ['selector', 'podSelector', 'labelSelector'].flatMap((key) => under(key, thing)));
    for (const [own, other] of [both, [...both].reverse()] as [readonly Thing[], readonly Thing[]][]) {
      const selectors = selectorsOf(own);
      expect(selectors.length).toBeGreaterThan(12);
      for (const selector of selectors) {
        expect([selector, podsOf(own).filter((pod) => selects(selector, pod)).length]).toEqual([selector, 1]);
        expect([selector, podsOf(other).filter((pod) => selects(selector, pod))]).toEqual([selector, []]);
      }
    }
    const names = both.map((things) => things.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
    expect(names.flat().filter((each, index, all) => all.indexOf(each) !== index)).toEqual([]);
  });

  test('names and labels fit, whatever the release is called', async (context) => {
    const helm = requireTool(context, name);
    const values = {
      tenants: { a: 'x', [`t${'-long'.repeat(10)}`]: 'y', [`t${'-long'.repeat(10)}-2`]: 'z' },
      teams: [['a', 'b'], ['c']],
    };
    const [first, second, short] = await Promise.all(
      [`${LONG}a`, `${LONG}b`, 'r'].map((each) => release(helm, { release: each, values })),
    );
    for (const thing of [...(first ?? []), ...(second ?? []), ...(short ?? [])]) {
      const longest = thing.kind === 'CronJob' || thing.kind === 'StatefulSet' ? 52 : 63;
      expect([thing.metadata.name, thing.metadata.name.length <= longest]).toEqual([thing.metadata.name, true]);
      expect(thing.metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      const labels = under('labels', thing).flatMap((each) => Object.values(each as Labels));
      expect(labels.filter((label) => label.length > 63 || !/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(label))).toEqual(
        [],
      );
    }
    const names = [first, second].map(
      (things) => things?.map(({ kind, metadata }) => `${kind}/${metadata.name}`) ?? [],
    );
    expect(names[0]?.filter((each) => names[1]?.includes(each))).toEqual([]);
    for (const own of names) expect(own.filter((each, index) => own.indexOf(each) !== index)).toEqual([]);
  });

  test('the same objects as TypeScript renders, under every name', async (context) => {
    const helm = requireTool(context, name);
    const values = { tenants: TENANTS, teams: [['a', 'b'], ['c']] };
    const key = ({ kind, metadata }: Thing): string => `${kind}/${metadata.name}`;
    for (const options of [{}, { nameOverride: 'other' }, { fullnameOverride: 'x'.repeat(63) }]) {
      for (const each of ['r', 'my-shop', `${LONG}a`]) {
        const rendered = await release(helm, { release: each, values: { ...values, ...options } });
        const evaluated = chart.render({ releaseName: each, values: { ...values, ...options } }) as Thing[];
        expect(Object.fromEntries(rendered.map((thing) => [key(thing), thing]))).toEqual(
          Object.fromEntries(evaluated.map((thing) => [key(thing), thing])),
        );
        expect(rendered).toHaveLength(evaluated.length);
      }
    }
  });
});
