import { type EventType, FAILSAFE_SCHEMA, loadAll, type State } from 'js-yaml';

/** What js-yaml says of one node while it reads: where it began to look for it, where it stopped, what it found. */
export interface Frame {
  readonly open: number;
  readonly children: Frame[];
  close: number;
  kind: string | null;
  result: unknown;
}

/**
 * The nodes of all documents in a YAML text, as js-yaml came upon them: it tells no places, but it calls a listener at the
 * begin and the end of each node. Scalars stay text, as Falco's reader has them.
 *
 * @throws YAMLException at the first place that is no YAML; `frames` then holds the documents before it.
 */
export function readFrames(text: string, frames: Frame[]): void {
  const roots: Frame[] = [];
  const open: Frame[] = [];
  const enter = (position: number): void => {
    const frame: Frame = { open: position, close: position, children: [], kind: null, result: null };
    (open.at(-1)?.children ?? roots).push(frame);
    open.push(frame);
  };
  const leave = ({ position, kind, result }: State): void => {
    const frame = open.pop();
    if (frame === undefined) return;
    Object.assign(frame, { close: position, kind, result });
    if (open.length === 0) frames.push(innermost(frame));
  };
  loadAll(text, () => undefined, {
    schema: FAILSAFE_SCHEMA,
    // A key that stands twice is no end of the world for Falco's reader: the check tells of it.
    json: true,
    listener: (event: EventType, state: State) => (event === 'open' ? enter(state.position) : leave(state)),
  });
}

/** js-yaml first reads a value as if it were the key of a map: then the value stands in a frame of its own inside. */
export function innermost(frame: Frame): Frame {
  const [only, ...others] = frame.children;
  const same = only !== undefined && others.length === 0 && only.kind === frame.kind && only.result === frame.result;
  return same ? innermost(only) : frame;
}
