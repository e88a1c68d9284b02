import { evaluate, evaluateExpression, pairsOf, toJsonValue } from '../expression/evaluate';
import { isTrue } from '../expression/go-semantics';
import type { RenderContext } from '../expression/go-value';
import { asText, lowerValue } from '../expression/lower';
import type { ExpressionNode, Json } from '../expression/node';
import type { BlockNode, DocumentMap, Looping } from './block';
import { classify, isMap } from './classify';
import {
  choiceIn,
  itemOf,
  type ListEntry,
  listEntries,
  type MapEntry,
  mapEntries,
  orEmpty,
  wholeSpread,
} from './entries';

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
  if (block.kind === 'each' || block.kind === 'someItems')
    return evaluateList([itemOf(block, undefined, ignore)], context);
  if (block.kind === 'when') return evaluateDocument(settled(block, context), context);
  // The text's layout is the emitter's; what counts is what it says, so it is compared as data.
  return block.kind === 'yamlText' ? JSON.stringify(evaluateDocument(block.document, context)) : null;
}

function json(node: ExpressionNode, context: RenderContext): Json {
  return toJsonValue(evaluate(lowerValue(node), context));
}

function evaluateMap(map: DocumentMap, context: RenderContext): Json {
  const result: Record<string, Json> = {};
  for (const entry of mapEntries(map, ignore)) evaluateEntry(entry, result, context);
  return result;
}

/** Sets a key of its own, whatever it is called. */
function put(result: Record<string, Json>, key: string, value: Json): void {
  if (key !== '__proto__') result[key] = value;
  else Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
}

function evaluateEntry(entry: MapEntry, result: Record<string, Json>, context: RenderContext): void {
  switch (entry.kind) {
    case 'pair':
    case 'computed':
      return put(result, keyText(entry.key, context), evaluateDocument(entry.value, context));
    case 'when':
      return putChosen(entry.key, settled(entry.block, context), result, context);
    case 'spread':
      return evaluateSpread(entry, result, context);
    case 'somePairs':
      for (const inner of isTrue(evaluateExpression(entry.condition, context)) ? entry.then : entry.otherwise)
        evaluateEntry(inner, result, context);
      return;
    case 'pairs':
      for (const inner of iterations(entry.block, context)) {
        const key = classify(entry.block.pairKey, ignore);
        putChosen(key.kind === 'expression' ? key.node : String(entry.block.pairKey), entry.block.body, result, inner);
      }
      return;
    case 'entries':
      for (const [key, value] of Object.entries(entry.block.template.entries))
        put(result, key, evaluateDocument(value, context));
      return;
    case 'fault':
      return;
  }
}

/** A pair whose value may be a choice that gives nothing. */
function putChosen(
  key: string | ExpressionNode,
  value: unknown,
  result: Record<string, Json>,
  context: RenderContext,
): void {
  const chosen = chosenOf(value, context);
  if (chosen !== undefined) put(result, keyText(key, context), evaluateDocument(chosen, context));
}

function evaluateSpread(
  { node, except, under, beside }: MapEntry & { kind: 'spread' },
  result: Record<string, Json>,
  context: RenderContext,
): void {
  const others = under.map((other) => evaluateExpression(orEmpty(other), context));
  const keys = new Set([...except, ...beside.map((key) => keyText(key, context))]);
  for (const [key, value] of pairsOf(evaluateExpression(node, context))) {
    const name = String(key);
    if (!keys.has(name) && !others.some((other) => Object.hasOwn(other as object, name)))
      put(result, name, toJsonValue(value));
  }
}

function evaluateList(entries: readonly ListEntry[], context: RenderContext): Json {
  const items: Json[] = [];
  for (const entry of entries) evaluateItem(entry, items, context);
  return items;
}

function evaluateItem(entry: ListEntry, items: Json[], context: RenderContext): void {
  switch (entry.kind) {
    case 'item':
      return pushItem(entry.value, items, context);
    case 'when': {
      const value = settled(entry.block, context);
      if (value !== undefined) items.push(evaluateDocument(value, context));
      return;
    }
    case 'someItems':
      for (const inner of isTrue(evaluateExpression(entry.condition, context)) ? entry.then : entry.otherwise)
        evaluateItem(inner, items, context);
      return;
    case 'each':
      for (const inner of iterations(entry.block, context)) pushItem(entry.block.body, items, inner);
      return;
    case 'spread':
      items.push(...pairsOf(evaluateExpression(entry.node, context)).map(([, item]) => toJsonValue(item)));
  }
}

function pushItem(value: unknown, items: Json[], context: RenderContext): void {
  const chosen = chosenOf(value, context);
  if (chosen !== undefined) items.push(evaluateDocument(chosen, context));
}

/** The value, or what the choice gives that it consists of. Undefined: nothing is there. */
function chosenOf(value: unknown, context: RenderContext): unknown {
  const choice = choiceIn(value, ignore);
  return choice ? settled(choice, context) : value;
}

/** The branch taken; a choice inside it is taken too. Undefined: nothing is there. */
function settled(block: Choice, context: RenderContext): unknown {
  return chosenOf(isTrue(evaluateExpression(block.condition, context)) ? block.then : block.otherwise, context);
}

/** Each iteration of a loop, as `range` makes them: a map by its sorted keys, a list by its index. */
export function iterations(loop: Looping, context: RenderContext): readonly RenderContext[] {
  const over = evaluateExpression(loop.over, context);
  return pairsOf(over).map(([key, item]) => ({
    ...context,
    variables: new Map([...context.variables, [loop.key, key], [loop.item, item]]),
  }));
}

function keyText(key: string | ExpressionNode, context: RenderContext): string {
  return typeof key === 'string' ? key : String(evaluate(asText(key), context));
}

type Choice = BlockNode & { kind: 'when' };

const ignore = (): void => undefined;
