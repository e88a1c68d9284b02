import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppArmorLoader, AppArmorProfile } from '../../lib/apparmor';
import { HelmApp, HelmChart } from '../../lib/helm';

const image = 'example.com/loader:1';

let outdir: string;
let printed: string[];
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'warnings-'));
  printed = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(outdir, { recursive: true });
});

/** What is printed when a chart with loaders is written. */
function warningsOf(build: (chart: HelmChart) => void): readonly string[] {
  const app = new HelmApp({ outdir });
  const chart = new HelmChart(app, 'shop', { version: '1.0.0', description: 'A shop.' });
  build(chart);
  app.synth();
  expect(readdirSync(outdir)).toEqual(['shop']);
  return printed;
}

it('synth prints what is doubtful about a profile of a loader, with loader, name, file and line', () => {
  const warnings = warningsOf((chart) => {
    const profile = new AppArmorProfile(chart, 'web', { text: '\nprofile web { }\n', file: 'web.aa' });
    new AppArmorLoader(chart, 'loader', { image, profiles: [profile] });
  });
  expect(warnings).toEqual([expect.stringContaining('APPARMOR1010')]);
  expect(warnings[0]).toContain('web.aa:2:9 (shop/loader#profiles.web)');
});

it('synth names the loader where a profile comes from no file', () => {
  const warnings = warningsOf((chart) => {
    const profile = AppArmorProfile.fromText(chart, 'web', 'profile a\\xaa { }\n');
    new AppArmorLoader(chart, 'loader', { image, profiles: [profile] });
  });
  expect(warnings).toEqual([expect.stringContaining('APPARMOR1010'), expect.stringContaining('APPARMOR1011')]);
  for (const warning of warnings) expect(warning).toContain('shop/loader#profiles.');
});

it('synth prints the warnings of a profile once, however many loaders take it', () => {
  const warnings = warningsOf((chart) => {
    const profile = AppArmorProfile.fromText(chart, 'web', 'profile web { }\n');
    for (const id of ['one', 'two']) new AppArmorLoader(chart, id, { image, profiles: [profile, profile] });
  });
  expect(warnings).toEqual([expect.stringContaining('shop/one#profiles.web')]);
});

it('synth prints nothing about a profile without doubt', () => {
  const warnings = warningsOf((chart) => {
    const profile = AppArmorProfile.fromText(chart, 'web', 'abi <abi/3.0>,\nprofile web { }\n');
    new AppArmorLoader(chart, 'loader', { image, profiles: [profile] });
  });
  expect(warnings).toEqual([]);
});
