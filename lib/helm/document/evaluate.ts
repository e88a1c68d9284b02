import { evaluate, evaluateExpression, isTrue, pairsOf, toJsonValue } from '../expression/evaluate';
import type { RenderContext } from '../expression/go-value';
import { asText } from '../expression/lower';
import type { ExpressionNode, Json } from '../expression/node';
import type { BlockNode, Looping } from './block';
import { classify, isMap } from './classify';
import { type ListEntry, listEntries, type MapEntry, mapEntries, wholeSpread } from './entries';
import { type Presence, presenceOfItem, presenceOfPair } from './presence';

/**
 * What a finished document is once Helm has rendered it with these values and a YAML parser has read it.
 *
 * @throws RenderError, NotEvaluable as {@link evaluateExpression}.
 */
export function evaluateDocument(value: unknown, context: RenderContext): Json {
  const whole = Array.isArray(value) || isMap(value) ? wholeSpread(value, ignore) : undefined;
  if (whole) return json(whole, context);
  if (Array.isArray(value)) return evaluateList(listEntries(value, ignore), context);
  if (isMap(value)) return evaluateMap(value, context);
  const leaf = classify(value, ignore);
  switch (leaf.kind) {
    case 'literal':
      return leaf.value;
    case 'expression':
      return leaf.asText ? String(evaluate(asText(leaf.node), context)) : json(leaf.node, context);
    case 'spread':
      return json(leaf.node, context);
    case 'block':
      return evaluateBlock(leaf.block, context);
    case 'fault':
      return null;
  }
}

function evaluateBlock(block: BlockNode, context: RenderContext): Json {
  if (block.kind === 'each') return evaluateList([{ kind: 'each', block }], context);
  if (block.kind === 'someItems') return evaluateList([{ kind: 'someItems', block }], context);
  if (block.kind === 'when') return evaluateDocument(settled(block, context), context);
  // The text's layout is the emitter's; what counts is what it says, so it is compared as data.
  return block.kind === 'yamlText' ? JSON.stringify(evaluateMap(block.document, context)) : null;
}

function json(node: ExpressionNode, context: RenderContext): Json {
  return toJsonValue(evaluateExpression(node, context));
}

function evaluateMap(map: Readonly<Record<string, unknown>>, context: RenderContext): Json {
  const entries = mapEntries(map, ignore);
  const result: Record<string, Json> = {};
  for (const entry of entries) evaluateEntry(entry, result, context);
  return Object.keys(result).length > 0 || guarded(entries.map(presenceOfPair), context) ? result : null;
}

function evaluateEntry(entry: MapEntry, result: Record<string, Json>, context: RenderContext): void {
  switch (entry.kind) {
    case 'pair':
      result[entry.key] = evaluateDocument(entry.value, context);
      return;
    case 'computed':
      result[text(entry.key, context)] = evaluateDocument(entry.value, context);
      return;
    case 'when': {
      const key = typeof entry.key === 'string' ? entry.key : text(entry.key, context);
      const value = settled(entry.block, context);
      if (value !== undefined) result[key] = evaluateDocument(value, context);
      return;
    }
    case 'spread':
      for (const [key, value] of Object.entries((json(entry.node, context) ?? {}) as Record<string, Json>)) {
        if (!entry.except.includes(key)) result[key] = value;
      }
      return;
    case 'somePairs':
      for (const inner of mapEntries(chosen(entry.block, context) ?? {}, ignore)) evaluateEntry(inner, result, context);
      return;
    case 'pairs':
      for (const inner of iterations(entry.block, context)) {
        const key = classify(entry.block.pairKey, ignore);
        const name = key.kind === 'expression' ? text(key.node, inner) : String(entry.block.pairKey);
        result[name] = evaluateDocument(entry.block.body, inner);
      }
      return;
    case 'entries':
      for (const [key, value] of Object.entries(entry.block.template.entries)) result[key] = evaluateDocument(value, context);
      return;
    case 'fault':
      return;
  }
}

function evaluateList(entries: readonly ListEntry[], context: RenderContext): Json {
  const items: Json[] = [];
  for (const entry of entries) evaluateItem(entry, items, context);
  return items.length > 0 || guarded(entries.map(presenceOfItem), context) ? items : null;
}

function evaluateItem(entry: ListEntry, items: Json[], context: RenderContext): void {
  switch (entry.kind) {
    case 'item':
      return pushItem(entry.value, items, context);
    case 'when': {
      const value = settled(entry.block, context);
      if (value !== undefined) pushItem(value, items, context);
      return;
    }
    case 'someItems':
      for (const inner of listEntries(chosen(entry.block, context) ?? [], ignore)) evaluateItem(inner, items, context);
      return;
    case 'each':
      for (const inner of iterations(entry.block, context)) pushItem(entry.block.body, items, inner);
      return;
    case 'spread':
      items.push(...((json(entry.node, context) ?? []) as Json[]));
  }
}

// The body of a loop may itself be a conditional: then an iteration may give no item.
function pushItem(value: unknown, items: Json[], context: RenderContext): void {
  const leaf = Array.isArray(value) || isMap(value) ? undefined : classify(value, ignore);
  if (leaf?.kind === 'block' && leaf.block.kind === 'when') evaluateItem({ kind: 'when', block: leaf.block }, items, context);
  else items.push(evaluateDocument(value, context));
}

function chosen<T>(block: { readonly condition: ExpressionNode; readonly then: T; readonly otherwise?: T }, context: RenderContext): T | undefined {
  return isTrue(evaluateExpression(block.condition, context)) ? block.then : block.otherwise;
}

/** The branch taken; a choice inside it is taken too. Undefined: nothing is there. */
function settled(block: BlockNode & { kind: 'when' }, context: RenderContext): unknown {
  const value = chosen(block, context);
  if (value === undefined || Array.isArray(value) || isMap(value)) return value;
  const leaf = classify(value, ignore);
  return leaf.kind === 'block' && leaf.block.kind === 'when' ? settled(leaf.block, context) : value;
}

/** Each iteration of a loop, as `range` makes them: a map by its sorted keys, a list by its index. */
export function iterations(loop: Looping, context: RenderContext): readonly RenderContext[] {
  const over = evaluateExpression(loop.over, context);
  return pairsOf(over).map(([key, item]) => ({
    ...context,
    variables: new Map([...context.variables, [loop.key, key], [loop.item, item]]),
  }));
}

/** Whether an empty container is written as such: the same guard as the emitter writes. */
function guarded(presences: readonly Presence[], context: RenderContext): boolean {
  return !presences.some((presence) => presence === 'always' || isTrue(evaluateExpression(presence, context)));
}

function text(node: ExpressionNode, context: RenderContext): string {
  return String(evaluate(asText(node), context));
}

const ignore = (): void => undefined;
