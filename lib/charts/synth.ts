import { HelmApp } from '../helm';
import { apparmorChart } from './apparmor';

/** The charts that we ship, each written by one program. */
const CHARTS = [apparmorChart];

/** Writes the folder `charts/`. @param outdir where to. */
export function synthCharts(outdir: string): void {
  const app = new HelmApp({ outdir });
  for (const chart of CHARTS) chart(app);
  app.synth();
}
