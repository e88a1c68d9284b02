import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../lib/diagnostics';
import { KEYS, type Keys, OVERRIDDEN } from '../../../lib/gitlab/auto-deploy/keys';
import { isOlder } from '../../../lib/gitlab/auto-deploy/version';
import { AutoDeployValues, type AutoDeployValuesProps } from '../../../lib/gitlab/auto-deploy-values';
import { CHART_VALUES } from '../../tools/upstream';
import { EVERY_KEY } from './every-key';

/** Folder with one folder for each chart of other projects, and its values.yaml in it. */

type Values = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the table has and nobody writes in a file for a Linux image of today. */
const NOT_SET = /windowsOptions$|^ciliumNetworkPolicy$/;

/** Every key of the table, with `*` for names and items, and its tag. */
const rows = (keys: Keys, around = ''): readonly { readonly path: string; readonly since?: string }[] =>
  Object.entries(keys).flatMap(([name, key]) => {
    const path = `${around}${name}`;
    const below = key.keys ? rows(key.keys, `${path}.`) : rows(key.named ?? key.items ?? {}, `${path}.*.`);
    return [{ path, since: key.since }, ...below];
  });
const ROWS = rows(KEYS);

const at = (value: unknown, path: readonly string[]): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return at(step === '*' ? Object.values(value)[0] : (value as Values)[step], rest);
};

/** Codes and keys of the errors. */
const errorsOf = (props: AutoDeployValuesProps): readonly string[] => {
  try {
    new AutoDeployValues(props);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, place }) => `${code} ${place?.key}`);
  }
};

/** Several have a tag of their own. */
const [ONE_RESOURCE] = EVERY_KEY.customResources ?? [];

/** A tag between this one and the one before it. */
const justBefore = (tag: string): string => {
  const [, minor, patch] = tag.slice(1).split('.').map(Number);
  return patch === 0 ? `v2.${Number(minor) - 1}.99` : `v2.${minor}.${Number(patch) - 1}`;
};

describe('the table of values', () => {
  it('takes a file that sets every key of it', () => {
    expect(errorsOf(EVERY_KEY)).toEqual([]);
    const values = new AutoDeployValues(EVERY_KEY).toValues();
    const missing = ROWS.filter(({ path }) => !NOT_SET.test(path) && at(values, path.split('.')) === undefined);
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  const gates = ROWS.flatMap(({ path, since }) => (since === undefined || NOT_SET.test(path) ? [] : [{ path, since }]));
  it.each(gates)('refuses $path before the image $since, and no more from it on', ({ path, since }) => {
    const name = path
      .replace('workers.*', 'workers.mail')
      .replace('cronjobs.*', 'cronjobs.report')
      .replace('volumes.*', 'volumes[0]');
    const refused = (tag: string) =>
      errorsOf({ ...EVERY_KEY, customResources: [ONE_RESOURCE], autoDeployImageVersion: tag }).filter(
        (each) => each === `GITLAB1003 ${name}`,
      );
    expect(refused(since)).toEqual([]);
    // A key inside of one that is newer is not looked at: the outer one is refused.
    const outer = gates.some((each) => path.startsWith(`${each.path}.`) && isOlder(justBefore(since), each.since));
    expect(refused(justBefore(since))).toEqual(outer ? [] : [`GITLAB1003 ${name}`]);
  });

  it('goes by the tags of the image, not by the version of the chart, which lags behind', () => {
    const milestones = {
      nodeSelector: 'v2.4.0',
      'persistence.volumes.*.claim.volumeName': 'v2.82.0',
      startupProbe: 'v2.34.0',
      cronjobs: 'v2.37.0',
      extraEnv: 'v2.48.0',
      'livenessProbe.enabled': 'v2.50.0',
      customResources: 'v2.51.0',
      hostNetwork: 'v2.64.0',
      'workers.*.image': 'v2.65.0',
      securityContext: 'v2.67.0',
      'cronjobs.*.securityContext': 'v2.67.0',
      containerSecurityContext: 'v2.69.0',
      'workers.*.containerSecurityContext': 'v2.69.0',
      'workers.*.extraEnv': 'v2.84.0',
      networkPolicy: undefined,
    };
    const found = Object.keys(milestones).map((path) => [path, ROWS.find((row) => row.path === path)?.since]);
    expect(Object.fromEntries(found)).toEqual(milestones);
  });

  it('says what came of a value that was taken out', () => {
    const values = (autoDeployImageVersion: string) => ({
      autoDeployImageVersion,
      ciliumNetworkPolicy: { enabled: true },
    });
    expect(errorsOf(values('v2.44.0'))).toEqual([]);
    expect(errorsOf(values('v2.45.0'))).toEqual(['GITLAB1003 ciliumNetworkPolicy']);
    expect(() => new AutoDeployValues(values('v2.118.0'))).toThrow(/put a CiliumNetworkPolicy into "customResources"/);
  });

  it('refuses every value that the deployment overrides, in one run, and says what to do', () => {
    const lost = Object.entries(OVERRIDDEN).filter(([, { only }]) => only === undefined);
    expect(lost.length).toBeGreaterThan(15);
    const values: Record<string, Record<string, string>> = {};
    for (const [path] of lost) {
      const [area = '', ...rest] = path.split('.');
      if (rest.length === 0) Object.assign(values, { [area]: 'x' });
      else if (rest.length === 1) values[area] = { ...values[area], [rest[0] ?? '']: 'x' };
    }
    Object.assign(values, { ingress: { canary: { weight: 5 } } });
    expect(errorsOf(values)).toEqual(lost.map(([path]) => `GITLAB1002 ${path}`).sort());
    expect(() => new AutoDeployValues({ replicaCount: 3 } as AutoDeployValuesProps)).toThrow(
      /set the variable REPLICAS/,
    );
  });

  it('only warns where a variable decides whether a value is overridden', () => {
    const { warnings } = new AutoDeployValues({
      service: { commonName: 'a' },
      ingress: { modSecurity: { enabled: true, secRuleEngine: 'On' } },
    });
    expect(warnings.map(({ code, place }) => `${code} ${place?.key}`)).toEqual([
      'GITLAB1002 service.commonName',
      'GITLAB1002 ingress.modSecurity.enabled',
      'GITLAB1002 ingress.modSecurity.secRuleEngine',
    ]);
  });

  describe.skipIf(CHART_VALUES === undefined)(
    'beside the values.yaml of auto-deploy-app (set CHART_VALUES to the folder of charts)',
    () => {
      const file = join(CHART_VALUES ?? '', 'auto-deploy-app/values.yaml');
      const chart = existsSync(file) ? (yaml.load(readFileSync(file, 'utf8')) as Values) : {};

      it('knows every value that stands there', () => {
        const known = (path: string): boolean =>
          ROWS.some((row) => row.path === path) ||
          Object.keys(OVERRIDDEN).some((key) => key === path || key.startsWith(`${path}.`));
        const paths = (values: Values, around = ''): readonly string[] =>
          Object.entries(values).flatMap(([key, value]) => [
            `${around}${key}`,
            ...(isMap(value) && !`${around}${key}`.endsWith('networkPolicy.spec')
              ? paths(value, `${around}${key}.`)
              : []),
          ]);
        expect(paths(chart).length).toBeGreaterThan(100);
        expect(paths(chart).filter((path) => !known(path))).toEqual([]);
      });
    },
  );
});
