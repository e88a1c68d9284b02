/** Good and bad values for every value of a chart that lies in `charts/`. */
import { type ValueExample, valueExamples } from '../../lib/helm/values/examples';
import { isMap, type JsonMap } from '../../lib/helm/values/shape';
import { constructOf, type ShippedChart } from './shipped';

const POLICY_FIELD = /^podSecurityPolicies\.\w+\.spec\.(\w+)/;

/** Charts with checks: what is made up field by field contradicts itself. */
const SOUND: Readonly<Record<string, (example: ValueExample) => JsonMap>> = { 'pod-security': soundPolicies };

/** The examples of a chart, of which it renders the good ones. */
export function examplesOf(chart: Pick<ShippedChart, 'name'>): readonly ValueExample[] {
  const sound = SOUND[chart.name] ?? (({ good }) => good);
  return valueExamples(constructOf(chart).values._declarations).map((each) => ({ ...each, good: sound(each) }));
}

/** Of the spec only the field that is shown, on a level that goes with each. */
function soundPolicies({ key, good }: ValueExample): JsonMap {
  const { podSecurityPolicies } = good;
  if (!isMap(podSecurityPolicies)) return good;
  const [, field] = POLICY_FIELD.exec(key) ?? [];
  const policies = Object.entries(podSecurityPolicies).map(([name, policy]) => {
    const { level, spec, ...others } = policy as JsonMap;
    const shown = isMap(spec) && field !== undefined ? { [field]: spec[field] ?? null } : {};
    return [name, { ...others, level: key.endsWith('.level') ? (level ?? null) : 'baseline', spec: shown }] as const;
  });
  return { ...good, podSecurityPolicies: Object.fromEntries(policies) };
}
