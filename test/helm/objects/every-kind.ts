import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type ApiObject, Lazy } from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** A type as jsii writes it down. */
type TypeReference =
  | { readonly primitive: string }
  | { readonly fqn: string }
  | { readonly collection: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference } };

interface AssemblyType {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly properties?: readonly { readonly name: string; readonly type: TypeReference }[];
}

const KUBERNETES = 'cdk8s-plus-27.k8s.';
/** Structs refer to themselves (JSON Schema) or lie very deep: below this they stay empty. */
const DEEPEST = 9;

const file = join(createRequire(__filename).resolve('cdk8s-plus-27/package.json'), '../.jsii');
const { types } = JSON.parse(readFileSync(file, 'utf8')) as { readonly types: Readonly<Record<string, AssemblyType>> };

type KindClass = new (scope: Construct, id: string, props: object) => ApiObject;
type UnionClass = { fromNumber(value: number): object; fromString(value: string): object };
const classes = plus.k8s as unknown as Readonly<Record<string, KindClass & UnionClass>>;

/** Names of the classes of cdk8s-plus that stand for a kind of the Kubernetes API, lists included. */
export const KINDS: readonly string[] = Object.values(types)
  .filter(({ fqn, kind }) => kind === 'class' && fqn.startsWith(`${KUBERNETES}Kube`))
  .map(({ name }) => name);

/**
 * An object of a kind with everything that its props can hold, in values that cdk8s resolves, drops, keeps or sorts.
 *
 * @param word stands in every text; another one gives other texts, numbers and booleans in the same places.
 */
export function everythingOf(kind: string, scope: Construct, id: string, word = 'text'): ApiObject {
  const props = new Sampler(word).struct(types[`${KUBERNETES}${kind}Props`], 0);
  const Kind = classes[kind];
  if (!Kind) throw new Error(`cdk8s-plus-27 has no ${kind}`);
  return new Kind(scope, id, { ...props, metadata: { labels: { z: '1', 'a.io/b': '2' }, annotations: {} } });
}

/** Makes sample values. Each differs from the others, and is the same in every run. */
class Sampler {
  private count = 0;

  constructor(private readonly word: string) {}

  public struct(type: AssemblyType | undefined, depth: number): Readonly<Record<string, unknown>> {
    const properties = depth > DEEPEST ? [] : (type?.properties ?? []);
    return Object.fromEntries(
      properties.map(({ name, type: of }) => [name, this.now(() => this.value(of, depth + 1))]),
    );
  }

  /** Some values are only made when they are asked for, in one of the two ways that cdk8s knows. */
  private now(make: () => unknown): unknown {
    this.count += 1;
    const value = make();
    if (this.count % 5 === 0) return Lazy.any({ produce: () => value });
    return this.count % 7 === 0 ? new Later(value) : value;
  }

  private value(type: TypeReference, depth: number): unknown {
    this.count += 1;
    if ('primitive' in type) return this.primitive(type.primitive);
    if ('collection' in type) {
      const { kind, elementtype } = type.collection;
      const [one, other] = [this.value(elementtype, depth + 1), this.value(elementtype, depth + 1)];
      if (this.count % 11 === 0) return kind === 'array' ? [] : {};
      return kind === 'array' ? [one, other] : { z: one, a: other, none: undefined };
    }
    return this.named(types[type.fqn], depth);
  }

  private named(type: AssemblyType | undefined, depth: number): unknown {
    if (type?.kind === 'enum') return `${this.word}${this.count}`;
    if (type?.kind !== 'class') return this.struct(type, depth);
    const union = classes[type.name];
    return this.count % 2 ? union?.fromNumber(this.number()) : union?.fromString(`${this.word} ${this.count}`);
  }

  private number(): number {
    return this.count + this.word.length;
  }

  private primitive(name: string): unknown {
    if (name === 'number') return this.number();
    if (name === 'boolean') return this.number() % 2 === 0;
    if (name === 'string') return `${this.word} ${this.count}`;
    // Anything, as in a custom resource. A date is what cdk8s itself cannot render.
    return name === 'date'
      ? undefined
      : { z: [1, null, { y: undefined, x: this.word }], a: {}, resolve: 'a key', value: 1 };
  }
}

/** An implicit token: anything with such a method. */
class Later {
  constructor(private readonly value: unknown) {}

  public resolve(): unknown {
    return this.value;
  }
}
