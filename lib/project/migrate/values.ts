import { dump } from 'js-yaml';
import { commented } from '../../gitlab/text-file';
import { realPorts } from './host-ports';
import type { MigratedPolicy } from './policies';
import { describeUser, type User } from './rights';
import { AS_BEFORE, type Scope } from './scope';

/** A subject as the values of charts/pod-security have it. */
type SubjectValue = Readonly<Record<string, string>>;

/** Values for charts/pod-security that say the same as the policies. */
export function valuesOf(
  policies: readonly MigratedPolicy[],
  scope: Scope = AS_BEFORE,
): Readonly<Record<string, unknown>> {
  return {
    ...withoutEmpty(scope),
    podSecurityPolicies: Object.fromEntries(
      policies.map(({ id, policy: { spec, profiles }, users }) => [
        id,
        {
          spec: withoutEmpty({ ...spec, ...(spec.hostPorts && { hostPorts: realPorts(spec.hostPorts) }) }),
          ...withoutEmpty(profiles),
          ...(users.length > 0 && { subjects: users.map(subject) }),
        },
      ]),
    ),
  };
}

/** The same as text, with a head that says where it comes from. */
export function valuesText(policies: readonly MigratedPolicy[], scope?: Scope): string {
  const head = [
    'Written by container-security migrate psp: values for the chart pod-security.',
    '',
    ...policies.map(({ id, name, users }) => {
      const who = users.length === 0 ? 'nobody may use it' : `used by ${users.map(describeUser).join('; ')}`;
      return `${id}${id === name ? '' : ` (was ${name})`}: ${who}`;
    }),
  ];
  return `${commented(head)}${dump(valuesOf(policies, scope), { lineWidth: 120, noRefs: true, quotingType: '"' })}`;
}

/** Lists that are empty say what is said by leaving them out: the server drops them. */
export function withoutEmpty(part: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
}

function subject({ kind, name, namespaceName, boundIn }: User): SubjectValue {
  return {
    kind,
    name,
    ...(namespaceName !== undefined && { namespace: namespaceName }),
    ...(boundIn !== undefined && { in: boundIn }),
  };
}
