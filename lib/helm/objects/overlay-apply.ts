import type { Diagnostic } from '../../diagnostics/diagnostic';
import { nearestHint } from '../../diagnostics/nearest';
import type { OverlayOperation } from '../chart/overlay';
import { Block } from '../document/blocks';
import { isMap } from '../document/classify';

type Manifest = Record<string, unknown>;

/** Applies one change. What it touches is copied, what it does not touch is shared. */
export function applyOverlay(
  document: Manifest,
  operation: OverlayOperation,
  report: (problem: Diagnostic) => void,
): Manifest {
  try {
    return change(document, operation.path, 0, operation) as Manifest;
  } catch (error) {
    if (!(error instanceof WrongPath)) throw error;
    report({
      code: 'HELM1012',
      severity: 'error',
      message: `the overlay's path /${operation.path.join('/')} leads nowhere: ${error.message}`,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      place: { key: operation.path.join('.') },
    });
    return document;
  }
}

class WrongPath extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

function change(node: unknown, path: readonly string[], depth: number, operation: OverlayOperation): unknown {
  if (depth === path.length) return atEnd(node, operation, path);
  const key = path[depth] ?? '';
  const last = depth === path.length - 1;
  if (Array.isArray(node)) return changeList(node, key, path, depth, operation);
  if (node !== undefined && !isMap(node))
    throw new WrongPath(`"${path.slice(0, depth).join('.')}" is neither a map nor a list`);
  const map = (node ?? {}) as Manifest;
  const mustExist = operation.kind === 'remove' || operation.kind === 'when';
  if (mustExist && !(key in map)) {
    throw new WrongPath(
      `there is no "${key}"`,
      nearestHint(key, Object.keys(map)) ?? `what is there: ${Object.keys(map).join(', ')}`,
    );
  }
  if (!mustExist && !last && !(key in map)) refuseMistyped(key, Object.keys(map), path.slice(0, depth + 1));
  if (last && operation.kind === 'remove') {
    const { [key]: _, ...rest } = map;
    return rest;
  }
  return { ...map, [key]: change(map[key], path, depth + 1, operation) };
}

/** A map that is not there is made; one whose name is nearly that of a neighbour would be made beside the one that was meant. */
function refuseMistyped(key: string, neighbours: readonly string[], path: readonly string[]): void {
  const hint = nearestHint(key, neighbours);
  if (hint !== undefined)
    throw new WrongPath(`there is no "${key}"`, `${hint} To make a new map, put it whole at /${path.join('/')}`);
}

function changeList(
  list: readonly unknown[],
  key: string,
  path: readonly string[],
  depth: number,
  operation: OverlayOperation,
): unknown {
  const index = Number(key);
  if (!Number.isInteger(index) || index < 0 || index >= list.length) {
    throw new WrongPath(
      `"${path.slice(0, depth).join('.')}" is a list of ${list.length} items, "${key}" is none of them`,
      'use add for a further item',
    );
  }
  if (depth === path.length - 1 && operation.kind === 'remove') return list.filter((_, i) => i !== index);
  return list.map((item, i) => (i === index ? change(item, path, depth + 1, operation) : item));
}

function atEnd(node: unknown, operation: OverlayOperation, path: readonly string[]): unknown {
  if (operation.kind === 'set') return operation.value;
  if (operation.kind === 'when' && operation.condition) return Block.when(operation.condition, node);
  if (node === undefined) return [operation.value];
  if (Array.isArray(node)) return [...node, operation.value];
  throw new WrongPath(`"${path.join('.')}" is not a list`);
}
