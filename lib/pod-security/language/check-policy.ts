import { checkObject, flawsOf, isObject, type Shape } from '../../diagnostics/check';
import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { checkProfiles } from './check-profiles';
import { CODES, checkSpec, type KnownSpec, toDiagnostic } from './check-spec';
import { allRequired, type IsOpen, profilesShape, specShape } from './shape';
import type { PodSecurityPolicyProfiles } from './spec';

/** What a policy may hold besides its spec and profiles: the keys of whoever asks. */
export interface PolicyForm {
  /** Keys beside those of the spec and of the profiles. */
  readonly more?: Shape;
  /** Values that are not known yet. */
  readonly isOpen?: IsOpen;
}

type KnownPolicy = KnownSpec & PodSecurityPolicyProfiles;

/** Everything that is wrong or doubtful about a policy: its fields alone, and to each other. Places have the key only. */
export function checkPolicy(
  policy: unknown,
  { more = {}, isOpen = () => false }: PolicyForm = {},
): readonly Diagnostic[] {
  const { limits, strategies } = specShape(isOpen);
  const fields = { ...limits, ...allRequired(strategies) };
  const problems = new DiagnosticCollector();
  checkObject(policy, { ...fields, ...profilesShape(isOpen), ...more }, {}, CODES.field, problems.report);
  const sound = soundFields(policy, { ...limits, ...strategies, ...profilesShape(isOpen) }, isOpen);
  return [...problems.diagnostics, ...checkSpec(sound), ...checkProfiles(sound).map(toDiagnostic)];
}

/** The fields that are right alone, without what is not known yet. */
function soundFields(policy: unknown, shape: Shape, isOpen: IsOpen): KnownPolicy {
  const sound = Object.entries(isObject(policy) ? policy : {}).filter(([key, value]) => {
    const rule = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return typeof rule === 'function' && value !== undefined && flawsOf(rule, value, '').length === 0;
  });
  return known(Object.fromEntries(sound), isOpen) as KnownPolicy;
}

/** A copy in which everything that is not known is undefined: lists keep their length, records their keys. */
function known(value: unknown, isOpen: IsOpen): unknown {
  if (isOpen(value)) return undefined;
  if (Array.isArray(value)) return value.map((item) => known(item, isOpen));
  if (!isObject(value)) return value;
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(given.map(([key, item]) => [key, known(item, isOpen)]));
}
