import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import { type LimitFault, RLIMITS, readLimit, SIZE_UNITS, TIME_UNITS } from '../expand/rlimits';
import type { RlimitRule } from '../model/rules';

export function checkRlimit(rule: RlimitRule, complain: Complain): void {
  const { resource, value, unit } = rule;
  const kind = Object.hasOwn(RLIMITS, resource.value) ? RLIMITS[resource.value] : undefined;
  if (kind === undefined) {
    const hint = nearestHint(resource.value, Object.keys(RLIMITS)) ?? `limits are ${Object.keys(RLIMITS).join(', ')}`;
    complain('rlimitUnknown', resource, `there is no limit ${resource.raw}`, hint);
    return;
  }
  const fault = readLimit(rule);
  if (typeof fault !== 'string') return;
  const at = fault === 'unit' && unit !== undefined ? unit : value;
  complain('rlimitValue', at, FAULTS[fault](rule), fault === 'unit' ? unitHint(rule) : undefined);
}

const FAULTS: Readonly<Record<LimitFault, (rule: RlimitRule) => string>> = {
  number: ({ resource, value }) =>
    `${value.raw} is no value of the limit ${resource.raw}: it must be a number or infinity`,
  negative: ({ resource }) => `the limit ${resource.raw} cannot be negative`,
  unit: ({ resource, unit }) => `the limit ${resource.raw} has no unit ${unit?.raw ?? ''}`,
  small: ({ resource }) => `the limit ${resource.raw} must be a ${RLIMITS[resource.value]?.replace(/s$/, '')} or more`,
  nice: () => 'the limit nice must be from -20 to 19',
};

function unitHint({ resource, unit }: RlimitRule): string {
  const kind = RLIMITS[resource.value];
  if (kind === 'count' || kind === 'nice') return 'it is a number without a unit';
  const units = Object.keys(kind === 'bytes' ? SIZE_UNITS : TIME_UNITS);
  const exact = units.find((each) => each.toLowerCase() === unit?.value.toLowerCase());
  return exact === undefined ? `units are ${units.join(', ')}` : `did you mean "${exact}"?`;
}
