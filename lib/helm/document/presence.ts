import { call, type ExpressionNode, literal } from '../expression/node';
import type { ListEntry, MapEntry } from './entries';

/** When an entry is there: always, or when an expression is not empty. */
export type Presence = 'always' | ExpressionNode;

export function presenceOfPair(entry: MapEntry): Presence {
  switch (entry.kind) {
    case 'when':
      return entry.block.otherwise === undefined ? entry.block.condition : 'always';
    case 'somePairs':
      return entry.block.otherwise === undefined ? entry.block.condition : 'always';
    case 'pairs':
      return entry.block.over;
    case 'spread':
      return entry.except.length > 0 ? call('omit', 'map', entry.node, ...entry.except.map(literal)) : entry.node;
    default:
      return 'always';
  }
}

export function presenceOfItem(entry: ListEntry): Presence {
  switch (entry.kind) {
    case 'when':
    case 'someItems':
      return entry.block.otherwise === undefined ? entry.block.condition : 'always';
    case 'each':
      return entry.block.over;
    case 'spread':
      return entry.node;
    case 'item':
      return 'always';
  }
}
