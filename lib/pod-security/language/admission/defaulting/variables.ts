import type { PolicyLiterals } from '../literals';
import type { Variable } from '../variable';
import { CONTAINER_FIELDS, type DefaultedField, type LiteralName, POD_FIELDS, SPEC_FIELDS } from './fields';

/** The annotation by which a pod tells which policy let it in. */
export const PSP_ANNOTATION = 'kubernetes.io/psp';

const PREFIX = 'chosen_';

/** A list of texts, one per policy. */
const listOf = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** Fields that some policy may set. */
export function activeFields(
  fields: readonly DefaultedField[],
  literals: readonly PolicyLiterals[],
): readonly DefaultedField[] {
  return fields.filter(({ idle }) =>
    literals.some((each) => Object.entries(idle).some(([name, texts]) => !texts.includes(each[name as LiteralName]))),
  );
}

/** CEL of a field, with what the chosen policy says in the place of `$name`. */
export function resolve(text: string): string {
  return text.replace(/\$(\w+)/g, `variables.${PREFIX}$1`);
}

/**
 * What the patches look at: the chosen policy, its literals, the places of the containers. Pods have no ephemeral containers
 * when they are created.
 */
export function patchVariables(literals: readonly PolicyLiterals[]): readonly Variable[] {
  const used = activeFields([...SPEC_FIELDS, ...POD_FIELDS, ...CONTAINER_FIELDS], literals).flatMap(({ when, value }) =>
    [...`${when} ${value}`.matchAll(/\$(\w+)/g)].map(([, name]) => name as LiteralName),
  );
  const names = listOf(literals.map(({ name }) => name));
  const annotation = `object.metadata.?annotations[?'${PSP_ANNOTATION}'].orValue('')`;
  return [
    { name: 'names', expression: names },
    { name: 'chosen', expression: `variables.names.indexOf(${annotation})` },
    { name: 'places', expression: `${places('containers')} + ${places('initContainers')}` },
    ...[...new Set(used)].sort().map((name) => ({
      name: `${PREFIX}${name}`,
      expression: `${listOf(literals.map((each) => each[name]))}[variables.chosen]`,
    })),
  ];
}

/** Name, security context and its path of each container; `bare` when there is no context yet. */
function places(list: string): string {
  const path = `dyn('/spec/${list}/' + string(i) + '/securityContext')`;
  const fields = `{'path': ${path}, 'name': c.name, 'sc': c.?securityContext.orValue({}), 'bare': dyn(!has(c.securityContext))}`;
  return `object.spec.?${list}.orValue([]).transformList(i, c, ${fields})`;
}
