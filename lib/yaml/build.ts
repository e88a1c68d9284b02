import { quote } from '../diagnostics/describe';
import { readBlockScalar } from './block-scalar';
import type { Dialect } from './dialect';
import { type Frame, layersOf } from './frames';
import { MERGE_KEY, Merger } from './merge';
import type { YamlEntry, YamlMap, YamlNode, YamlProblem, YamlProblemKind, YamlScalar, YamlStyle } from './node';
import { scalarValue, shortTag, tagFits } from './scalar-value';
import { aliasAt, skipBlanks, skipProperties, trimEnd } from './scan';

/** Entries, and where the last of them ends in the text. */
interface Entries {
  readonly entries: readonly YamlEntry[];
  readonly end: number | undefined;
}

/** A pair of frames; without a value only the key is written. */
interface Pair {
  readonly key: Frame;
  readonly value: Frame | undefined;
}

/** As deep as aliases may bring values into each other: a chain of them is longer than it looks, and fills the stack. */
const MAX_ALIAS_DEPTH = 1000;

/** As many nodes may be brought in by the aliases of a text: a short text can ask for billions, which fill the memory. */
export const MOST_ALIASED = 1_000_000;

const STYLES: Readonly<Record<string, YamlStyle>> = { "'": 'single', '"': 'double', '|': 'literal', '>': 'folded' };

/** Makes nodes of frames. Each frame is looked at once; nothing is read from the text but what stands around its begin. */
export class Builder {
  public readonly problems: YamlProblem[] = [];
  /** Values of the document by their anchors; undefined while a value is being built. */
  private anchors = new Map<string, YamlNode | undefined>();
  /** How many lists and maps stand in each other, by the items or entries of the outer one. */
  private readonly heights = new Map<unknown, number>();
  /** How many nodes stand in lists and maps, themselves included, by their items or entries. */
  private readonly sizes = new Map<unknown, number>();
  private aliased = 0;
  private readonly merger = new Merger();

  public constructor(
    private readonly text: string,
    private readonly dialect: Dialect,
  ) {}

  public document(frame: Frame): YamlNode {
    this.anchors = new Map();
    return this.node(frame);
  }

  private node(outer: Frame): YamlNode {
    const layers = layersOf(outer);
    const frame = layers.at(-1) ?? outer;
    const { start, behind = outer.open } = skipProperties(this.text, outer.open, frame.close);
    if (layers.every((layer) => layer.anchor === undefined && layer.tag === undefined)) {
      return this.content(frame, start, behind);
    }
    const anchors = layers.flatMap(({ anchor }) => anchor ?? []);
    const tag = layers.find((layer) => layer.tag !== undefined)?.tag;
    for (const name of anchors) this.anchors.set(name, undefined);
    const content = this.content(frame, start, behind, tag);
    const node = tag === undefined ? content : this.tagged(content, tag);
    for (const name of anchors) this.anchors.set(name, node);
    return node;
  }

  private tagged(node: YamlNode, tag: string): YamlNode {
    if (node.end > node.start && !tagFits(tag, node.kind)) {
      this.report('tag', node, `the tag ${shortTag(tag)} cannot stand before a ${node.kind}`);
    }
    return { ...node, tag };
  }

  private content(frame: Frame, start: number, behind: number, tag?: string): YamlNode {
    if (frame.kind === 'sequence') return this.list(frame, frame.result as readonly unknown[], start);
    if (frame.kind === 'mapping') return this.map(frame, start);
    if (frame.kind === 'scalar') return this.scalar(frame, start, tag);
    const alias = start < frame.close ? aliasAt(this.text, start) : undefined;
    return alias === undefined ? this.nothing(behind, tag) : this.alias(alias, start);
  }

  private scalar(frame: Frame, start: number, tag: string | undefined): YamlScalar {
    const text = String(frame.result);
    const style = STYLES[this.text[start] ?? ''] ?? 'plain';
    const end =
      style === 'literal' || style === 'folded'
        ? readBlockScalar(this.text, start, frame.close, text).end
        : trimEnd(this.text, start, frame.close);
    const value = scalarValue(text, style, tag, this.dialect);
    if (value === undefined) this.report('tag', { start, end }, `${quote(text)} is no ${shortTag(tag ?? '')}`);
    return { kind: 'scalar', style, text, value: value ?? null, start, end };
  }

  /** What is not written. */
  private nothing(at: number, tag?: string): YamlScalar {
    const value = tag === undefined ? null : (scalarValue('', 'plain', tag, this.dialect) ?? null);
    return { kind: 'scalar', style: 'plain', text: '', value, start: at, end: at };
  }

  private alias(name: string, start: number): YamlNode {
    const end = start + name.length + 1;
    const target = this.anchors.get(name);
    if (target === undefined) {
      this.report('alias-of-itself', { start, end }, `the alias ${quote(name)} stands in the value that it names`);
    } else if (this.height(target) > MAX_ALIAS_DEPTH) {
      this.report('depth', { start, end }, `aliases stand in each other more than ${MAX_ALIAS_DEPTH} deep`);
    } else if (this.isAffordable(target)) {
      return { ...target, start, end, alias: name };
    } else if (this.problems.every(({ kind }) => kind !== 'aliases')) {
      this.report('aliases', { start, end }, `aliases bring in more than ${MOST_ALIASED} values`);
    }
    return { ...this.nothing(start), end, alias: name };
  }

  /** Counts what an alias brings in, unless that is too much. */
  private isAffordable(target: YamlNode): boolean {
    const aliased = this.aliased + this.size(target);
    if (aliased > MOST_ALIASED) return false;
    this.aliased = aliased;
    return true;
  }

  private size(node: YamlNode): number {
    if (node.kind === 'scalar') return 1;
    const content = node.kind === 'list' ? node.items : node.entries;
    const known = this.sizes.get(content);
    if (known !== undefined) return known;
    const below = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
    const size = below.reduce((sum, each) => sum + this.size(each), 1);
    this.sizes.set(content, size);
    return size;
  }

  /** Looks at each anchor once: what other aliases bring into it has been looked at before. */
  private height(node: YamlNode): number {
    if (node.kind === 'scalar') return 0;
    const content = node.kind === 'list' ? node.items : node.entries;
    const known = this.heights.get(content);
    if (known !== undefined) return known;
    const below = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
    const height = below.reduce((most, each) => Math.max(most, 1 + this.height(each)), 1);
    this.heights.set(content, height);
    return height;
  }

  private list(frame: Frame, results: readonly unknown[], start: number): YamlNode {
    const flow = isFlow(frame, start, this.text);
    const items = flow
      ? this.flowItems(frame.children, results)
      : this.blockItems(frame.children, results.length, start);
    return { kind: 'list', items, start, end: flow ? frame.close : (items.at(-1)?.end ?? start) };
  }

  /** Items behind dashes. js-yaml makes no frame for an empty item that ends with its line. */
  private blockItems(frames: readonly Frame[], count: number, start: number): readonly YamlNode[] {
    const items: YamlNode[] = [];
    let next = 0;
    let dash = start;
    for (let index = 0; index < count; index += 1) {
      const begin = skipBlanks(this.text, dash + 1);
      const frame = frames[next];
      if (frame?.open === begin) {
        next += 1;
        items.push(this.node(frame));
        dash = skipBlanks(this.text, frame.close);
      } else {
        items.push(this.nothing(dash + 1));
        dash = begin;
      }
    }
    return items;
  }

  /** Items between brackets; `[key: value]` is a map of one pair, for which js-yaml makes no frame. */
  private flowItems(frames: readonly Frame[], results: readonly unknown[]): readonly YamlNode[] {
    let next = 0;
    return results.map((result) => {
      const key = frames[next] as Frame;
      next += 1;
      if (key.result === result) return this.node(key);
      const value = this.hasColon(key) ? frames[next] : undefined;
      if (value !== undefined) next += 1;
      const start = skipBlanks(this.text, key.open);
      const { entries, end = start } = this.entries([{ key, value }]);
      return { kind: 'map', entries, start, end };
    });
  }

  private map(frame: Frame, start: number): YamlMap {
    const flow = isFlow(frame, start, this.text);
    const pairs = flow ? this.flowPairs(frame.children) : this.blockPairs(frame.children);
    const { entries, end } = this.entries(pairs);
    // The anchor of the first key stands in the map, not before it.
    const begin = flow ? start : Math.min(start, frame.children[0]?.open ?? start);
    return { kind: 'map', entries, start: begin, end: flow ? frame.close : (end ?? begin) };
  }

  private entries(pairs: readonly Pair[]): Entries {
    const entries: YamlEntry[] = [];
    const sources: YamlNode[] = [];
    const names = new Set<string>();
    let end: number | undefined;
    for (const { key: keyFrame, value: valueFrame } of pairs) {
      const key = this.node(keyFrame);
      const value = valueFrame === undefined ? this.nothing(key.end) : this.node(valueFrame);
      end = value.end;
      if (key.kind !== 'scalar') {
        this.report('key-not-scalar', key, `a key must be a text, not a ${key.kind}`);
      } else if (this.dialect.merge && key.style === 'plain' && key.text === MERGE_KEY) {
        sources.push(value);
      } else {
        const name = String(key.value);
        if (names.has(name)) this.report('duplicate-key', key, `the key ${quote(name)} stands twice in one map`);
        names.add(name);
        entries.push({ name, key, value });
      }
    }
    if (sources.length === 0) return { entries, end };
    const report = (node: YamlNode, message: string): void => this.report('merge', node, message);
    return { entries: this.merger.merge(entries, sources, report), end };
  }

  /** Keys and values between braces; a key without a colon behind it has no frame for its value. */
  private flowPairs(frames: readonly Frame[]): readonly Pair[] {
    const pairs: Pair[] = [];
    for (let index = 0; index < frames.length; index += 1) {
      const key = frames[index] as Frame;
      const value = this.hasColon(key) ? frames[index + 1] : undefined;
      if (value !== undefined) index += 1;
      pairs.push({ key, value });
    }
    return pairs;
  }

  /** A frame right behind a colon holds a value, every other one a key. */
  private blockPairs(frames: readonly Frame[]): readonly Pair[] {
    const pairs: Pair[] = [];
    for (let index = 0; index < frames.length; index += 1) {
      const key = frames[index] as Frame;
      const next = frames[index + 1];
      const value = next !== undefined && this.text[next.open - 1] === ':' ? next : undefined;
      if (value !== undefined) index += 1;
      // Behind the last pair js-yaml looks for one more key.
      else if (key.kind === null && index === frames.length - 1 && this.text[key.open - 1] !== '?') break;
      pairs.push({ key, value });
    }
    return pairs;
  }

  private hasColon(key: Frame): boolean {
    return this.text[skipBlanks(this.text, key.close)] === ':';
  }

  private report(kind: YamlProblemKind, { start, end }: Pick<YamlNode, 'start' | 'end'>, message: string): void {
    this.problems.push({ kind, message, start, end });
  }
}

/** A list or map in brackets: what is in it begins behind them. The first key of a map without them may begin with one. */
function isFlow({ children: [first] }: Frame, start: number, text: string): boolean {
  return /[[{]/.test(text[start] ?? '') && (first === undefined || first.open > start);
}
