import { ADMITTED_BY } from '../../annotations';

const KEY = ADMITTED_BY.replace('/', '~1');
const HAS_ANNOTATION = `has(object.metadata.annotations) && '${ADMITTED_BY}' in object.metadata.annotations`;

/**
 * What the annotation says between the first mutation and the one that chooses, where the user had given one. It is not the
 * name of a policy, so whatever the user writes there counts for nothing.
 */
const NOT_YET = '';

/** First of all: what the user wrote into the annotation is made void. */
export const VOID = `${HAS_ANNOTATION} ? [JSONPatch{op: 'replace', path: '/metadata/annotations/${KEY}', value: '${NOT_YET}'}] : []`;

/** After the choice: a pod that no policy lets in tells none. */
export const TIDY =
  `variables.chosen < 0 && ${HAS_ANNOTATION} ?` +
  ` [JSONPatch{op: 'remove', path: '/metadata/annotations/${KEY}'}] : []`;

/**
 * Writes the name that is found, unless an earlier mutation has found one. `found` is CEL that ends with a colon: conditions,
 * each with a list of one name.
 */
export function chooseFirst(found: string): string {
  return (
    `variables.chosen >= 0 ? [] : (${found}[]).map(name,` +
    ` (has(object.metadata.annotations) ? [] : [JSONPatch{op: 'add', path: '/metadata/annotations', value: {}}])` +
    ` + [JSONPatch{op: 'add', path: '/metadata/annotations/${KEY}', value: name}]).flatten()`
  );
}

/**
 * Whether a pod may pass without any change at all. PodSecurityPolicy repeats a pod's seccomp profile in an annotation, so
 * it takes every pod with one for changed, and then prefers none of the policies. When the pod is seen once more, because
 * somebody else has changed it, that annotation stands: ours tells the same.
 */
export const MAY_STAY = `(!has(variables.context.seccompProfile) || (${HAS_ANNOTATION}))`;
