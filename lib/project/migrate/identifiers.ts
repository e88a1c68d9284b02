import type { MigratedPolicy } from './policies';

/** A policy with what it is called in a program. */
export interface Identified {
  readonly policy: MigratedPolicy;
  /** Its id among the constructs of the chart: objects for it have names that begin so. */
  readonly id: string;
  /** A name for a variable. */
  readonly variable: string;
}

/** The tree of constructs keeps children by their ids in an object, which has this already. */
const NO_IDS = ['constructor'];

/** What policies are called in a program. `a-b.c` and `a.b-c` are two policies, and must not get one name. */
export function identified(policies: readonly MigratedPolicy[]): readonly Identified[] {
  const ids = unique(
    policies.map(({ name }) => name),
    NO_IDS,
  );
  const variables = unique(policies.map(({ name }) => variableOf(name)));
  return policies.map((policy, index) => ({ policy, id: ids[index] ?? '', variable: variables[index] ?? '' }));
}

/** Names of objects hold letters, digits and dashes; as variables they lose the dashes too. */
const keyOf = (name: string): string => name.replaceAll(/[^a-zA-Z0-9]+/g, '-');

/** Names of which no two are alike: a number behind those whose name is taken. */
function unique(names: readonly string[], never: readonly string[] = []): readonly string[] {
  const given = new Set(names.map(keyOf));
  const taken = new Set(never);
  return names.map((name) => {
    let free = name;
    // A number must not make it another name that is given.
    for (let number = 2; taken.has(keyOf(free)) || (free !== name && given.has(keyOf(free))); number++) {
      free = `${name}${/[.-]/.test(name) ? '-' : ''}${number}`;
    }
    taken.add(keyOf(free));
    return free;
  });
}

/** A name that no word of the program has: `cert-manager` is `certManagerPolicy`. */
function variableOf(name: string): string {
  const camel = name.replace(/[^a-zA-Z0-9]+(\w)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase());
  return `${/^\d/.test(camel) ? '_' : ''}${camel}Policy`;
}
