import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { isObject } from '../../../diagnostics/predicates';
import { DEFAULTING_SINCE, VALIDATION_SINCE } from '../bands';
import { type CelEnvironment, compileCel, compileVariables, environmentOfServer, typeText } from '../cel';
import { type FoundObject, fieldOf } from './objects';
import { readProblem } from './problems';

/** A list of a policy whose items hold an expression, and what that must give. */
interface Place {
  readonly list: string;
  /** Keys from an item to its expression. */
  readonly path: readonly string[];
  readonly gives: readonly string[];
  /** Whether it may make patches. */
  readonly patch?: boolean;
}

/** A value of any type is looked at when it is there. */
const ANY = ['dyn'];

const PLACES: readonly Place[] = [
  { list: 'matchConditions', path: ['expression'], gives: ['bool', ...ANY] },
  { list: 'validations', path: ['expression'], gives: ['bool', ...ANY] },
  { list: 'validations', path: ['messageExpression'], gives: ['string', ...ANY] },
  { list: 'auditAnnotations', path: ['valueExpression'], gives: ['string', 'null_type', ...ANY] },
  {
    list: 'mutations',
    path: ['jsonPatch', 'expression'],
    gives: ['list(JSONPatch)', 'list(dyn)', ...ANY],
    patch: true,
  },
  { list: 'mutations', path: ['applyConfiguration', 'expression'], gives: ['Object', ...ANY], patch: true },
];

/** The first minor that has admission policies of a kind, and their bindings, without further ado. */
export function servedSince(kind: string): number {
  return kind.startsWith('Mutating') ? DEFAULTING_SINCE : VALIDATION_SINCE;
}

/**
 * What is wrong with the expressions of an admission policy, for a server of this minor, with places in its file. Of one that
 * such a server does not have only that is told: it may be written for what later servers know.
 */
export function checkAdmission(object: FoundObject, minor: number): readonly Diagnostic[] {
  const { spec } = object.manifest;
  if (!isObject(spec) || object.kind.endsWith('Binding')) return [];
  const since = servedSince(object.kind);
  if (minor < since) {
    const message = `the ${object.kind} "${object.name}" counts for nothing: Kubernetes 1.${minor} does not have it`;
    return [readProblem('band', message, object.place(), `--target kubernetes=1.${since}`, 'warning')];
  }
  const params = isObject(spec.paramKind);
  const given = itemsOf(spec, 'variables').map((item) => ({
    name: text(item.name),
    expression: text(item.expression),
  }));
  const server = environmentOfServer(minor);
  const { variables, environment } = compileVariables(given, { minor: server, params });
  const ofVariables = variables.flatMap(({ problems }, index) =>
    inFile(problems, object, ['spec', 'variables', String(index), 'expression']),
  );
  return [...ofVariables, ...PLACES.flatMap((place) => checkPlace(place, object, spec, environment))];
}

function checkPlace(
  { list, path, gives, patch = false }: Place,
  object: FoundObject,
  spec: object,
  environment: CelEnvironment,
): readonly Diagnostic[] {
  return itemsOf(spec, list).flatMap((item, index) => {
    const expression = path.reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), item);
    if (typeof expression !== 'string') return [];
    const at = ['spec', list, String(index), ...path];
    const { program, problems } = compileCel(expression, patch ? { ...environment, patch } : environment);
    const found = inFile(problems, object, at);
    const type = program === undefined ? undefined : typeText(program.type);
    if (type === undefined || gives.includes(type)) return found;
    const message = `"${fieldOf(at)}" must give ${gives[0]}, and gives ${type}`;
    return [...found, readProblem('expression', message, object.place(at))];
  });
}

/** Problems of an expression, where it stands in the file. */
function inFile(problems: readonly Diagnostic[], object: FoundObject, path: readonly string[]): readonly Diagnostic[] {
  return problems.map((problem) => ({ ...problem, place: object.placeWithin(path, problem.place ?? {}) }));
}

function itemsOf(spec: object, list: string): readonly Readonly<Record<string, unknown>>[] {
  const items = (spec as Readonly<Record<string, unknown>>)[list];
  return Array.isArray(items) ? items.map((item: unknown) => (isObject(item) ? item : {})) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
