import { quote } from '../../diagnostics/describe';
import type { Diagnostic, Severity } from '../../diagnostics/diagnostic';
import type { Json } from '../expression/node';
import { lostText, MAX_KEY_LENGTH } from './carrier';
import { ruleFaults } from './check-rules';
import { checkShape } from './check-shape';
import type { ValueDeclaration, ValueShape } from './declaration';
import { defaultOf } from './defaults';
import { type ChartContext, formatKey, isGroup, isList, isMap, isObject, joinKeys, keyOf } from './shape';

/** What can be wrong with a declaration. The codes are part of the public face: never give one to another fault. */
export const DECLARATION_CODES = {
  duplicate: 'HELM2101',
  reserved: 'HELM2102',
  badKey: 'HELM2103',
  awkwardKey: 'HELM2104',
  noDefault: 'HELM2105',
  needlessDefault: 'HELM2106',
  nullDefault: 'HELM2107',
} as const;

/** Where a list of declarations stands. */
interface Level {
  /** The key of what holds them, for messages: empty at the root. */
  readonly key: string;
  /** Keys that are not the author's to choose: names of dependencies. */
  readonly fixed?: readonly string[];
  /** They have a place in values.yaml, so each needs a default. False inside lists, maps and records. */
  readonly inFile: boolean;
  readonly report: (code: string, key: string, message: string, more?: { severity?: Severity; hint?: string }) => void;
}

/**
 * Everything that is wrong with the declarations themselves: keys, limits, and defaults and examples that do not fit
 * (these with the codes of `checkValues`). All mistakes in one run; the place is the key, such as `image.tag`.
 */
export function checkDeclarations(
  declarations: readonly ValueDeclaration[],
  context: ChartContext = {},
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const root: Level = {
    key: '',
    fixed: context.dependencies ?? [],
    inFile: true,
    report: (code, key, message, { severity = 'error', hint } = {}) =>
      void diagnostics.push({ code, severity, message, ...(hint === undefined ? {} : { hint }), place: { key } }),
  };
  checkReserved(declarations, context, root);
  checkLevel(declarations, root);
  return diagnostics;
}

/** What Helm puts at the root must not be declared as something else. */
function checkReserved(
  declarations: readonly ValueDeclaration[],
  { dependencies = [] }: ChartContext,
  { report }: Level,
): void {
  for (const declaration of declarations) {
    const key = keyOf(declaration);
    const { reserved } = DECLARATION_CODES;
    if (key === 'tags') {
      report(reserved, key, '"tags" cannot be a value: Helm reads it to switch dependencies', {
        hint: 'choose another key',
      });
    } else if (key === 'enabled' && declaration.shape.type !== 'boolean') {
      report(reserved, key, '"enabled" must be a boolean: Helm hands it to a chart for its condition');
    } else if (key === 'global' && !isObject(declaration)) {
      report(reserved, key, '"global" must be a group: Helm merges it into that of all charts of a release');
    } else if (dependencies.includes(key) && !isObject(declaration)) {
      report(reserved, key, `"${key}" must be a group: Helm keeps the values of the dependency there`);
    }
  }
}

function checkLevel(declarations: readonly ValueDeclaration[], level: Level): void {
  const seen = new Set<string>();
  for (const declaration of declarations) {
    const step = keyOf(declaration);
    const key = joinKeys(level.key, formatKey([step]));
    if (seen.has(step)) level.report(DECLARATION_CODES.duplicate, key, `"${key}" is declared twice`);
    seen.add(step);
    checkKey(step, key, level);
    checkRules(declaration.shape, key, level);
    checkDefault(declaration, key, level);
    checkParts(declaration, key, level);
  }
}

function checkKey(step: string, key: string, { key: parent, fixed, inFile, report }: Level): void {
  const { badKey, awkwardKey } = DECLARATION_CODES;
  const lost = lostText(step, 'json');
  if (step === '') report(badKey, key, `a value${parent === '' ? '' : ` in "${parent}"`} has an empty key`);
  else if (lost !== undefined) report(badKey, key, `the key ${quote(step)} ${lost}`);
  else if ([...step].length > MAX_KEY_LENGTH)
    report(badKey, key, `the key ${quote(step)} is longer than ${MAX_KEY_LENGTH} characters`);
  else if (inFile && !fixed?.includes(step) && !/^[A-Za-z_]\w*$/.test(step)) {
    const message = `"${key}" cannot be written as .Values.${key} in a template, and needs escapes in --set`;
    report(awkwardKey, key, message, { severity: 'warning', hint: `"${camelCase(step)}" would be easier to use` });
  }
}

function checkRules(shape: ValueShape, key: string, { report }: Level): void {
  for (const { code, says, hint } of ruleFaults(shape)) report(code, key, `"${key}" ${says}`, { hint });
}

function checkDefault(declaration: ValueDeclaration, key: string, level: Level): void {
  const { shape, required = false, optional = false, default: fallback, example } = declaration;
  const { noDefault, needlessDefault, nullDefault } = DECLARATION_CODES;
  const { report } = level;
  if (example !== undefined) checkFit(shape, example, key, 'example', level);
  if (fallback === undefined) {
    if (level.inFile && !required && !optional && !isGroup(declaration) && defaultOf(declaration) === undefined) {
      report(noDefault, key, `"${key}" has no default and is not required: templates would find nothing there`, {
        hint: 'give a default, or set required, or set optional and ask with isSet()',
      });
    }
  } else if (isGroup(declaration) && level.inFile) {
    report(needlessDefault, key, `"${key}" is a group and takes the defaults of its members`, {
      hint: 'give each member its default',
    });
  } else if (required || optional) {
    const said = required
      ? 'is required and has a default, so nobody would have to give it'
      : 'is optional and has a default, so it is always there';
    report(needlessDefault, key, `"${key}" ${said}`, {
      hint: 'leave one of them out',
    });
  } else {
    for (const path of nullsIn(fallback)) {
      report(
        nullDefault,
        key,
        `the default of "${key}" holds null${path === '' ? '' : ` at ${path}`}: Helm 3 keeps it, Helm 4 drops it`,
      );
    }
    if (fallback !== null) checkFit(shape, fallback, key, 'default', level);
  }
}

function checkFit(shape: ValueShape, value: Json, key: string, what: string, { report, key: parent }: Level): void {
  checkShape(shape, value, {
    path: [],
    carrier: parent === '' ? 'quoted' : 'json',
    report: ({ code, path, says, hint }) =>
      report(code, key, `the ${what} of "${joinKeys(key, formatKey(path))}" ${says}`, { hint }),
  });
}

/** Items, entries and properties: they have no default of their own in values.yaml. */
function checkParts(declaration: ValueDeclaration, key: string, level: Level): void {
  if (isObject(declaration)) {
    checkLevel(declaration.shape.properties, {
      ...level,
      key,
      fixed: [],
      inFile: level.inFile && isGroup(declaration),
    });
  } else checkInner(declaration.shape, key, { ...level, inFile: false });
}

function checkInner(shape: ValueShape, key: string, level: Level): void {
  if (shape.type === 'list') checkPart(shape.items, `${key}[]`, level);
  if (shape.type === 'map') checkPart(shape.values, `${key}.<key>`, level);
}

function checkPart(shape: ValueShape, key: string, level: Level): void {
  checkRules(shape, key, level);
  if (shape.type === 'object') checkLevel(shape.properties, { ...level, key });
  else checkInner(shape, key, level);
}

function nullsIn(value: Json, path = ''): readonly string[] {
  if (value === null) return [path];
  if (isList(value)) return value.flatMap((item, index) => nullsIn(item, `${path}[${index}]`));
  return isMap(value)
    ? Object.entries(value).flatMap(([key, entry]) => nullsIn(entry, joinKeys(path, formatKey([key]))))
    : [];
}

function camelCase(key: string): string {
  const words = key.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  return /^[A-Za-z]/.test(name) ? name : `key${name}`;
}
