import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { layeredValues } from '../../lib/helm/upstream-values';
import type { JsonMap } from '../../lib/helm/values/shape';
import { Cilium, CiliumMode, CiliumPlatform, type CiliumProps } from '../../lib/network';
import { HelmJudge } from '../helm/chart/helm-judge';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { UPSTREAM_CHARTS } from '../tools/upstream';
import { REFUSED_VALUES } from './refused-values';

const CHART = join(UPSTREAM_CHARTS ?? '', 'cilium');
const CASES = Object.values(CiliumPlatform).flatMap((platform) =>
  Object.values(CiliumMode).map((mode) => ({ platform, mode })),
);

const valuesOf = (props: CiliumProps): JsonMap => new Cilium(new Chart(new App(), 'c'), 'cilium', props).toValues();

describe.skipIf(UPSTREAM_CHARTS === undefined || !existsSync(CHART))(
  "Cilium's chart (set UPSTREAM_CHARTS to a folder of unpacked charts)",
  () => {
    describe.each(['helm3', 'helm4'])('by %s', (name) => {
      describeWith([name], 'with our values', () => {
        const judge = new HelmJudge();
        const args = ['--kube-version', '1.30.0', '--api-versions', 'monitoring.coreos.com/v1'];
        const template = (values: JsonMap) => judge.template(tool(name) ?? '', CHART, { values, args });
        afterAll(() => judge.remove());

        it.each(CASES)('is rendered for $platform in the mode $mode', async ({ platform, mode }) => {
          const more = mode === CiliumMode.ENFORCE ? { ui: true, serviceMonitor: true, dashboards: true } : {};
          const rendering = await template(valuesOf({ platform, mode, nativeRoutingCidr: '10.0.0.0/8', ...more }));
          if (!rendering.accepted) throw new Error(rendering.error);
          const maps = rendering.documents.map(({ text }) => yaml.load(text) as JsonMap);
          const settings = maps.find(({ metadata }) => (metadata as JsonMap).name === 'cilium-config')?.data as JsonMap;
          expect(settings).toMatchObject({
            'enable-policy': mode === CiliumMode.OFF ? 'never' : 'default',
            'policy-audit-mode': String(mode === CiliumMode.AUDIT),
            'hubble-export-allowlist': '{"verdict":["AUDIT","DROPPED","ERROR"]}',
          });
        });

        it.each(REFUSED_VALUES)('is refused as we refuse it, for %s', async (_key, values) => {
          const rendering = await template(layeredValues(valuesOf({}), values) as JsonMap);
          expect(rendering.accepted).toBe(false);
        });
      });
    });
  },
);
