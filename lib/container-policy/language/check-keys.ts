import { oneOf, quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import type { YamlNode } from '../../yaml/node';
import { entriesOf, entryOf, isNothing, itemsOf } from '../../yaml/walk';
import type { Key, ValueShape } from './keys';
import type { Problems } from './problems';
import { faultOf, TEXTS } from './texts';

/** Checks a value against what it may be; all problems are told. `key` are the keys that lead to it. */
export function checkValue(node: YamlNode, shape: ValueShape, key: string, problems: Problems): void {
  if (node.kind === 'map' && shape.open === true) return;
  if (node.kind === 'map' && shape.keys !== undefined) checkMap(node, shape.keys, key, problems);
  else if (node.kind === 'map' && shape.named !== undefined) checkNamed(node, shape.named, key, problems);
  else if (node.kind === 'list' && shape.list !== undefined)
    checkList(node, shape.list, shape.least ?? 0, key, problems);
  else if (node.kind === 'scalar') checkScalar(node, shape, key, problems);
  else reportWrong(node, shape, key, problems);
}

function checkMap(node: YamlNode, keys: readonly Key[], key: string, problems: Problems): void {
  const names = keys.map(({ name }) => name);
  for (const entry of entriesOf(node)) {
    const known = keys.find(({ name }) => name === entry.name);
    const path = join(key, entry.name);
    if (known === undefined) {
      const owner = key === '' ? 'a policy' : `"${key}"`;
      const hint = nearestHint(entry.name, names) ?? `allowed: ${names.join(', ')}`;
      problems.report('keyUnknown', { node: entry.key, key: path }, `${owner} has no key ${quote(entry.name)}`, {
        hint,
      });
    } else if (entryOf(node, entry.name) === entry) checkValue(entry.value, known.value, path, problems);
    else
      problems.report('keyTwice', { node: entry.key, key: path }, `"${path}" stands there twice`, {
        hint: 'take one away',
      });
  }
  for (const { name, required, example } of keys) {
    if (required !== true || entryOf(node, name) !== undefined) continue;
    const head = entriesOf(node)[0]?.key ?? node;
    const path = join(key, name);
    problems.report('keyMissing', { node: head, key: path }, `"${path}" is missing`, {
      hint: `such as ${name}: ${example}`,
    });
  }
}

function checkNamed(
  node: YamlNode,
  { name, value }: NonNullable<ValueShape['named']>,
  key: string,
  problems: Problems,
): void {
  for (const entry of entriesOf(node)) {
    const path = join(key, entry.name);
    const fault = faultOf(name, entry.name, path);
    if (fault !== undefined) problems.report(fault.code, { node: entry.key, key: path }, fault.message, fault);
    if (entryOf(node, entry.name) === entry) checkValue(entry.value, value, path, problems);
    else
      problems.report('keyTwice', { node: entry.key, key: path }, `"${path}" stands there twice`, {
        hint: 'take one away',
      });
  }
}

function checkList(node: YamlNode, item: ValueShape, least: number, key: string, problems: Problems): void {
  const items = itemsOf(node);
  for (const [index, each] of items.entries()) checkValue(each, item, `${key}[${index}]`, problems);
  if (items.length < least) problems.report('valueWrong', { node, key }, `"${key}" must hold at least one item`);
}

function checkScalar(node: YamlNode, shape: ValueShape, key: string, problems: Problems): void {
  const value = node.kind === 'scalar' ? node.value : null;
  const numeric = typeof value === 'number' && shape.number === true && Number.isInteger(value);
  const text = numeric ? String(value) : value;
  if (isNothing(node) || typeof text !== 'string') {
    reportWrong(node, shape, key, problems);
    return;
  }
  if (shape.words?.includes(text)) return;
  if (shape.text === undefined) {
    if (shape.words === undefined) reportWrong(node, shape, key, problems);
    else reportWord(node, shape, text, key, problems);
    return;
  }
  const fault = faultOf(shape.text, text, key);
  if (fault !== undefined) problems.report(fault.code, { node, key }, fault.message, fault);
}

function reportWord(node: YamlNode, shape: ValueShape, text: string, key: string, problems: Problems): void {
  const words = shape.words ?? [];
  const others = nounsOf({ ...shape, words: [] });
  const message = `"${key}" must be ${[oneOf(words), ...others].join(', or ')}, not ${quote(text)}`;
  problems.report('wordUnknown', { node, key }, message, { hint: nearestHint(text, words) });
}

function reportWrong(node: YamlNode, shape: ValueShape, key: string, problems: Problems): void {
  const bare = node.kind === 'scalar' ? typeof node.value : '';
  const anyText = shape.text === 'word' || shape.text === 'labelValue';
  const quoted = (bare === 'boolean' && (shape.text ?? shape.words) !== undefined) || (bare === 'number' && anyText);
  const hint = quoted
    ? 'put quotes around it'
    : shape.list !== undefined && node.kind === 'scalar'
      ? 'write a list: [a, b]'
      : undefined;
  const what = key === '' ? 'a policy' : `"${key}"`;
  problems.report(
    'valueWrong',
    { node, key },
    `${what} must be ${nounsOf(shape).join(', or ')}, not ${describeNode(node)}`,
    { hint },
  );
}

/** What a value may be, in words. */
export function nounsOf(shape: ValueShape): readonly string[] {
  return [
    ...(shape.words !== undefined && shape.words.length > 0 ? [oneOf(shape.words)] : []),
    ...(shape.text === undefined ? [] : [TEXTS[shape.text].noun]),
    ...(shape.list === undefined ? [] : ['a list']),
    ...(shape.keys === undefined ? [] : [`a map with ${shape.keys.map(({ name }) => name).join(', ')}`]),
    ...(shape.named === undefined && shape.open === undefined ? [] : ['a map']),
  ];
}

/** A node in words, for the end of `must be …, not …`. */
export function describeNode(node: YamlNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a map';
  if (node.value === null) return 'nothing';
  return typeof node.value === 'string' ? quote(node.value) : `the ${typeof node.value} ${node.text}`;
}

function join(key: string, name: string): string {
  return key === '' ? name : `${key}.${name}`;
}
