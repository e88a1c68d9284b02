/** What a text sets its variables to: `@{bin}` under `bin`, values in the order they were written. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/** A text after its variables were replaced, and the ones that nothing sets. */
export interface Expanded {
  readonly text: string;
  readonly unknown: readonly string[];
}

/** More rounds than any sane nesting needs: a variable that names itself would go on for ever. */
const MOST_ROUNDS = 100;
const LONGEST = 65536;

/**
 * Replaces variables in a profile's name as apparmor_parser does before it hands the name to the kernel.
 *
 * One value is put in as it is; several become an alternation: with `@{bin}=/bin /usr/bin` the name `@{bin}/x` becomes
 * `{/bin,/usr/bin}/x`. A slash that would be doubled at the edge of an alternation is dropped. Variables that are not
 * set are left as they are and named in `unknown`.
 */
export function expandVariables(text: string, variables: Variables): Expanded {
  const unknown = new Set<string>();
  let done = '';
  let rest = text;
  for (let round = 0; round < MOST_ROUNDS && rest.length < LONGEST; round++) {
    const found = /(?<=(?:^|[^\\])(?:\\\\)*)@\{([A-Za-z][A-Za-z0-9_]*)\}/.exec(rest);
    const [reference, name] = found ?? [];
    if (!found || reference === undefined || name === undefined) {
      return { text: done + rest, unknown: [...unknown] };
    }
    const before = rest.slice(0, found.index);
    const after = rest.slice(found.index + reference.length);
    const values = variables.get(name);
    if (!values || values.length === 0) {
      unknown.add(name);
      done += before + reference;
      rest = after;
    } else {
      rest = before + alternation(values, (done + before).endsWith('/'), after.startsWith('/')) + after;
    }
  }
  return { text: done + rest, unknown: [...unknown, ...referenced(rest)] };
}

function alternation(values: readonly string[], slashBefore: boolean, slashAfter: boolean): string {
  if (values.length === 1) {
    return values[0] ?? '';
  }
  const trimmed = values
    .map((value) => (slashBefore ? value.replace(/^\/+/, '') : value))
    .map((value) => (slashAfter ? value.replace(/\/+$/, '') : value));
  return `{${trimmed.join(',')}}`;
}

function referenced(text: string): readonly string[] {
  return [...text.matchAll(/@\{([A-Za-z][A-Za-z0-9_]*)\}/g)].map((match) => match[1] ?? '');
}
