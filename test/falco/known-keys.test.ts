import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FALCO_SOURCE, FALCOSIDEKICK_SOURCE } from '../../lib/falco/charts';
import { ALL_FALCO, ALL_FALCOSIDEKICK } from './all-props';
import { FILE, hasCharts, knownKeysFile, valuesOf, versionOf } from './known-keys';

/** Maps whose keys the user chooses. */
const FREE = ['falco.customRules', 'falcosidekick.securityContext', 'falcosidekick.podSecurityContext'];

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths that are in `values` and not in `known`. */
function strangers(values: object, known: unknown, path: string): readonly string[] {
  if (FREE.includes(path)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const below = isMap(known) ? known[key] : undefined;
    if (!isMap(known) || !Object.hasOwn(known, key)) return [`${path}.${key}`];
    return isMap(value) ? strangers(value, below, `${path}.${key}`) : [];
  });
}

describe.skipIf(!hasCharts())('the values.yaml of the charts (set CHART_VALUES to the folder of charts)', () => {
  it('have the keys of lib/falco/known-keys.ts: npx tsx test/falco/known-keys.ts', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(knownKeysFile());
  });

  it('are of the versions that the constructs pin', () => {
    for (const { chartName, chartVersion } of [FALCO_SOURCE, FALCOSIDEKICK_SOURCE]) {
      expect(versionOf(chartName)).toBe(chartVersion);
    }
  });

  it('have every key that the constructs write, however deep', () => {
    const { falcosidekick, ...falco } = ALL_FALCO().toValues();
    const { enabled, ...nested } = falcosidekick;
    expect(enabled).toBe(true);
    expect(strangers(falco, valuesOf('falco'), 'falco')).toEqual([]);
    for (const values of [nested, ALL_FALCOSIDEKICK().toValues()]) {
      // What of a map is free stands in the tolerations and resources that the user gives.
      expect(strangers({ ...values, resources: {} }, valuesOf('falcosidekick'), 'falcosidekick')).toEqual([]);
    }
  });

  it('would show a key that is not there', () => {
    expect(strangers({ falco: { json_outptu: true, http_output: { uri: '' } } }, valuesOf('falco'), 'falco')).toEqual([
      'falco.falco.json_outptu',
      'falco.falco.http_output.uri',
    ]);
  });
});
