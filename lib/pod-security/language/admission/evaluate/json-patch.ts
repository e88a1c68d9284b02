/** One operation of a JSON patch (RFC 6902). */
export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Why a patch does not apply, in the server's words. */
export class PatchError extends Error {}

/** A `test` that does not hold: the server then leaves the object as it was, without a word. */
export class PatchTestFailed extends PatchError {}

type Container = unknown[] | Record<string, unknown>;

const MISSING = 'missing value';
const INVALID_INDEX = 'invalid index referenced';

/**
 * A document with a patch applied, as the library of the API server does it (evanphx/json-patch 4): a `replace` of a key
 * that is not there sets it, indices may be negative. The document is not changed. Throws PatchError.
 */
export function applyJsonPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  const holder = { root: structuredClone(document) };
  for (const operation of operations) {
    const apply = Object.hasOwn(OPERATIONS, operation.op) ? OPERATIONS[operation.op] : undefined;
    if (apply === undefined) throw new PatchError(`Unexpected kind: ${operation.op}`);
    apply(holder, operation);
  }
  return holder.root;
}

interface Holder {
  root: unknown;
}

type Apply = (holder: Holder, operation: PatchOperation) => void;

const OPERATIONS: Readonly<Record<string, Apply>> = {
  add: (holder, { path, value }) => {
    const { container, key } = place(holder, path, `add operation does not apply: doc is missing path: "${path}"`);
    within(`error in add for path: '${path}'`, () => add(container, key, structuredClone(value)));
  },
  remove: (holder, { path }) => {
    const { container, key } = place(holder, path, `remove operation does not apply: doc is missing path: "${path}"`);
    within(`error in remove for path: '${path}'`, () => remove(container, key));
  },
  replace: (holder, { path, value }) => {
    if (path === '') {
      holder.root = structuredClone(value);
      return;
    }
    const { container, key } = place(holder, path, `replace operation does not apply: doc is missing path: ${path}`);
    if (!Array.isArray(container)) {
      container[key] = structuredClone(value);
      return;
    }
    const index = indexOf(key, container.length - 1);
    if (index === undefined) {
      throw new PatchError(`replace operation does not apply: doc is missing key: ${path}: ${MISSING}`);
    }
    container[index] = structuredClone(value);
  },
  move: (holder, { from = '', path }) => {
    const source = place(holder, from, `move operation does not apply: doc is missing from path: ${from}`);
    const value = within(`error in move for path: '${source.key}'`, () => get(source.container, source.key));
    within(`error in move for path: '${source.key}'`, () => remove(source.container, source.key));
    const target = place(holder, path, `move operation does not apply: doc is missing destination path: ${path}`);
    within(`error in move for path: '${path}'`, () => add(target.container, target.key, value));
  },
  copy: (holder, { from = '', path }) => {
    const source = place(holder, from, `copy operation does not apply: doc is missing from path: ${from}`);
    const value = within(`error in copy for from: '${from}'`, () => get(source.container, source.key));
    const target = place(holder, path, `copy operation does not apply: doc is missing destination path: ${path}`);
    within('error while adding value during copy', () => add(target.container, target.key, structuredClone(value)));
  },
  test: (holder, { path, value }) => {
    const failed = `testing value ${path} failed: test failed`;
    if (path === '') {
      if (!sameJson(holder.root, value)) throw new PatchTestFailed(failed);
      return;
    }
    const { container, key } = place(holder, path, `test operation does not apply: is missing path: ${path}`);
    const found = within(`error in test for path: '${path}'`, () => get(container, key));
    if (!sameJson(found ?? null, value ?? null)) throw new PatchTestFailed(failed);
  },
};

/** The container in which the last step of a path stands, and that step. */
function place(
  holder: Holder,
  path: string,
  complaint: string,
): { readonly container: Container; readonly key: string } {
  const steps = path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = steps.pop();
  // The text before the first slash is empty; without a slash there is no place.
  steps.shift();
  let container: unknown = path.includes('/') ? holder.root : undefined;
  for (const step of steps) container = isContainer(container) ? look(container, step) : undefined;
  if (!isContainer(container) || key === undefined) throw new PatchError(`${complaint}: ${MISSING}`);
  return { container, key };
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function look(container: Container, key: string): unknown {
  if (!Array.isArray(container)) return Object.hasOwn(container, key) ? container[key] : undefined;
  const index = indexOf(key, container.length - 1);
  return index === undefined ? undefined : container[index];
}

function get(container: Container, key: string): unknown {
  if (!Array.isArray(container)) return look(container, key);
  return container[mustIndex(key, container.length - 1)];
}

function add(container: Container, key: string, value: unknown): void {
  if (!Array.isArray(container)) container[key] = value;
  else if (key === '-') container.push(value);
  else container.splice(mustIndex(key, container.length), 0, value);
}

function remove(container: Container, key: string): void {
  if (Array.isArray(container)) container.splice(mustIndex(key, container.length - 1), 1);
  else if (Object.hasOwn(container, key)) delete container[key];
  else throw new PatchError(`Unable to remove nonexistent key: ${key}: ${MISSING}`);
}

/** An index from 0 to `last`; less than zero counts from behind. */
function indexOf(key: string, last: number): number | undefined {
  if (!/^[-+]?\d+$/.test(key)) return undefined;
  const given = Number(key);
  const index = given < 0 ? given + last + 1 : given;
  return index < 0 || index > last ? undefined : index;
}

function mustIndex(key: string, last: number): number {
  const index = indexOf(key, last);
  if (index !== undefined) return index;
  if (/^[-+]?\d+$/.test(key)) throw new PatchError(`Unable to access invalid index: ${Number(key)}: ${INVALID_INDEX}`);
  throw new PatchError(`value was not a proper array index: '${key}'`);
}

/** Puts words before those of a fault. */
function within<T>(words: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof PatchError) throw new PatchError(`${words}: ${error.message}`);
    throw error;
  }
}

function sameJson(one: unknown, other: unknown): boolean {
  if (!isContainer(one) || !isContainer(other)) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(look(one, key), look(other, key)))
  );
}
