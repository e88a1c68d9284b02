import type { SeLinuxOptions } from '../../pod/model';
import type { Check, CheckPod } from '../check';
import { containerField, podField } from '../view';
import { containersThat, listed, plural, quoted, setters } from '../words';

/** Types of containers. Empty is none. */
export const BASELINE_SELINUX_TYPES: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const TYPES_1_31 = [...BASELINE_SELINUX_TYPES, 'container_engine_t'];

interface Fault {
  /** Type that is not allowed. */
  readonly types: readonly string[];
  /** Fields that may not be set. */
  readonly set: readonly ('user' | 'role')[];
}

const CUSTOM = ['user', 'role'] as const;

function faultOf(options: SeLinuxOptions | undefined, allowed: readonly string[]): Fault | undefined {
  if (!options) return undefined;
  const type = options.type ?? '';
  const types = allowed.includes(type) ? [] : [type];
  const set = CUSTOM.filter((field) => Boolean(options[field]));
  return types.length === 0 && set.length === 0 ? undefined : { types, set };
}

const paths = ({ types, set }: Fault, path: (field: string) => string): readonly string[] =>
  [...(types.length > 0 ? ['type'] : []), ...set].map((field) => path(`seLinuxOptions.${field}`));

const only =
  (allowed: readonly string[]): CheckPod =>
  (pod) => {
    const ofPod = faultOf(pod.security.seLinuxOptions, allowed);
    const bad = containersThat(pod, ({ security }) => faultOf(security.seLinuxOptions, allowed) !== undefined);
    if (ofPod === undefined && bad.length === 0) return undefined;
    const ofContainers = bad.flatMap((container) => {
      const fault = faultOf(container.security.seLinuxOptions, allowed);
      return fault === undefined ? [] : [{ container, fault }];
    });
    const faults = [...(ofPod === undefined ? [] : [ofPod]), ...ofContainers.map(({ fault }) => fault)];
    const types = listed(faults.flatMap((fault) => fault.types));
    const data = [
      ...(types.length > 0 ? [`${plural('type', types.length)} ${quoted(types)}`] : []),
      ...CUSTOM.filter((field) => faults.some(({ set }) => set.includes(field))).map(
        (field) => `${field} may not be set`,
      ),
    ];
    return {
      reason: 'seLinuxOptions',
      detail: `${setters(ofPod !== undefined, bad)} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
      fields: [
        ...(ofPod === undefined ? [] : paths(ofPod, podField)),
        ...ofContainers.flatMap(({ container, fault }) => paths(fault, (field) => containerField(container, field))),
      ],
    };
  };

export const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  level: 'baseline',
  forms: [
    { since: 0, run: only(BASELINE_SELINUX_TYPES) },
    { since: 31, run: only(TYPES_1_31) },
  ],
};
