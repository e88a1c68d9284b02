import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppArmorLoader, AppArmorProfile } from '../../lib/apparmor';
import { configMapKey } from '../../lib/apparmor/config-map';
import { DiagnosticError } from '../../lib/diagnostics';
import { HelmApp, HelmChart } from '../../lib/helm';

const image = 'example.com/loader:1';
/** What the API server takes as the key of a ConfigMap, and the loader reads: nothing with a dot in front. */
const KEY = /^[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,252}$/;

const textOf = (name: string): string => `abi <abi/3.0>,\nprofile "${name}" { }\n`;

function chartOf(app: HelmApp = new HelmApp()): HelmChart {
  return new HelmChart(app, 'shop', { version: '1.0.0', description: 'A shop.' });
}

function dataOf(names: readonly string[]): Record<string, string> {
  const chart = chartOf();
  const profiles = names.map((name, index) => AppArmorProfile.fromText(chart, `p${index}`, textOf(name)));
  new AppArmorLoader(chart, 'loader', { image, profiles });
  return chart.render().find(({ kind }) => kind === 'ConfigMap').data;
}

/** What ends synth, code and place first; nothing is written then. */
function faultsOf(build: (chart: HelmChart) => void): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'config-map-'));
  try {
    const app = new HelmApp({ outdir });
    build(chartOf(app));
    app.synth();
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(readdirSync(outdir)).toEqual([]);
    return error.diagnostics.map(({ code, place, message }) => `${code} ${place?.path} ${message}`);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe('the key of a profile', () => {
  it.each(['web', 'docker-default', 'a.b', '_x', 'A9'])('is its name %s, where that is a key', (name) => {
    expect(configMapKey(name)).toBe(name);
  });

  it.each(['.', '..', '.hidden', '..data', '/usr/bin/x', 'a/b', 'é', '', 'x'.repeat(254), `/${'x'.repeat(974)}`])(
    'is one that the API server takes and the loader reads for %j',
    (name) => {
      expect(configMapKey(name)).toMatch(KEY);
    },
  );

  it('can be read', () => {
    expect(configMapKey('/usr/bin/x')).toMatch(/^_usr_bin_x-[0-9a-f]{12}$/);
  });

  it('is never that of another profile, even of one that is named like a key', () => {
    const name = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', '/', '_', '.', '-', 'é', '\udc80') }));
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(configMapKey(one)).toMatch(KEY);
        expect(configMapKey(one) === configMapKey(other)).toBe(one === other);
        expect(configMapKey(configMapKey(one)) === configMapKey(one)).toBe(configMapKey(one) === one);
      }),
    );
  });
});

describe('the ConfigMap of a loader', () => {
  it('keeps every profile, also where only other characters tell the names apart', () => {
    const names = [
      'constructor',
      '__proto__',
      '-x',
      '1',
      '/usr/bin/x',
      '_usr_bin_x',
      'a/b',
      'a_b',
      '.x',
      '..',
      `/${'x'.repeat(300)}`,
    ];
    const data = dataOf(names);
    expect(Object.values(data).sort()).toEqual(names.map(textOf).sort());
    for (const key of Object.keys(data)) expect(key).toMatch(KEY);
  });

  it('holds a profile once that is given twice', () => {
    const faults = faultsOf((chart) => {
      const profile = AppArmorProfile.fromText(chart, 'web', textOf('web'));
      new AppArmorLoader(chart, 'loader', { image, profiles: [profile, profile] });
      expect(chart.render().find(({ kind }) => kind === 'ConfigMap').data).toEqual({ web: textOf('web') });
    });
    expect(faults).toEqual([]);
  });

  it.each(['profile web { file, }\n', textOf('web')])(
    'is not written when two constructs define one profile: both are named',
    (other) => {
      const faults = faultsOf((chart) => {
        const profiles = [textOf('web'), other].map((text, index) =>
          AppArmorProfile.fromText(chart, `p${index}`, text),
        );
        new AppArmorLoader(chart, 'loader', { image, profiles });
      });
      expect(faults.filter((fault) => fault.startsWith('APPARMOR1004'))).toEqual([
        'APPARMOR1004 shop/loader two constructs define the profile web: shop/p0 and shop/p1',
      ]);
    },
  );

  it('is not written when it is larger than the API server takes', () => {
    const large = (size: number): readonly string[] =>
      faultsOf((chart) => {
        const text = textOf('web');
        const filled = `${text}#${'x'.repeat(size - text.length - 2)}\n`;
        const profile = AppArmorProfile.fromText(chart, 'web', filled);
        new AppArmorLoader(chart, 'loader', { image, profiles: [profile] });
      });
    expect(large(1_048_576)).toEqual([]);
    expect(large(1_048_577)).toEqual([
      'APPARMOR1022 shop/loader the profiles have 1048577 bytes together, and a ConfigMap holds 1048576',
    ]);
  });
});

describe('the props of a loader', () => {
  const wrongProps = (props: unknown): readonly string[] =>
    faultsOf((chart) => new AppArmorLoader(chart, 'loader', props as never));

  it.each([{}, undefined])('without an image end synth', (props) => {
    expect(wrongProps(props)).toEqual([
      'HELM1050 shop/loader "image" is missing: it must be a string that is not empty',
    ]);
  });

  it('that are wrong are all told in one run', () => {
    const props = {
      image: 1,
      profiles: ['a'],
      profileMap: {},
      pollSeconds: 0,
      metricsPort: 70_000,
      unloadRemoved: 'yes',
      tolerations: 'all',
      podSettings: [],
      imagepullPolicy: 'Always',
    };
    expect(wrongProps(props).map((fault) => fault.replace(/^HELM1050 shop\/loader /, ''))).toEqual(
      expect.arrayContaining([
        '"image" must be a string that is not empty, not the number 1',
        '"profiles[0]" must be an AppArmorProfile, not the string "a"',
        '"profileMap" must be an expression, not an object',
        '"pollSeconds" must be an integer from 1 to 3600, not the number 0',
        '"metricsPort" must be an integer from 1 to 65535, not the number 70000',
        '"unloadRemoved" must be a boolean or an expression, not the string "yes"',
        '"tolerations" must be an array, not the string "all"',
        '"podSettings" must be an object, not an empty array',
        '"imagepullPolicy" is not known here',
      ]),
    );
  });

  it('may be expressions of every kind', () => {
    const faults = faultsOf((chart) => {
      const { values } = chart;
      const flag = values.addBoolean('flag', { description: 'A flag.', defaultValue: false });
      const count = values.addInteger('count', { description: 'A number.', defaultValue: 10 });
      const resources = values.addResources('resources', { description: 'Resources.' });
      new AppArmorLoader(chart, 'loader', {
        image,
        unloadRemoved: flag,
        nodeProfiles: flag.asAny(),
        pollSeconds: count.asNumber(),
        metricsPort: count.asNumber(),
        resources,
        podSettings: { priorityClassName: 'system-node-critical' },
      });
    });
    expect(faults).toEqual([]);
  });
});
