import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../markdown';

/** The package whose props are looked at. */
export const PACKAGE = 'cdk8s-plus-27';

/** A type as jsii writes it down. */
export type TypeReference =
  | { readonly primitive: string }
  | { readonly fqn: string }
  | { readonly collection: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference } }
  | { readonly union: { readonly types: readonly TypeReference[] } };

export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
}

export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly returns?: { readonly type: TypeReference };
}

export interface AssemblyType {
  readonly fqn: string;
  readonly name: string;
  readonly namespace?: string;
  readonly kind: 'class' | 'interface' | 'enum';
  /** A struct: readonly data. */
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly properties?: readonly Parameter[];
  readonly methods?: readonly Method[];
  readonly initializer?: Method;
  readonly members?: readonly { readonly name: string }[];
}

interface Assembly {
  readonly version: string;
  readonly types: Readonly<Record<string, AssemblyType>>;
}

const require = createRequire(join(ROOT, 'package.json'));
const assembly: Assembly = JSON.parse(
  readFileSync(join(require.resolve(`${PACKAGE}/package.json`), '../.jsii'), 'utf8'),
);

export const VERSION = assembly.version;

/** The types that are written by hand: those of the Kubernetes API are generated, plain data, and take any token. */
export const TYPES: readonly AssemblyType[] = Object.values(assembly.types).filter(
  ({ namespace }) => namespace !== 'k8s',
);

const byName = new Map(TYPES.map((type) => [type.fqn, type]));

export const typeOf = (fqn: string): AssemblyType | undefined => byName.get(fqn);

export const isStruct = (type: AssemblyType | undefined): boolean =>
  type?.kind === 'interface' && type.datatype === true;

/** A type and all that it can be taken for. */
export function ancestors(fqn: string): readonly string[] {
  const type = typeOf(fqn);
  const above = [...(type?.base ? [type.base] : []), ...(type?.interfaces ?? [])];
  return [fqn, ...above.flatMap(ancestors)];
}

/** A struct and those that extend it. */
export const descendants = (fqn: string): readonly AssemblyType[] =>
  TYPES.filter((type) => ancestors(type.fqn).includes(fqn));

/** All properties of a struct, inherited ones too. */
export function propertiesOf(type: AssemblyType): readonly Parameter[] {
  const inherited = (type.interfaces ?? []).flatMap((fqn) => {
    const above = typeOf(fqn);
    return above ? propertiesOf(above) : [];
  });
  return [...(type.properties ?? []), ...inherited];
}

/** All methods of a class, inherited ones too. */
export function methodsOf(type: AssemblyType): readonly Method[] {
  const above = typeOf(type.base ?? '');
  return [...(type.methods ?? []), ...(above ? methodsOf(above) : [])];
}

/** Whether instances are constructs: their first argument is the scope. */
export const isConstruct = ({ initializer }: AssemblyType): boolean =>
  nameIn(initializer?.parameters?.[0]?.type) === 'constructs.Construct';

/** The named type in a reference, if that is what it is. */
export function nameIn(type: TypeReference | undefined): string | undefined {
  return type && 'fqn' in type ? type.fqn : undefined;
}
