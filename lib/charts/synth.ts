import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HelmApp, type HelmChart } from '../helm';
import { isOurs } from '../helm/write';
import { apparmorChart } from './apparmor';
import { containerSecurityChart } from './container-security';
import { networkPoliciesChart } from './network-policies';
import { podSecurityChart } from './pod-security';

/** The charts that we ship, each written by one program. One more has all of them in it. */
const CHARTS = [apparmorChart, networkPoliciesChart, podSecurityChart];

/** Adds the charts that we ship to an app, and gives them back. */
export function shippedCharts(app: HelmApp): readonly HelmChart[] {
  const charts = CHARTS.map((chart) => chart(app));
  return [...charts, containerSecurityChart(app, charts)];
}

/** Writes the folder `charts/`; a chart of ours that has no program any more goes. @param outdir where to. */
export function synthCharts(outdir: string): void {
  const app = new HelmApp({ outdir });
  const names = new Set(shippedCharts(app).map(({ chartName }) => chartName));
  app.synth();
  const stale = readdirSync(outdir).filter((name) => !names.has(name) && isOurs(join(outdir, name)));
  for (const name of stale) rmSync(join(outdir, name), { recursive: true });
}
