import type { SeLinuxOptions } from '../../pod/model';
import type { Check, CheckPod } from '../check';
import { containerField, podField } from '../view';
import { containersThat, listed, plural, quoted, setters } from '../words';

/** Types of containers. Empty is none. */
export const BASELINE_SELINUX_TYPES: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const TYPES_1_31 = [...BASELINE_SELINUX_TYPES, 'container_engine_t'];

const FIELDS = ['type', 'user', 'role'] as const;

type Field = (typeof FIELDS)[number];

const isBadField = (field: Field, options: SeLinuxOptions, allowed: readonly string[]): boolean =>
  field === 'type' ? !allowed.includes(options.type ?? '') : Boolean(options[field]);

const isBad = (options: SeLinuxOptions | undefined, allowed: readonly string[]): options is SeLinuxOptions =>
  options !== undefined &&
  (isBadField('type', options, allowed) ||
    isBadField('user', options, allowed) ||
    isBadField('role', options, allowed));

const only =
  (allowed: readonly string[]): CheckPod =>
  (pod) => {
    const ofPod = pod.security.seLinuxOptions;
    const podIsBad = isBad(ofPod, allowed);
    const bad = containersThat(pod, ({ security }) => isBad(security.seLinuxOptions, allowed));
    if (!podIsBad && bad.length === 0) return undefined;
    const faults = [
      ...(podIsBad ? faultsOf(ofPod, allowed, podField) : []),
      ...bad.flatMap((each) => faultsOf(each.security.seLinuxOptions, allowed, (field) => containerField(each, field))),
    ];
    const types = listed(faults.flatMap(({ field, value }) => (field === 'type' ? [value] : [])));
    const data = types.length > 0 ? [`${plural('type', types.length)} ${quoted(types)}`] : [];
    for (const of of ['user', 'role']) if (faults.some(({ field }) => field === of)) data.push(`${of} may not be set`);
    return {
      reason: 'seLinuxOptions',
      detail: `${setters(podIsBad, bad)} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
      fields: faults.map(({ path }) => path),
    };
  };

interface Fault {
  readonly field: Field;
  readonly value: string;
  readonly path: string;
}

function faultsOf(
  options: SeLinuxOptions = {},
  allowed: readonly string[],
  path: (field: string) => string,
): readonly Fault[] {
  return FIELDS.filter((field) => isBadField(field, options, allowed)).map((field) => ({
    field,
    value: options[field] ?? '',
    path: path(`seLinuxOptions.${field}`),
  }));
}

export const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  level: 'baseline',
  forms: [
    { since: 0, run: only(BASELINE_SELINUX_TYPES) },
    { since: 31, run: only(TYPES_1_31) },
  ],
};
