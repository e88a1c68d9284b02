import type { ExpressionNode } from '../expression/node';
import { anyOf, either, type Presence, presenceOfChoice, presenceOfValue } from './choice';
import type { ListEntry, MapEntry } from './entries';

export { anyOf, type Presence } from './choice';

export function presenceOfPair(entry: MapEntry): Presence {
  switch (entry.kind) {
    case 'when':
      return presenceOfChoice(entry.block);
    case 'somePairs':
      return either(entry.condition, anyOf(entry.then.map(presenceOfPair)), anyOf(entry.otherwise.map(presenceOfPair)));
    case 'pairs':
      return presenceOfLoop(entry.block);
    case 'spread':
      // What is left out of it is written by others: then the map is not empty either.
      return entry.node;
    default:
      return 'always';
  }
}

export function presenceOfItem(entry: ListEntry): Presence {
  switch (entry.kind) {
    case 'when':
      return presenceOfChoice(entry.block);
    case 'someItems':
      return either(entry.condition, anyOf(entry.then.map(presenceOfItem)), anyOf(entry.otherwise.map(presenceOfItem)));
    case 'each':
      return presenceOfLoop(entry.block);
    case 'spread':
      return entry.node;
    case 'item':
      return 'always';
  }
}

function presenceOfLoop(block: { readonly over: ExpressionNode; readonly body: unknown }): Presence {
  const body = presenceOfValue(block.body);
  return body === 'always' ? block.over : body === 'never' ? 'never' : 'counted';
}
