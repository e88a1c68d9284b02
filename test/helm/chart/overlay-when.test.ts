import * as kplus from 'cdk8s-plus-27';
import { expect, test } from 'vitest';
import { HelmApp, HelmChart, Overlay } from '../../../lib/helm';
import { description, PROPS } from './problems';

test('labels of pods under a condition still match the selector of their release', () => {
  const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
  const on = chart.values.addBoolean('on', { description, defaultValue: true });
  const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'nginx', portNumber: 80 }] });
  Overlay.on(web).when('/spec/template/metadata/labels', on);
  const [{ spec }] = chart.render({ releaseName: 'r' }) as [
    { spec: { selector: { matchLabels: object }; template: { metadata: { labels: object } } } },
  ];
  expect(Object.values(spec.selector.matchLabels)).toEqual([expect.stringMatching(/^r-/)]);
  expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
});
