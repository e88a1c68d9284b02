import { describe } from '../../../diagnostics/describe';
import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { isObject } from '../../../diagnostics/predicates';
import { PROFILE_ANNOTATIONS } from '../annotations';
import { checkPolicy } from '../check-policy';
import { isDnsName } from '../names';
import { readPolicy } from '../psp/policy';
import { type FoundObject, fieldOf, stepsOf } from './objects';
import { readProblem } from './problems';

/** Everything that is wrong or doubtful about a manifest of the kind PodSecurityPolicy, with places in its file. */
export function checkManifest(object: FoundObject): readonly Diagnostic[] {
  const { spec, profiles } = readPolicy(object.manifest);
  const found = checkPolicy({ ...spec, ...profiles }).map((problem) => atField(problem, object));
  return [...nameOf(object), ...found];
}

function nameOf(object: FoundObject): readonly Diagnostic[] {
  if (isDnsName(object.name)) return [];
  const { metadata } = object.manifest;
  const given = isObject(metadata) ? metadata.name : undefined;
  if (given !== undefined && typeof given !== 'string') {
    const path = ['metadata', 'name'];
    const message = `"${fieldOf(path)}" must be a text, not ${describe(given)}`;
    return [readProblem('object', message, object.place(path), 'write it in quotes')];
  }
  const says = object.name === '' ? 'has no name' : `has the name ${JSON.stringify(object.name)}, which is no DNS name`;
  const hint = 'lower case letters, digits, "-" and "."';
  return [readProblem('object', `the policy ${says}`, object.place(['metadata', 'name']), hint)];
}

/** A problem of a field of the spec, or of a prop that is an annotation in a manifest: at the field, in its words. */
function atField({ place, message, ...problem }: Diagnostic, object: FoundObject): Diagnostic {
  const key = place?.key;
  if (key === undefined) return { ...problem, message, place: object.place(['spec']) };
  const [first = '', ...rest] = stepsOf(key);
  const annotation = Object.hasOwn(PROFILE_ANNOTATIONS, first)
    ? PROFILE_ANNOTATIONS[first as keyof typeof PROFILE_ANNOTATIONS]
    : undefined;
  const path = annotation === undefined ? ['spec', first, ...rest] : ['metadata', 'annotations', annotation];
  const said = message.startsWith(`"${key}"`) ? `"${fieldOf(path)}"${message.slice(key.length + 2)}` : message;
  return { ...problem, message: said, place: object.place(path) };
}
