import type { ValueDeclaration, ValueShape } from './declaration';
import { type ChartContext, keyOf } from './shape';

/** One key at the root of the values. */
export interface RootProperty {
  readonly declaration: ValueDeclaration;
  /** Holds keys that this chart does not know: what parents share (`global`) or what belongs to a dependency. */
  readonly open: boolean;
}

const NOTHING_KNOWN: ValueShape = { type: 'object', properties: [] };

/** Keys that Helm itself puts at the root of a chart's values, whether the chart declares them or not. */
const HELM_KEYS: readonly ValueDeclaration[] = [
  { path: ['global'], shape: NOTHING_KNOWN, description: 'Values that Helm hands to all charts of a release.' },
  {
    path: ['enabled'],
    shape: { type: 'boolean' },
    description: 'Read by a parent chart that has a condition for this chart.',
  },
  {
    path: ['tags'],
    shape: { type: 'map', values: { type: 'boolean' } },
    description: 'Switches dependencies on or off by their tags.',
  },
];

/** All keys that the root may hold: the declared ones, then the dependencies, then those of Helm. */
export function rootProperties(
  declarations: readonly ValueDeclaration[],
  { dependencies = [] }: ChartContext,
): readonly RootProperty[] {
  const open = new Set(['global', ...dependencies]);
  const known = new Set(declarations.map(keyOf));
  const added = [...dependencies.map(dependencyKey), ...HELM_KEYS].filter(
    (declaration, index, all) => !known.has(keyOf(declaration)) && all.findIndex(sameKey(declaration)) === index,
  );
  return [...declarations, ...added].map((declaration) => ({ declaration, open: open.has(keyOf(declaration)) }));
}

function dependencyKey(name: string): ValueDeclaration {
  return { path: [name], shape: NOTHING_KNOWN, description: `Values of the dependency ${name}.` };
}

function sameKey(declaration: ValueDeclaration): (other: ValueDeclaration) => boolean {
  return (other) => keyOf(other) === keyOf(declaration);
}
