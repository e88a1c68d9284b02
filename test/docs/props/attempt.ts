import type { Construct } from 'constructs';
import { helm } from '../../../lib';
import {
  type AssemblyType,
  ancestors,
  descendants,
  isConstruct,
  isStruct,
  type Method,
  methodsOf,
  nameIn,
  type Parameter,
  TYPES,
  type TypeReference,
  typeOf,
} from './assembly';
import { argumentsOf, freshId, runtime, sample, struct } from './samples';

/** A prop that a struct declares. */
export interface Prop {
  readonly struct: AssemblyType;
  readonly property: Parameter;
}

/** A way to write a value into a prop. */
export interface Token {
  /** As it is written in a program. */
  readonly written: string;
  readonly of: (values: helm.ValueGroup) => unknown;
}

/** What came of it. */
export type Outcome =
  | { readonly kind: 'arrives'; readonly written: string }
  | { readonly kind: 'fails'; readonly why: string }
  | { readonly kind: 'not tried' };

/** How a value of some type is made, with the token inside. */
type Build = (scope: Construct) => unknown;
interface State {
  readonly type: string;
  readonly build: Build;
  readonly depth: number;
}
type Run = (scope: Construct) => void;

/** From the struct to an object there are rarely more steps than: struct, list of another, class, props, object. */
const DEEPEST = 5;
/** The first ways tell; the others are more of the same. */
const MOST_WAYS = 40;

/** Puts each token into a prop in as many ways as are needed until one gives an object that changes with the value. */
export function attempt(
  { struct: type, property }: Prop,
  tokens: readonly Token[],
  given: readonly [unknown, unknown],
): Outcome {
  let why: string | undefined;
  for (const { written, of } of tokens) {
    for (const run of waysTo(type, property.name, of)) {
      const failure = tryOne(run, given);
      if (failure === undefined) return { kind: 'arrives', written };
      why ??= failure;
    }
  }
  return why === undefined ? { kind: 'not tried' } : { kind: 'fails', why };
}

/** Ways from a prop to an object: by constructors, factories and methods that take the struct, or what is made of it. */
function waysTo(type: AssemblyType, name: string, token: Token['of']): readonly Run[] {
  const ways: Run[] = [];
  const seen = new Set<string>();
  const queue: State[] = descendants(type.fqn).map((heir) => ({
    type: heir.fqn,
    depth: 0,
    build: (scope) => ({ ...struct(heir, scope), [name]: token(helm.HelmChart.ofConstruct(scope).values) }),
  }));
  for (let state = queue.shift(); state && ways.length < MOST_WAYS; state = queue.shift()) {
    if (seen.has(state.type) || state.depth > DEEPEST) continue;
    seen.add(state.type);
    const names = isStruct(typeOf(state.type)) ? [state.type] : ancestors(state.type);
    for (const user of TYPES) follow(state, user, names, queue, ways);
  }
  return ways;
}

/** What a type does with a value of one of the names: props, constructors, factories, methods. */
function follow(
  { build, depth }: State,
  user: AssemblyType,
  names: readonly string[],
  queue: State[],
  ways: Run[],
): void {
  const found = (type: string, make: Build): void => void queue.push({ type, depth: depth + 1, build: make });
  if (isStruct(user)) {
    for (const { name, type } of user.properties ?? []) {
      const wrap = wrapper(type, names);
      if (!wrap) continue;
      for (const heir of descendants(user.fqn))
        found(heir.fqn, (scope) => ({ ...struct(heir, scope), [name]: wrap(build(scope)) }));
    }
    return;
  }
  const { initializer } = user;
  for (const [at, wrap] of positions(initializer, names)) {
    if (user.abstract || !initializer) continue;
    const make: Build = (scope) =>
      construct(user, argumentsOf(initializer.parameters ?? [], scope, at, wrap(build(scope))));
    if (isConstruct(user)) ways.push(make);
    else found(user.fqn, make);
  }
  for (const method of methodsOf(user)) {
    for (const [at, wrap] of positions(method, names)) {
      const args: (scope: Construct) => unknown[] = (scope) =>
        argumentsOf(method.parameters ?? [], scope, at, wrap(build(scope)));
      const result = nameIn(method.returns?.type);
      if (method.static && result) found(result, (scope) => call(runtime(user.name), method.name, args(scope)));
      if (!method.static && isConstruct(user) && !user.abstract)
        ways.push((scope) => call(instance(user, scope), method.name, args(scope)));
      if (!method.static && user.name === 'Container') found(user.fqn, (scope) => withCall(scope, user, method, args));
    }
  }
}

function withCall(
  scope: Construct,
  user: AssemblyType,
  method: Method,
  args: (scope: Construct) => unknown[],
): unknown {
  const made = sample({ fqn: user.fqn }, scope);
  call(made, method.name, args(scope));
  return made;
}

/** Where in a call a value may stand, and how it is wrapped there. */
function positions(
  method: Method | undefined,
  names: readonly string[],
): readonly (readonly [number, (value: unknown) => unknown])[] {
  return (method?.parameters ?? []).flatMap(({ type }, at) => {
    const wrap = wrapper(type, names);
    return wrap ? [[at, wrap] as const] : [];
  });
}

function wrapper(type: TypeReference, names: readonly string[]): ((value: unknown) => unknown) | undefined {
  const isIt = (reference: TypeReference): boolean => names.includes(nameIn(reference) ?? '');
  if (isIt(type)) return (value) => value;
  if (!('collection' in type) || !isIt(type.collection.elementtype)) return undefined;
  return type.collection.kind === 'array' ? (value) => [value] : (value) => ({ a: value });
}

function construct(type: AssemblyType, args: readonly unknown[]): unknown {
  const Class = runtime(type.name) as new (...all: readonly unknown[]) => unknown;
  return new Class(...args);
}

function instance(type: AssemblyType, scope: Construct): unknown {
  const [, , props] = type.initializer?.parameters ?? [];
  return construct(type, [scope, freshId(), ...(props ? [sample(props.type, scope)] : [])]);
}

function call(target: unknown, name: string, args: readonly unknown[]): unknown {
  return (target as Readonly<Record<string, (...all: readonly unknown[]) => unknown>>)[name]?.(...args);
}

/** Why the way leads nowhere, or undefined when the objects change with the value. */
function tryOne(run: Run, [one, other]: readonly [unknown, unknown]): string | undefined {
  try {
    const app = new helm.HelmApp();
    const chart = new helm.HelmChart(app, 'chart', { version: '1.0.0', description: 'Tried.' });
    run(chart);
    const lost = app.check().find(({ code }) => code.startsWith('HELM102'));
    if (lost) return `${lost.message} (${lost.code})`;
    const [first, second] = [one, other].map((v) => JSON.stringify(chart.render({ values: { v } })));
    return first === second ? 'the objects are the same whatever the value is' : undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  }
}

/** Props that the structs of the package declare, in their order. */
export const PROPS: readonly Prop[] = TYPES.filter(isStruct)
  .flatMap((type) => (type.properties ?? []).map((property) => ({ struct: type, property })))
  .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));

export function nameOf({ struct: type, property }: Prop): string {
  return `${type.name}.${property.name}`;
}
