import { hasUnrealPorts, realPorts } from './host-ports';
import type { Form, MigratedPolicy } from './policies';

/** The chart whose values are written. */
const VALUES_CHART = 'pod-security';

/** What policies are called once they are installed, with `RELEASE` for the name of the release. */
export function newNameOf(to: Form, chart: string): (policy: MigratedPolicy) => string {
  return ({ id, name }) => (to === 'yaml' ? `RELEASE-${VALUES_CHART}-${id}` : `RELEASE-${chart}-${name}`);
}

const portText = ({ min, max }: { readonly min: number; readonly max: number }): string =>
  min === max ? `${min}` : `${min}-${max}`;

/** What is written in another way than it was, and means the same. */
export function rewrittenParts(to: Form, policies: readonly MigratedPolicy[]): readonly string[] {
  if (to !== 'yaml') return [];
  return policies.flatMap(({ name, policy: { spec } }) => {
    const { hostPorts = [] } = spec;
    if (!hasUnrealPorts(hostPorts)) return [];
    const [before, after] = [hostPorts, realPorts(hostPorts)].map((ranges) => ranges.map(portText).join(', '));
    return [`\`hostPorts\` of \`${name}\` without numbers that are no port: ${before} is ${after || 'none'}`];
  });
}

/** What people must do about it that no program can. */
export const LOOK_AT: readonly string[] = [
  'Roles and bindings that are in none of the files, such as those of other charts: a role that names an old policy does not let anybody use the new one, and a binding to an old role is worth nothing once that role is gone.',
  'Roles in the files that name no policy: they let use the new ones as well.',
  'What reads the annotation `kubernetes.io/psp` of pods, up to Kubernetes 1.24: it holds the new names.',
  'The old policies themselves: as long as they are there they let pods in too, and of several that fit the first by name counts. Delete them, and the roles and bindings that name them alone, when the new ones are installed.',
];
