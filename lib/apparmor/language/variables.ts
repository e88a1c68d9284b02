import { alternation } from './alternation';

/** What a text sets its variables to: `@{bin}` under `bin`, values in the order they were written. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/** A text after its variables were replaced, and the ones that could not be. */
export interface Expanded {
  readonly text: string;
  /** Names of variables that nothing sets, or that are set by way of themselves. */
  readonly unknown: readonly string[];
}

/** `@{name}`; what is escaped is taken along, so that it is not taken for one. */
const REFERENCE = /\\[\s\S]|@\{([A-Za-z][A-Za-z0-9_]*)\}/g;
/** Variables of variables multiply: what is longer than this is left as it is. */
const MOST_VALUES = 1000;
/** Characters of one value. */
const LONGEST = 10_000;
/** Variables that lead to variables, one inside of the other. */
const DEEPEST = 400;

/** What was found out on the way. Whoever leads back to itself does so from everywhere. */
interface Walk {
  readonly variables: Variables;
  readonly known: Map<string, readonly string[] | undefined>;
}

/**
 * Replaces variables in a profile's name as apparmor_parser does before it hands the name to the kernel.
 *
 * One value is put in as it is; several become an alternation: with `@{bin}=/bin /usr/bin` the name `@{bin}/x` becomes
 * `{/bin,/usr/bin}/x`. A slash that would be doubled at the edge of an alternation is dropped. Variables that are not
 * set are left as they are and named in `unknown`.
 */
export function expandVariables(text: string, variables: Variables): Expanded {
  const unknown = new Set<string>();
  const walk: Walk = { variables, known: new Map() };
  let done = '';
  let rest = text;
  for (let found = reference(rest); found; found = reference(rest)) {
    const { before, name, written, after } = found;
    const values = valuesOf(name, walk, []);
    done += before;
    rest = after;
    if (values === undefined) {
      unknown.add(name);
      done += written;
    } else {
      const [only] = values;
      done +=
        values.length === 1 && only !== undefined
          ? only
          : alternation(values, done.endsWith('/'), rest.startsWith('/'));
    }
  }
  return { text: done + rest, unknown: [...unknown] };
}

/** All values of a variable, the ones of variables in them put in; undefined when they cannot be known. */
function valuesOf(name: string, walk: Walk, inside: readonly string[]): readonly string[] | undefined {
  if (walk.known.has(name)) return walk.known.get(name);
  const written = inside.includes(name) || inside.length >= DEEPEST ? undefined : walk.variables.get(name);
  let values: string[] | undefined = written && [];
  for (const value of written ?? []) {
    const each = valuesIn(value, walk, [...inside, name]);
    values = each && values && values.length + each.length <= MOST_VALUES ? [...values, ...each] : undefined;
  }
  const found = values?.length ? values : undefined;
  walk.known.set(name, found);
  return found;
}

/** Each way to put values into one text, the first variable changing slowest. */
function valuesIn(text: string, walk: Walk, inside: readonly string[]): readonly string[] | undefined {
  let done = [''];
  let rest = text;
  for (let found = reference(rest); found; found = reference(rest)) {
    const { before, name, after } = found;
    const values = valuesOf(name, walk, inside);
    if (!values || done.length * values.length > MOST_VALUES) return undefined;
    done = done.flatMap((first) => values.map((value) => first + before + value));
    if (done.some(({ length }) => length > LONGEST)) return undefined;
    rest = after;
  }
  return done.map((each) => each + rest);
}

/** The first reference in a text, and what stands around it. */
function reference(text: string) {
  for (const { 0: written, 1: name, index } of text.matchAll(REFERENCE)) {
    if (name === undefined) continue;
    return { before: text.slice(0, index), written, name, after: text.slice(index + written.length) };
  }
  return undefined;
}
