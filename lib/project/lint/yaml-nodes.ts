import { type EventType, loadAll, type State, YAMLException } from 'js-yaml';
import type { Diagnostic, Place } from '../../diagnostics/diagnostic';

/** A value of a YAML text and where it stands. Offsets count UTF-16 code units from the start of the text. */
export interface YamlNode {
  readonly value: unknown;
  /** Offset of its first character. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
  /** Entries of a map, in the order of the text. Empty for everything else. */
  readonly entries: readonly YamlEntry[];
  /** Items of a list. Empty for everything else. */
  readonly items: readonly YamlNode[];
}

/** One key of a map and what stands behind it. */
export interface YamlEntry {
  readonly key: string;
  readonly keyNode: YamlNode;
  readonly node: YamlNode;
}

/** What a YAML text holds: its documents, or why it is no YAML. */
export interface YamlText {
  readonly documents: readonly YamlNode[];
  readonly problem?: Diagnostic;
}

/** What js-yaml says of a node while it reads: where it began to look, and what it found there. */
interface Frame {
  readonly open: number;
  readonly children: Frame[];
  close: number;
  kind: string | null;
  result: unknown;
}

/** Blanks, line ends, comments and properties (`&anchor`, `!tag`) that stand before a value. */
const BEFORE_VALUE = /(?:[\s\ufeff]+|#[^\n]*|[&!][^\s,[\]{}]*(?=\s))*/y;

/**
 * Reads YAML with the place of every value. js-yaml tells no places, but it calls a listener at the begin and the end of
 * each node; the frames of these calls are put beside the finished value. Where the two do not fit (aliases)
 * values below have no entries of their own: a problem there gets the place of what is around it.
 */
export function readYaml(text: string, file: string, code: string): YamlText {
  const roots: Frame[] = [];
  const open: Frame[] = [];
  const listener = (event: EventType, state: State): void => {
    if (event === 'open') {
      const frame: Frame = { open: state.position, close: state.position, children: [], kind: null, result: null };
      (open.at(-1)?.children ?? roots).push(frame);
      open.push(frame);
      return;
    }
    const frame = open.pop();
    if (frame !== undefined) Object.assign(frame, { close: state.position, kind: state.kind, result: state.result });
  };
  try {
    const values: unknown[] = loadAll(text, undefined, {
      filename: file,
      listener: (event: EventType, state: State) => listener(event, state),
    });
    return { documents: values.map((value, index) => nodeOf(roots[index], value, text)) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    const place: Place = { file, line: line + 1, column: column + 1 };
    return { documents: [], problem: { code, severity: 'error', message: `no YAML: ${error.reason}`, place } };
  }
}

function nodeOf(found: Frame | undefined, value: unknown, text: string): YamlNode {
  if (found === undefined) return { value, start: 0, end: 0, entries: [], items: [] };
  const frame = innermost(found);
  const start = startOf(frame, text);
  const entries = isMap(value) ? entriesOf(frame.children, value, text) : [];
  const items = Array.isArray(value) ? itemsOf(frame.children, value, text) : [];
  return { value, start, end: Math.max(start, frame.close), entries, items };
}

/** js-yaml first looks whether a value is the key of a map: then the value stands in a frame of its own inside. */
function innermost(frame: Frame): Frame {
  const [only, ...others] = frame.children;
  const same = only !== undefined && others.length === 0 && only.kind === frame.kind;
  return same && only.result === frame.result ? innermost(only) : frame;
}

function startOf(frame: Frame, text: string): number {
  BEFORE_VALUE.lastIndex = frame.open;
  BEFORE_VALUE.test(text);
  const start = BEFORE_VALUE.lastIndex;
  return start > frame.close ? frame.open : start;
}

/** The key that brings in another map. */
const MERGE = '<<';

/** Frames of a map stand in pairs. The first pair whose key is none of the map ends the list. */
function entriesOf(frames: readonly Frame[], map: Readonly<Record<string, unknown>>, text: string): YamlEntry[] {
  const entries: YamlEntry[] = [];
  for (let index = 0; index + 1 < frames.length; index += 2) {
    const [keyFrame, valueFrame] = [frames[index], frames[index + 1]];
    const key = String(keyFrame?.result);
    // What is merged in stands elsewhere; its keys are among those of the map.
    if (key === MERGE && !Object.hasOwn(map, MERGE)) continue;
    if (!Object.hasOwn(map, key)) break;
    entries.push({ key, keyNode: nodeOf(keyFrame, key, text), node: nodeOf(valueFrame, map[key], text) });
  }
  return entries;
}

function itemsOf(frames: readonly Frame[], list: readonly unknown[], text: string): YamlNode[] {
  return frames.length === list.length ? list.map((value, index) => nodeOf(frames[index], value, text)) : [];
}

/** Is this a map? */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entry with this key. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.entries.find((entry) => entry.key === key);
}

/** The node at a path of keys. */
export function nodeAt(node: YamlNode | undefined, path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((at, key) => entryOf(at, key)?.node, node);
}

/** A node with the keys that lead to it. */
export interface Visited {
  readonly path: readonly string[];
  readonly node: YamlNode;
}

/** All nodes below one, itself included, in the order of the text. Items of lists count as keys `0`, `1` …. */
export function* everyNode(node: YamlNode, path: readonly string[] = []): Generator<Visited> {
  yield { path, node };
  for (const { key, node: child } of node.entries) yield* everyNode(child, [...path, key]);
  for (const [index, item] of node.items.entries()) yield* everyNode(item, [...path, String(index)]);
}
