import { podSecurityChart } from '../../charts/pod-security';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { HelmApp } from '../../helm';
import { VALUE_CODES } from '../../helm/values/check-shape';
import { checkValues } from '../../helm/values/check-value';
import type { ValueDeclaration } from '../../helm/values/declaration';
import type { JsonMap } from '../../helm/values/shape';
import { PROFILE_ANNOTATIONS } from '../../pod-security/language/annotations';
import { type FoundObject, fieldOf, stepsOf } from '../../pod-security/language/read/objects';
import { readProblem } from '../../pod-security/language/read/problems';
import type { MigratedPolicy } from './policies';
import { valuesOf } from './values';

/** Where a policy stands in the files. */
export type ObjectOf = (policy: MigratedPolicy) => FoundObject | undefined;

const OWN_CHART = 'write a chart of your own, which takes it: --to chart, or --to typescript';

/** A DNS label. */
const LONGEST = 63;

/** Profiles that an API server takes and the values do not. */
const PROFILES: readonly (readonly [RegExp, string])[] = [
  [/^localhost\/$/, 'names no profile'],
  [/,/, 'has a comma in its name'],
];

/** Of the chart. To make it takes longer than to ask it. */
let declarations: readonly ValueDeclaration[] | undefined;

/** What charts/pod-security refuses of the values that the policies become: its own schema says so. */
export function checkAsValues(policies: readonly MigratedPolicy[], objectOf: ObjectOf): readonly Diagnostic[] {
  declarations ??= podSecurityChart(new HelmApp()).values._declarations;
  const found = checkValues(declarations, valuesOf(policies) as JsonMap).flatMap((fault) => {
    // A key that is no DNS label is told of below.
    if (fault.code === VALUE_CODES.mapKey) return [];
    const [, id, ...path] = stepsOf(fault.place?.key ?? '');
    const policy = policies.find((each) => each.id === id);
    const object = policy && objectOf(policy);
    return [policy && object ? badPart(policy, object, path, fault) : tooMany(policies, fault)];
  });
  return [...policies.flatMap((policy) => longName(policy, objectOf(policy))), ...found];
}

/** The API server could not afford more of them. */
function tooMany(policies: readonly MigratedPolicy[], { message }: Diagnostic): Diagnostic {
  const says = `the chart pod-security does not take all ${policies.length} policies as values: ${message}`;
  const hint =
    'write a chart of your own: --to chart, or --to typescript; or migrate the policies of some namespaces at a time, and install the chart once for each part, with "namespaces" that names those of the part';
  return readProblem('many', says, { file: policies[0]?.file ?? '-' }, hint);
}

/** What stands in front of names in a chart has up to 47 characters, see fullnameTemplate, and a dash. */
const LONGEST_IN_CHART = 253 - 48;

/** Names that are too long for a chart of their own. */
export function checkNames(policies: readonly MigratedPolicy[], objectOf: ObjectOf): readonly Diagnostic[] {
  return policies
    .filter(({ name }) => name.length > LONGEST_IN_CHART)
    .map((policy) => {
      const { name } = policy;
      const says = `"${name}" has ${name.length} characters: with the names of the release and the chart in front it may have ${LONGEST_IN_CHART}`;
      return readProblem(
        'fit',
        says,
        objectOf(policy)?.place(['metadata', 'name']) ?? {},
        'rename the policy in the file',
      );
    });
}

function longName({ id, name }: MigratedPolicy, object: FoundObject | undefined): readonly Diagnostic[] {
  if (id.length <= LONGEST) return [];
  const says = `"${name}" has ${name.length} characters: as a key of values it may have ${LONGEST}`;
  const hint = `rename the policy in the file, or ${OWN_CHART}`;
  return [readProblem('fit', says, object?.place(['metadata', 'name']) ?? {}, hint)];
}

function badPart(
  { name, policy: { profiles } }: MigratedPolicy,
  object: FoundObject,
  path: readonly string[],
  { message }: Diagnostic,
): Diagnostic {
  const [first = '', index] = path;
  const annotation = Object.entries(PROFILE_ANNOTATIONS).find(([prop]) => prop === first)?.[1];
  if (annotation === undefined) {
    const place = first === 'spec' ? object.place(path) : object.place();
    return readProblem('fit', `"${name}" cannot be written as values: ${message}`, place, OWN_CHART);
  }
  const given = Object.entries(profiles).find(([prop]) => prop === first)?.[1];
  const profile = `${Array.isArray(given) ? given[Number(index)] : given}`;
  const why = PROFILES.find(([pattern]) => pattern.test(profile))?.[1] ?? message;
  const at = ['metadata', 'annotations', annotation];
  const says = `"${fieldOf(at)}" of "${name}" cannot be written as a value: ${JSON.stringify(profile)} ${why}`;
  return readProblem('fit', says, object.place(at), OWN_CHART);
}
