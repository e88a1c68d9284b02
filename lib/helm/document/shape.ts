import { isBlockMarker, mayHoldMarker } from '../token/tokens';
import type { DocumentMap } from './block';
import { classify, isMap } from './classify';
import { isPlainKey } from './plain';

/** `plain`: nothing in it needs more than `key: value`, as there is no marker in a key and no block in a value. */
export function shapeOf(map: DocumentMap): 'empty' | 'plain' | 'other' {
  let shape: 'empty' | 'plain' = 'empty';
  for (const key in map) {
    const value = map[key];
    if (value === undefined) continue;
    if (!isPlainKey(key) || isBlock(value)) return 'other';
    shape = 'plain';
  }
  return shape;
}

/** It needs no more than its dash: it is there, and neither a block nor a marker. */
export function isPlainItem(value: unknown): boolean {
  return typeof value === 'string' ? !mayHoldMarker(value) : value !== undefined && !isBlock(value);
}

function isBlock(value: unknown): boolean {
  if (typeof value === 'string') return isBlockMarker(value) && classify(value, ignore).kind === 'block';
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isMap(value)) return false;
  return classify(value, ignore).kind === 'block';
}

/** Whether a map has no pair. */
export function isEmpty(map: DocumentMap): boolean {
  for (const key in map) if (map[key] !== undefined) return false;
  return true;
}

const ignore = (): void => undefined;
