import { YAMLException } from 'js-yaml';
import { type Frame, innermost, readFrames } from './yaml-frames';

/** A value of a YAML text and where it stands. Offsets count UTF-16 code units. */
export interface YamlNode {
  readonly kind: 'null' | 'scalar' | 'sequence' | 'mapping';
  /** Offset of its first character. */
  readonly start: number;
  /** Offset after its last character. */
  readonly end: number;
  /** What a scalar says; the empty string for everything else. */
  readonly text: string;
  /** Items of a sequence; empty for everything else. */
  readonly items: readonly YamlNode[];
  /** Entries of a mapping in the order of the text, doubled keys too; empty for everything else. */
  readonly entries: readonly YamlEntry[];
}

/** A key of a mapping and its value. */
export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** Where and why a text is no YAML. */
export interface YamlProblem {
  readonly offset: number;
  readonly reason: string;
}

/** The documents of a text; those before the problem when there is one. */
export interface YamlText {
  readonly documents: readonly YamlNode[];
  readonly problem?: YamlProblem;
}

/** Reads all documents of a text with the place of every value. */
export function readYaml(text: string): YamlText {
  const frames: Frame[] = [];
  try {
    readFrames(text, frames);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const problem = { offset: error.mark?.position ?? 0, reason: error.reason };
    return { documents: new Builder(text).documents(frames), problem };
  }
  return { documents: new Builder(text).documents(frames) };
}

/** Blanks, line ends and comments before a value. */
const BLANK = /(?:\s+|#[^\n]*)*/y;
/** `&anchor` or `!tag` before a value. */
const PROPERTY = /(?:&([^\s,[\]{}]+)|![^\s,[\]{}]*)(?=\s)/y;
const ALIAS = /\*([^\s,[\]{}]+)/y;
/** What YAML takes for nothing when it stands without quotes. */
const NOTHING = /^(?:~|null|Null|NULL)?$/;

/** Makes nodes of frames. */
class Builder {
  private readonly anchors = new Map<string, YamlNode>();

  public constructor(private readonly text: string) {}

  public documents(frames: readonly Frame[]): readonly YamlNode[] {
    return frames.map((frame) => this.node(frame));
  }

  private node(outer: Frame): YamlNode {
    const frame = innermost(outer);
    const { start, anchor } = this.begin(frame);
    const node = this.alias(start) ?? this.content(frame, start);
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  /** Where the value itself begins, behind what stands before it. */
  private begin(frame: Frame): { readonly start: number; readonly anchor?: string } {
    let at = this.skip(BLANK, frame.open);
    let anchor: string | undefined;
    for (;;) {
      PROPERTY.lastIndex = at;
      const property = PROPERTY.exec(this.text);
      if (property === null) break;
      anchor = property[1] ?? anchor;
      at = this.skip(BLANK, PROPERTY.lastIndex);
    }
    // An empty value: what was skipped belongs to the next one.
    return { start: at > frame.close ? frame.open : at, anchor };
  }

  /** The value of an anchor, at the place of its alias. */
  private alias(start: number): YamlNode | undefined {
    ALIAS.lastIndex = start;
    const [whole = '', name = ''] = ALIAS.exec(this.text) ?? [];
    const target = whole === '' ? undefined : this.anchors.get(name);
    return target && { ...target, start, end: start + whole.length };
  }

  private content(frame: Frame, start: number): YamlNode {
    const end = Math.max(start, frame.open + this.text.slice(frame.open, frame.close).trimEnd().length);
    if (Array.isArray(frame.result)) return this.sequence(frame.children, frame.result, start, end);
    if (frame.kind === 'mapping') return this.mapping(frame.children, start, end);
    const text = typeof frame.result === 'string' ? frame.result : '';
    const plain = !/["'|>]/.test(this.text[start] ?? '');
    return node(plain && NOTHING.test(text) ? 'null' : 'scalar', start, end, { text });
  }

  /** js-yaml makes no frame for an empty item of a block sequence, nor for a pair without braces: `[key: value]`. */
  private sequence(children: readonly Frame[], results: readonly unknown[], start: number, end: number): YamlNode {
    let next = 0;
    const items = results.map((result) => {
      const child = children[next];
      const nothing = child?.open ?? end;
      if (child === undefined || (result === null && child.result !== null)) return node('null', nothing, nothing);
      const pair = child.result !== result;
      const frames = children.slice(next, next + (pair ? 2 : 1));
      next += frames.length;
      return pair ? this.mapping(frames, child.open, frames.at(-1)?.close ?? child.close) : this.node(child);
    });
    return node('sequence', start, end, { items });
  }

  /** Keys and values in turn; a key without a colon behind it has no frame for its value. */
  private mapping(children: readonly Frame[], start: number, end: number): YamlNode {
    const entries: YamlEntry[] = [];
    for (let index = 0; index < children.length; index += 1) {
      const key = this.node(children[index] as Frame);
      const value = children[index + 1];
      if (value === undefined || this.text[this.skip(BLANK, key.end)] !== ':') {
        entries.push({ key, value: node('null', key.end, key.end) });
      } else {
        entries.push({ key, value: this.node(value) });
        index += 1;
      }
    }
    return node('mapping', start, end, { entries });
  }

  private skip(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    pattern.test(this.text);
    return pattern.lastIndex;
  }
}

function node(kind: YamlNode['kind'], start: number, end: number, content: Partial<YamlNode> = {}): YamlNode {
  return { kind, start, end, text: '', items: [], entries: [], ...content };
}
