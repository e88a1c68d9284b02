import { ADMITTED_BY } from '../../annotations';
import type { PolicyLiterals } from '../literals';
import { ofAll, type Place } from '../policy-map';
import type { Variable } from '../variable';
import { CONTAINER_FIELDS, type DefaultedField, type LiteralName, POD_FIELDS, SPEC_FIELDS } from './fields';

/** Fields that some policy may set. @param known the policies; without them every field may be set */
export function activeFields(known?: readonly PolicyLiterals[]): readonly DefaultedField[] {
  const fields = [...SPEC_FIELDS, ...POD_FIELDS, ...CONTAINER_FIELDS];
  if (known === undefined) return fields;
  return fields.filter(({ idle }) =>
    known.some((each) => Object.entries(idle).some(([name, texts]) => !texts.includes(each[name as LiteralName]))),
  );
}

/** CEL of a field, with what the chosen policy says in the place of `$name`. */
export function resolve(text: string): string {
  return text.replace(/\$(\w+)/g, 'variables.chosenPolicy.$1');
}

/**
 * What the patches look at: the chosen policy, and the places of the containers. Pods have no ephemeral containers when they
 * are created.
 */
export function patchVariables(places: readonly Place[]): readonly Variable[] {
  const annotation = `object.metadata.?annotations[?'${ADMITTED_BY}'].orValue('')`;
  return [
    { name: 'chosen', expression: `(${ofAll(places, 'policy.name')}).indexOf(${annotation})` },
    { name: 'chosenPolicy', expression: `(${ofAll(places, 'policy')})[variables.chosen]` },
    { name: 'places', expression: `${placesIn('containers')} + ${placesIn('initContainers')}` },
  ];
}

/** Name, security context and its path of each container; `bare` when there is no context yet. */
function placesIn(list: string): string {
  const path = `dyn('/spec/${list}/' + string(i) + '/securityContext')`;
  const fields = `{'path': ${path}, 'name': c.name, 'sc': c.?securityContext.orValue({}), 'bare': dyn(!has(c.securityContext))}`;
  return `object.spec.?${list}.orValue([]).transformList(i, c, ${fields})`;
}
