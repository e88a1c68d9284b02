import type { Diagnostic } from '../../diagnostics/diagnostic';
import {
  at,
  checkObject,
  checkShape,
  type Finding,
  inside,
  reportMissing,
  type Scene,
  unknownKey,
  wrongType,
} from './check-shape';
import type { ValueDeclaration } from './declaration';
import { defaultOf, defaultValues } from './defaults';
import { mergeValues } from './merge';
import { rootProperties } from './root';
import { type ChartContext, formatKey, isGroup, isMap, type JsonMap, keyOf, mayBeNull, own } from './shape';

/** A default that the user's values delete. */
const DELETED_DEFAULT = 'HELM2011';

/**
 * Judges what a user of the chart gives (the content of a values file, or of several merged) as Helm does: laid over the
 * defaults, then by values.schema.json. `HELM2011` is a `null` that deletes a default, which the schema refuses as a missing
 * key. The place is the key, such as `image.tag`.
 *
 * The values of dependencies are judged only where this chart declares them: the rest is up to the dependency's schema.
 */
export function checkValues(
  declarations: readonly ValueDeclaration[],
  given: JsonMap,
  context: ChartContext = {},
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report = (finding: Finding): void => void diagnostics.push(toDiagnostic(finding));
  const values = mergeValues(defaultValues(declarations), given);
  checkRoot(declarations, values, { path: [], carrier: 'quoted', report }, context);
  return [...diagnostics, ...deletedDefaults(declarations, given)];
}

/** A finding as a diagnostic: `"image.tag" must be a string, not the number 1`. */
export function toDiagnostic({ code, path, says, hint }: Finding): Diagnostic {
  const key = formatKey(path);
  return {
    code,
    severity: 'error',
    message: `"${key}" ${says}`,
    ...(hint === undefined ? {} : { hint }),
    place: { key },
  };
}

function checkRoot(
  declarations: readonly ValueDeclaration[],
  values: JsonMap,
  root: Scene,
  context: ChartContext,
): void {
  const properties = rootProperties(declarations, context);
  const known = new Set(properties.map(({ declaration }) => keyOf(declaration)));
  for (const key of Object.keys(values)) if (!known.has(key)) unknownKey(key, [...known], root);
  for (const { declaration, open } of properties) {
    const { shape } = declaration;
    const scene = at(root, keyOf(declaration));
    const value = own(values, keyOf(declaration));
    if (value === undefined) reportMissing(declaration, scene);
    else if (value === null && mayBeNull(declaration)) continue;
    else if (!open || shape.type !== 'object') checkShape(shape, value, scene);
    else if (isMap(value)) checkObject(shape.properties, value, inside(scene), true);
    else wrongType(shape, value, scene);
  }
}

function deletedDefaults(declarations: readonly ValueDeclaration[], given: JsonMap): readonly Diagnostic[] {
  return declarations.flatMap((declaration) => {
    const value = own(given, keyOf(declaration));
    if (isMap(value) && isGroup(declaration)) return deletedDefaults(declaration.shape.properties, value);
    if (value !== null || defaultOf(declaration) === undefined || mayBeNull(declaration)) return [];
    const key = formatKey(declaration.path);
    return {
      code: DELETED_DEFAULT,
      severity: 'error',
      message: `"${key}" is null: that deletes the default, and templates would find nothing there`,
      hint: 'give a value, or leave the key out to keep the default',
      place: { key },
    };
  });
}
