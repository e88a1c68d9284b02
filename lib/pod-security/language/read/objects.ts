import type { Diagnostic, Place } from '../../../diagnostics/diagnostic';
import { Lines } from '../../../yaml/lines';
import type { YamlNode, YamlProblemKind } from '../../../yaml/node';
import { readYaml } from '../../../yaml/read';
import { SourceMap } from '../../../yaml/source-map';
import { dataOf, entryOf, isNothing, itemsOf, textOf, type YamlData } from '../../../yaml/walk';
import { readProblem } from './problems';

/** An object of Kubernetes that stands in a file. */
export interface FoundObject {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Its name, or the beginning of the name that the server makes. */
  readonly name: string;
  readonly namespaceName?: string;
  /** What is written, without what is null: the server takes that for absent. */
  readonly manifest: Readonly<Record<string, YamlData>>;
  /** Where a part of it stands: the nearest thing that is written, with the path as key. */
  readonly place: (path?: readonly string[]) => Place;
  /** Where a place of the text that stands at a path is, such as of an expression: however the text is written. */
  readonly placeWithin: (path: readonly string[], inner: Place) => Place;
}

/** What stands in a file, and what is wrong with it. */
export interface FoundObjects {
  readonly objects: readonly FoundObject[];
  readonly problems: readonly Diagnostic[];
}

/** A part of the text. */
type Part = Pick<YamlNode, 'start' | 'end'>;

/** Problems after which what was read is half of what was meant. */
const INCOMPLETE: readonly YamlProblemKind[] = ['syntax', 'depth', 'aliases'];

const RENDERED = 'a template of Helm is no YAML: give what "helm template" prints';

/** The objects of a file of YAML or JSON: several documents, and lists whose items are objects. */
export function readObjects(text: string, file: string): FoundObjects {
  const { documents, problems } = readYaml(text, 'helm');
  const lines = new Lines(text);
  const placeOf = ({ start, end }: Part): Place => ({ file, ...lines.place(start, end) });
  const broken = problems.map(({ message, ...at }) => {
    const hint = at.kind === 'syntax' && text.includes('{{') ? RENDERED : undefined;
    return readProblem('yaml', `no YAML: ${message}`, placeOf(at), hint);
  });
  if (problems.some(({ kind }) => INCOMPLETE.includes(kind))) return { objects: [], problems: broken };
  const within = (node: YamlNode, { line, column = 1, endLine = line, endColumn = column }: Place): Place => {
    if (node.kind !== 'scalar' || line === undefined || endLine === undefined) return placeOf(node);
    const map = new SourceMap(text, node);
    return placeOf({
      start: map.offsetOf({ line, column }),
      end: map.offsetOf({ line: endLine, column: endColumn }),
    });
  };
  const found = documents.map((document) => objectsOf(document, file, { placeOf, within }));
  return {
    objects: found.flatMap(({ objects }) => objects),
    problems: [...broken, ...found.flatMap((each) => each.problems)],
  };
}

/** Says where parts of one text stand. */
interface Locator {
  readonly placeOf: (part: Part) => Place;
  readonly within: (node: YamlNode, inner: Place) => Place;
}

/** What an object is that does not say it. */
interface Kind {
  readonly apiVersion: string | undefined;
  readonly kind: string;
}

const LIST = 'List';

/** `of`: what an item of a list is. */
function objectsOf(node: YamlNode, file: string, locator: Locator, of?: Kind): FoundObjects {
  const { placeOf, within } = locator;
  const refuse = (message: string, hint?: string): FoundObjects => ({
    objects: [],
    problems: [readProblem('object', message, placeOf(node), hint)],
  });
  if (isNothing(node)) return { objects: [], problems: [] };
  if (node.kind !== 'map') return refuse('an object of Kubernetes must be a map', 'with "apiVersion" and "kind"');
  const given = (key: keyof Kind): string | undefined => {
    const entry = entryOf(node, key);
    return entry === undefined ? of?.[key] : textOf(entry.value);
  };
  const [kind, apiVersion] = [given('kind'), given('apiVersion')];
  const items = entryOf(node, 'items')?.value;
  if (kind?.endsWith(LIST) && items?.kind === 'list') {
    // The API leaves out of the items of a PodList what the list says of all; a List is of anything.
    const each = kind === LIST ? undefined : { apiVersion, kind: kind.slice(0, -LIST.length) };
    const found = itemsOf(items).map((item) => objectsOf(item, file, locator, each));
    return {
      objects: found.flatMap(({ objects }) => objects),
      problems: found.flatMap(({ problems }) => problems),
    };
  }
  if (kind === undefined || apiVersion === undefined) {
    const missing = ['apiVersion', 'kind'].filter((_, index) => [apiVersion, kind][index] === undefined);
    return refuse(`an object of Kubernetes must have ${missing.map((key) => `"${key}"`).join(' and ')} as a text`);
  }
  const manifest: FoundObject['manifest'] = { apiVersion, kind, ...recordOf(withoutNulls(dataOf(node))) };
  const { name, generateName, namespace } = recordOf(manifest.metadata);
  const called = [name, generateName].find((each) => typeof each === 'string' && each !== '') ?? '';
  const place = (path: readonly string[] = []): Place => ({
    ...placeOf(nearest(node, path)),
    ...(path.length > 0 && { key: fieldOf(path) }),
  });
  return {
    objects: [
      {
        file,
        apiVersion,
        kind,
        name: String(called),
        ...(typeof namespace === 'string' && namespace !== '' && { namespaceName: namespace }),
        manifest,
        place,
        placeWithin: (path, inner) => {
          const value = valueAt(node, path);
          return { ...(value === undefined ? place(path) : within(value, inner)), key: fieldOf(path) };
        },
      },
    ],
    problems: [],
  };
}

/**
 * The deepest thing that is written on a path: a scalar itself, of lists and maps their key, so that an excerpt shows the line
 * of the field. What is absent in a map is nearest to the key of that map.
 */
function nearest(node: YamlNode, path: readonly string[]): Part {
  let [at, shown]: [YamlNode, Part] = [node, node];
  for (const step of path) {
    const entry = entryOf(at, step);
    const next = entry?.value ?? itemsOf(at)[Number(step)];
    if (next === undefined) return shown;
    const isWritten = next.kind === 'scalar' && next.end > next.start;
    [at, shown] = [next, isWritten ? next : (entry?.key ?? next)];
  }
  return shown;
}

/** What stands at a path; undefined where nothing does. */
function valueAt(node: YamlNode, path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((at, step) => entryOf(at, step)?.value ?? itemsOf(at)[Number(step)], node);
}

/** Data without entries whose value is null. Items of lists stay: their places count. */
function withoutNulls(data: YamlData): YamlData {
  if (Array.isArray(data)) return data.map(withoutNulls);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (value === null ? [] : [[key, withoutNulls(value)]])),
  );
}

function recordOf(data: YamlData | undefined): Readonly<Record<string, YamlData>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
    ? (data as Readonly<Record<string, YamlData>>)
    : {};
}

/** Steps as the API server writes a field: `spec.containers[0].name`, `metadata.annotations[a.b/c]`. */
export function fieldOf(path: readonly string[]): string {
  return path
    .map((step) => (/^[0-9]+$|[./[\]]/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** The steps of a field: `spec.containers[0].name` is `spec`, `containers`, `0`, `name`. */
export function stepsOf(field: string): readonly string[] {
  return [...field.matchAll(/\['?([^\]]*?)'?\]|([^.[\]]+)/g)].map(([, inside, plain]) => inside ?? plain ?? '');
}
