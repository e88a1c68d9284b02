import { FAILSAFE_SCHEMA, load, Type } from 'js-yaml';
import { type GoValue, NotEvaluable } from '../../go-value';
import { isList, isMap } from './values';
import { type Resolved, resolvePlain } from './yaml-resolve';

/** A scalar that has no counterpart as a key of a map. Its text is a key that no file has. */
const STRANGE_KEY = '\u0000strange';

class Scalar {
  readonly [Symbol.toStringTag] = 'Scalar';

  constructor(readonly resolved: Resolved) {}

  /** js-yaml makes keys with this. */
  toString(): string {
    const { resolved } = this;
    return resolved.tag === 'bool' || resolved.tag === 'int' ? String(resolved.value) : STRANGE_KEY;
  }
}

const SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:goScalar', {
      kind: 'scalar',
      // js-yaml passes null for a value that is missing.
      resolve: (text: string | null) => resolvePlain(text ?? '').tag !== 'str',
      construct: (text: string | null) => new Scalar(resolvePlain(text ?? '')),
    }),
  ],
});

/** What js-yaml and go-yaml read differently. */
const ODDITIES: readonly (readonly [RegExp, string])[] = [
  // js-yaml ends every text with a line break, which then belongs to the block of text.
  [/[|>][-+0-9]*[ \t]*(?:#.*)?\n(?:[\s\S]*[^\n])?$/, 'a block of text at its end'],
  [/[\t\u0085\u2028\u2029]/, 'tabs or line separators of Unicode'],
  [/\\\/|\\u[dD][89a-fA-F]/, 'an escaped slash or half of a surrogate pair'],
  [/(?:^|[-:[{,?][ ]|[[{,])[ ]*[?&*!%]/m, 'tags, anchors, directives or complex keys'],
];

/**
 * Reads YAML as Helm's `fromYaml` does: by YAML 1.1 (`yes` is true), all numbers float64. An empty document is nil.
 *
 * @throws NotEvaluable for text that js-yaml refuses: Helm does not fail there, it gives go-yaml's message as `Error`.
 */
export function fromYaml(text: string): GoValue {
  let document: unknown;
  const odd = ODDITIES.find(([pattern]) => pattern.test(text));
  if (odd) throw new NotEvaluable(`YAML with ${odd[1]}`);
  try {
    document = load(text, { schema: SCHEMA });
  } catch (error) {
    throw new NotEvaluable(`YAML that cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return document === undefined ? null : plain(document as GoValue | Scalar);
}

function plain(value: GoValue | Scalar): GoValue {
  if (value instanceof Scalar) return scalarValue(value.resolved);
  if (isList(value)) return value.map(plain);
  if (!isMap(value)) return value;
  if (Object.hasOwn(value, STRANGE_KEY) || Object.hasOwn(value, '<<')) {
    throw new NotEvaluable('YAML with a merge key, or with a key that is null or a fraction');
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function scalarValue(resolved: Resolved): GoValue {
  switch (resolved.tag) {
    case 'null':
      return null;
    case 'bool':
      return resolved.value;
    case 'int':
      return Number(resolved.value);
    case 'float':
      if (Number.isFinite(resolved.value)) return resolved.value;
      throw new NotEvaluable('YAML with NaN or an infinity');
    default:
      throw new NotEvaluable(`YAML with a ${resolved.tag}`);
  }
}
