import type { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { AppArmorLoader } from '../../lib/apparmor';
import { HelmApp, HelmChart, If } from '../../lib/helm';

/** The objects of a chart with a loader in it: directly, or below another construct. */
function objects(around: (chart: HelmChart) => Construct): readonly unknown[] {
  const chart = new HelmChart(new HelmApp({ outdir: '/nowhere' }), 'guard', {
    version: '1.0.0',
    description: 'Guards.',
  });
  new AppArmorLoader(around(chart), 'loader', { image: 'registry.example.com/loader:1' });
  return chart.render({ releaseName: 'one' });
}

test('a loader that is put under a condition stays what it is: selectors, names and the folder of its state', () => {
  const inside = objects(
    (chart) =>
      new If(chart, 'switched', {
        when: chart.values.addBoolean('on', { description: 'Whether it is there.', defaultValue: true }),
      }),
  );
  expect(inside).toEqual(objects((chart) => chart));
  expect(JSON.stringify(inside)).toContain('"app.kubernetes.io/component":"loader"');
});
