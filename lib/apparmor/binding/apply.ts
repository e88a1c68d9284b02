import { type Manifest, type PodTemplate, podTemplates } from '../../kubernetes/pod-templates';
import { ANNOTATION, at, type Confinement } from './confine';
import type { Form, Forms } from './forms';
import { mapIn } from './open-map';

/** A container with its profile, and how that is said. */
interface Chosen {
  readonly name: string;
  readonly profile: string;
  readonly context: readonly string[];
  readonly forms: Forms;
}

/**
 * The object with its containers under their profiles; of several for one container the first one. What is not touched is
 * shared with what was given.
 *
 * @param overlaid whether others look for maps in the object: then no map is there under a condition
 */
export function confined(manifest: Manifest, confinements: readonly Confinement[], overlaid: boolean): Manifest {
  return podTemplates(manifest).reduce(
    (object, template) =>
      changed(object, template.path, (found) =>
        confinedTemplate(found as Manifest, chosenOf(template, confinements), overlaid),
      ),
    manifest,
  );
}

function chosenOf({ containers }: PodTemplate, confinements: readonly Confinement[]): readonly Chosen[] {
  return containers.flatMap(({ name, list, index }) => {
    const own = confinements.find(({ profileOf }) => profileOf(name) !== undefined);
    const profile = own?.profileOf(name);
    if (own === undefined || profile === undefined) return [];
    return [{ name, profile, context: ['spec', list, String(index), 'securityContext'], forms: own.forms }];
  });
}

function confinedTemplate(template: Manifest, chosen: readonly Chosen[], overlaid: boolean): Manifest {
  const forms = [...new Set(chosen.map((each) => each.forms))];
  const annotated = forms.reduce((pod, form) => {
    const named = chosen.filter((each) => each.forms === form);
    const pairs = Object.fromEntries(named.map(({ name, profile }) => [ANNOTATION + name, `localhost/${profile}`]));
    const alone = !overlaid && forms.length === 1;
    return withPairs(pod, ['metadata', 'annotations'], form.annotations, pairs, alone);
  }, template);
  return chosen.reduce((pod, { context, profile, forms: { securityContext } }) => {
    const field = { appArmorProfile: { type: 'Localhost', localhostProfile: profile } };
    return withPairs(pod, context, securityContext, field, !overlaid);
  }, annotated);
}

function withPairs(node: Manifest, path: readonly string[], form: Form, pairs: Manifest, alone: boolean): Manifest {
  const before = at(node, path) ?? undefined;
  if (alone && before === undefined) {
    const whole = form.alone(pairs);
    return whole === undefined ? node : changed(node, path, () => whole);
  }
  const more = form.beside(pairs);
  return Object.keys(more).length === 0 ? node : changed(node, path, (map) => ({ ...mapIn(map), ...more }));
}

/** A copy of the node with what stands at a path changed; maps on the way are made when they are absent. */
function changed(node: Manifest, path: readonly string[], change: (value: unknown) => unknown): Manifest {
  const [key, ...rest] = path;
  if (key === undefined) return change(node) as Manifest;
  const child = rest.length === 0 ? change(node[key]) : changed((node[key] ?? {}) as Manifest, rest, change);
  if (Array.isArray(node)) return node.map((item, index) => (String(index) === key ? child : item)) as never;
  return { ...node, [key]: child };
}
