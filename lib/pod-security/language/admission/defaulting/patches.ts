import { CONTAINER_FIELDS, type DefaultedField, POD_FIELDS, SPEC_FIELDS } from './fields';
import { resolve } from './variables';

/** Patches of the chosen policy: for the pod, and for its containers. None where no policy sets anything. */
export function patches(active: readonly DefaultedField[]): readonly string[] {
  const patched = (fields: readonly DefaultedField[], path: string): readonly string[] =>
    fields.filter((field) => active.includes(field)).map((field) => operation(field, path));
  // The server has given every pod a security context before.
  const pod = [...patched(SPEC_FIELDS, "'/spec'"), ...patched(POD_FIELDS, "'/spec/securityContext'")];
  const container = patched(CONTAINER_FIELDS, 'c.path');
  return [
    ...(pod.length > 0 ? [`variables.chosen < 0 ? [] : ${pod.join('\n+ ')}`] : []),
    ...(container.length > 0 ? [`variables.chosen < 0 ? [] : ${overContainers(container)}`] : []),
  ];
}

/** A context is made where there is none, and something to put into it. */
function overContainers(operations: readonly string[]): string {
  const context = "(size(ops) > 0 && c.bare ? [JSONPatch{op: 'add', path: c.path, value: {}}] : [])";
  return `variables.places.map(c, [\n${operations.join('\n+ ')}\n].map(ops, ${context} + ops).flatten()).flatten()`;
}

function operation({ key, when, value, also }: DefaultedField, path: string): string {
  const patch = `[JSONPatch{op: 'add', path: ${path} + '/${key}', value: ${resolve(value)}}]`;
  return `(${resolve(when)} ? ${patch}${also === undefined ? '' : ` + (${resolve(also)})`} : [])`;
}
