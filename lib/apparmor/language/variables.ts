/** What a text sets its variables to: `@{bin}` under `bin`, values in the order they were written. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/** A text after its variables were replaced, and the ones that could not be. */
export interface Expanded {
  readonly text: string;
  /** Names of variables that nothing sets, or that are set by way of themselves. */
  readonly unknown: readonly string[];
}

/** `@{name}`, unless a backslash stands before it. */
const REFERENCE = /(?<=(?:^|[^\\])(?:\\\\)*)@\{([A-Za-z][A-Za-z0-9_]*)\}/;
/** Variables of variables multiply: what is longer than this is left as it is. */
const MOST_VALUES = 1000;

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
  for (let found = REFERENCE.exec(rest); found; found = REFERENCE.exec(rest)) {
    const [reference, name = ''] = found;
    const values = valuesOf(name, variables, []);
    done += rest.slice(0, found.index);
    rest = rest.slice(found.index + reference.length);
    if (values === undefined) {
      unknown.add(name);
      done += reference;
    } else {
      done += alternation(values, done.endsWith('/'), rest.startsWith('/'));
    }
  }
  return { text: done + rest, unknown: [...unknown] };
}

/** All values of a variable, the ones of variables in them put in; undefined when they cannot be known. */
function valuesOf(name: string, variables: Variables, inside: readonly string[]): readonly string[] | undefined {
  const written = inside.includes(name) ? undefined : variables.get(name);
  let values: string[] | undefined = written && [];
  for (const value of written ?? []) {
    const each = valuesIn(value, variables, [...inside, name]);
    values = each && values && values.length + each.length <= MOST_VALUES ? [...values, ...each] : undefined;
  }
  return values?.length ? values : undefined;
}

/** Each way to put values into one text, the first variable changing slowest. */
function valuesIn(text: string, variables: Variables, inside: readonly string[]): readonly string[] | undefined {
  const found = REFERENCE.exec(text);
  if (!found) {
    return [text];
  }
  const firsts = valuesOf(found[1] ?? '', variables, inside);
  const rests = firsts && valuesIn(text.slice(found.index + found[0].length), variables, inside);
  if (!firsts || !rests || firsts.length * rests.length > MOST_VALUES) {
    return undefined;
  }
  const before = text.slice(0, found.index);
  return firsts.flatMap((first) => rests.map((rest) => before + first + rest));
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
