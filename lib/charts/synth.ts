import { HelmApp, type HelmChart } from '../helm';
import { apparmorChart } from './apparmor';

/** The charts that we ship, each written by one program. */
const CHARTS = [apparmorChart];

/** Adds the charts that we ship to an app, and gives them back. */
export function shippedCharts(app: HelmApp): readonly HelmChart[] {
  return CHARTS.map((chart) => chart(app));
}

/** Writes the folder `charts/`. @param outdir where to. */
export function synthCharts(outdir: string): void {
  const app = new HelmApp({ outdir });
  shippedCharts(app);
  app.synth();
}
