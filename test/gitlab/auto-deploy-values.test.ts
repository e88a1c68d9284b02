import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { AutoDeployValues } from '../../lib/gitlab/auto-deploy-values';
import { CHART_VALUES } from '../tools/upstream';

const FOLDER = join(__dirname, '../../auto-deploy-values');
/** Folder with one folder for each chart of other projects, and its values.yaml in it. */

type Values = Readonly<Record<string, unknown>>;

const load = (text: string): Values => (yaml.load(text) ?? {}) as Values;
const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

const FILES = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));

/**
 * What auto-deploy-image v2.113.0 sets with `--set` in every deployment (`helm upgrade` in src/bin/auto-deploy): in the
 * values file it would be lost.
 */
const OVERRIDDEN = [
  'application.database_url',
  'application.initializeCommand',
  'application.migrateCommand',
  'application.secretChecksum',
  'application.secretName',
  'application.track',
  'gitlab.app',
  'gitlab.env',
  'gitlab.envName',
  'gitlab.envURL',
  'gitlab.projectID',
  'image.repository',
  'image.tag',
  'ingress.canary.weight',
  'ingress.modSecurity.enabled',
  'ingress.modSecurity.secRuleEngine',
  'postgresql.managed',
  'postgresql.managedClassSelector',
  'releaseOverride',
  'replicaCount',
  'service.additionalHosts',
  'service.commonName',
  'service.url',
];

/** Every key of a file with the keys around it: `a`, `a.b`. */
const pathsOf = (values: Values, around = ''): readonly string[] =>
  Object.entries(values).flatMap(([key, value]) => [
    `${around}${key}`,
    ...(isMap(value) ? pathsOf(value, `${around}${key}.`) : []),
  ]);

/** What the chart hands on as it is, beside its own example of it. */
const HANDED_ON = ['networkPolicy.spec'];

/** Keys that a chart does not know. Below `{}`, a list or nothing the chart hands on what it gets. */
function unknownKeys(values: Values, known: Values, commented: readonly string[], around = ''): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = `${around}${key}`;
    if (!(key in known)) return around === '' && commented.includes(key) ? [] : [path];
    const inner = known[key];
    return isMap(value) && isMap(inner) && Object.keys(inner).length > 0 && !HANDED_ON.includes(path)
      ? unknownKeys(value, inner, [], `${path}.`)
      : [];
  });
}

describe.each(FILES)('auto-deploy-values/$name', ({ text }) => {
  it('sets something, and says above it what it is for', () => {
    expect(Object.keys(load(text)).length).toBeGreaterThan(0);
    expect(text.startsWith('# ')).toBe(true);
  });

  it('sets nothing that the deployment overrides', () => {
    const isLost = (path: string): boolean => OVERRIDDEN.some((key) => path === key || path.startsWith(`${key}.`));
    expect(pathsOf(load(text)).filter(isLost)).toEqual([]);
    expect(pathsOf({ service: { url: 'x' }, image: { tag: 'x', pullPolicy: 'x' } }).filter(isLost)).toEqual([
      'service.url',
      'image.tag',
    ]);
  });

  it('names no container in an annotation: workers and cron jobs have none of that name', () => {
    expect(text).not.toMatch(/^\s*container\.apparmor\.security/m);
  });

  describe.skipIf(CHART_VALUES === undefined)(
    'beside the values.yaml of auto-deploy-app (set CHART_VALUES to the folder of charts)',
    () => {
      const file = join(CHART_VALUES ?? '', 'auto-deploy-app/values.yaml');
      const chart = existsSync(file) ? readFileSync(file, 'utf8') : '';
      // Keys without a default stand there as comments: `#customResources:`.
      const commented = [...chart.matchAll(/^#\s?([A-Za-z]+):/gm)].map(([, key = '']) => key);

      it('sets only keys that the chart knows', () => {
        expect(Object.keys(load(chart)).length).toBeGreaterThan(20);
        expect(unknownKeys(load(text), load(chart), commented)).toEqual([]);
      });

      it('would be caught with a wrong key', () => {
        const wrong = {
          containerSecurityContexts: {},
          service: { url: '', potr: 1 },
          containerSecurityContext: { any: 1 },
          customResources: [],
        };
        expect(unknownKeys(wrong, load(chart), commented)).toEqual(['containerSecurityContexts', 'service.potr']);
      });
    },
  );
});

describe('AutoDeployValues', () => {
  it('puts containers under a profile of any name', () => {
    for (const name of ['deny-write', '/usr/sbin/nginx', 'yes', '0123', "it's: #1", 'a\nservice: {url: b}']) {
      expect(load(AutoDeployValues.appArmor({ profileName: name }).toYaml())).toEqual({
        containerSecurityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: name } },
      });
    }
  });

  it.each(['', ' ', ' deny-write', 'deny-write\n', 'x'.repeat(4096)])('refuses the profile name %j', (profileName) => {
    expect(() => AutoDeployValues.appArmor({ profileName })).toThrow(
      /"profileName" must be the name of a profile.*\[GITLAB1001\]/s,
    );
  });
});
