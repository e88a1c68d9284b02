import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Expression, HelmApp, HelmChart, Manifest, Overlay } from '../../../lib/helm';
import { integer, judgeChart, named, object, PROPS, text, untyped } from '../chart/problems';

const config = (chart: HelmChart, id: string, props: object): ApiObject =>
  new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', ...props });

const rbac = (chart: HelmChart, name: string): ApiObject =>
  new ApiObject(chart, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } });

describe('what the API server refuses', () => {
  judgeChart([
    [
      'a name that is none',
      (chart) => void named(chart, 'a', 'Not Valid_Name!'),
      /^HELM1035 shop\/a#metadata.name: Kubernetes refuses "Not Valid_Name!" as "metadata.name" \(a DNS name: /,
    ],
    [
      'a name with a point, where DNS labels are asked for',
      (chart) => void new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } }),
      /^HELM1035 shop\/a#metadata.name: .*\(a DNS label: /,
    ],
    [
      'a slash in the name of a role',
      (chart) => void rbac(chart, 'a/b'),
      /^HELM1035 shop\/role#metadata.name: .*\(a name without "\/"/,
    ],
    [
      'a namespace that is no text',
      (chart) => void config(chart, 'a', { metadata: { namespace: untyped(5) } }),
      /^HELM1036 shop\/a#metadata.namespace: "metadata.namespace" must be a string, not the number 5/,
    ],
    [
      'labels that are none',
      (chart) => {
        object(chart, 'a');
        chart.addLabels({ 'bad key!': 'x', fine: 'a b', long: 'x'.repeat(64), n: 5, 'example.com/ok': 'x_y.z' });
      },
      /^HELM1035 shop\/a#metadata.labels.bad key!: Kubernetes refuses the key "bad key!" \(a key: /,
      /^HELM1035 shop\/a#metadata.labels.fine: Kubernetes refuses "a b" as "metadata.labels.fine" \(a label: /,
      /^HELM1035 shop\/a#metadata.labels.long/,
      /^HELM1036 shop\/a#metadata.labels.n: .* not the number 5.* \(write it in quotes: "5"\)$/,
    ],
    [
      'the key of an annotation, and a value that is no text',
      (chart) => void config(chart, 'a', { metadata: { annotations: { 'a/b/c': 'any text !', flag: untyped(true) } } }),
      /^HELM1035 shop\/a#metadata.annotations.a\/b\/c/,
      /^HELM1036 shop\/a#metadata.annotations.flag: .* not the boolean true/,
    ],
    [
      'what is no text in a ConfigMap and a Secret',
      (chart) => {
        config(chart, 'a', { data: { n: 1, list: ['x'], ok: 'x', port: integer(chart) } });
        new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'Secret', stringData: { on: true } });
      },
      /^HELM1036 shop\/a#data.list: .* not an array/,
      /^HELM1036 shop\/a#data.n: /,
      /^HELM1036 shop\/a#data.port: "data.port" must be a string, not the value "integer": .* \(give it as text: value.asString\(\)\)$/,
      /^HELM1036 shop\/b#stringData.on/,
    ],
    [
      'an object of no kind',
      (chart) => void new ApiObject(chart, 'a', untyped({ apiVersion: 'v1' })),
      'HELM1050 shop/a#kind: "kind" must be a string that is not empty, not undefined (such as "ConfigMap")',
    ],
  ]);
});

test('what Kubernetes takes, and what only Helm knows, is left alone', () => {
  const app = new HelmApp();
  const chart = new HelmChart(app, 'shop', PROPS);
  chart.addLabels({ 'a.b-c/D_e.f': '', [`${text(chart, 'key')}`]: 'x', t: `${text(chart)} !` });
  chart.addAnnotations({ 'Example.COM/x': 'any text at all !', n: chart.release.revision.asString() });
  rbac(chart, 'system:a:B_c');
  named(chart, 'dots', 'a.b.c');
  new ApiObject(chart, 'user', { apiVersion: 'user.openshift.io/v1', kind: 'Identity', metadata: { name: 'a:B' } });
  new Manifest(chart, 'generated', { apiVersion: 'v1', kind: 'Pod', metadata: untyped({ generateName: 'A' }) });
  Overlay.on(config(chart, 'data', { data: { port: integer(chart).asString(), any: Expression.concat('a', 'b') } }))
    .put('/metadata/namespace', chart.release.namespaceName)
    .put('/data/free', text(chart, 'free'));
  expect(app.check()).toEqual([]);
});
