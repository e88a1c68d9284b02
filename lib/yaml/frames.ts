import { type EventType, type LoadOptions, loadAll, Schema, type State, Type } from 'js-yaml';

/** What js-yaml says of one node while it reads: where it began to look for it, where it stopped, what it found. */
export interface Frame {
  readonly open: number;
  readonly children: readonly Frame[];
  readonly close: number;
  /** Null for what is not written, and for aliases. */
  readonly kind: 'scalar' | 'sequence' | 'mapping' | null;
  /** A text, a list, a map; null for what is not written. */
  readonly result: unknown;
  readonly tag?: string;
  readonly anchor?: string;
}

type OpenFrame = { -readonly [Key in keyof Frame]: Frame[Key] } & { readonly children: Frame[] };

/** What js-yaml knows while it reads, beyond its published types. */
interface ReaderState extends State {
  readonly tag: string | null;
  readonly anchor: string | null;
}

/** The deepest nesting that is read: far more than any manifest has, far less than the stack holds. */
export const MAX_DEPTH = 200;

/** Every tag is taken, and changes nothing: scalars stay text. What a tag asks for is checked later. */
const ANY_TAG = new Schema(
  (['scalar', 'sequence', 'mapping'] as const).map((kind) => new Type('', { kind, multi: true, resolve: () => true })),
);

const OPTIONS: LoadOptions & { readonly maxDepth: number } = {
  schema: ANY_TAG,
  // Doubled keys are told later, all of them.
  json: true,
  maxDepth: MAX_DEPTH,
};

/**
 * The nodes of all documents in a YAML text, as js-yaml came upon them: it tells no places, but it calls a listener at the
 * begin and the end of each node.
 *
 * @param frames takes one frame for each document.
 * @throws YAMLException at the first place that is no YAML; `frames` then holds the documents before it.
 */
export function readFrames(text: string, frames: Frame[]): void {
  // js-yaml counts from behind the mark of a byte order.
  const shift = text.startsWith('\ufeff') ? 1 : 0;
  const open: OpenFrame[] = [];
  const enter = (state: State): void => {
    const position = state.position + shift;
    const frame: OpenFrame = { open: position, close: position, children: [], kind: null, result: null };
    open.at(-1)?.children.push(frame);
    open.push(frame);
  };
  const leave = ({ position, kind, result, tag, anchor }: ReaderState): void => {
    const frame = open.pop();
    if (frame === undefined) return;
    frame.close = position + shift;
    frame.kind = kind as Frame['kind'];
    frame.result = result;
    // A question mark is js-yaml's own tag for what has none.
    if (tag !== null && tag !== '?') frame.tag = tag;
    if (anchor !== null) frame.anchor = anchor;
    if (open.length === 0) frames.push(frame);
  };
  const listener = (event: EventType, state: State): void =>
    event === 'open' ? enter(state) : leave(state as ReaderState);
  loadAll(text, () => undefined, { ...OPTIONS, listener });
}

/**
 * The frames of one node, from the outer to the inner: js-yaml first reads a value as if it were the key of a map, and when
 * it is none keeps what it found, in a frame of its own inside.
 */
export function layersOf(frame: Frame): readonly [Frame, ...Frame[]] {
  const [only] = frame.children;
  const same = only !== undefined && frame.children.length === 1;
  return same && only.kind === frame.kind && only.result === frame.result ? [frame, ...layersOf(only)] : [frame];
}
