import { asText, lower, lowerValue } from '../expression/lower';
import { type ExpressionNode, pipe } from '../expression/node';
import { type PrintScope, pipeline, TOP } from '../expression/print';
import { blockScalar, doubleQuoted, yamlKey, yamlScalar } from '../values/yaml-scalar';

/** Builtins whose text is a DNS name or a version: nothing in it needs quoting. */
const PLAIN_BUILTINS = new Set([
  'Release.Name',
  'Release.Namespace',
  'Release.Service',
  'Release.Revision',
  'Chart.Name',
  'Chart.Version',
]);

/** A stand-in for an expression while text is laid out; text that holds one itself is not laid out as a block. */
const HOLD = '\ue000';

/** Helm takes this away from all that it has rendered, whoever wrote it. */
const ERASED = '<no value>';

const SAFE = /^[\w.:/-]*$/;

/** A line of control after a block eats the blanks before it: a text must not end in them. */
const BLANK_END = /[ \t]\n?$/;

/** A literal, safe from Helm: `{{` is no action. */
export function literalScalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return numberText(value);
  return safe(yamlScalar(value));
}

/** A literal key. */
export function literalKey(key: string): string {
  return safe(yamlKey(key));
}

/** A literal of several lines as a block, where YAML allows it. */
export function literalBlock(text: string, indent: number): string | undefined {
  return text.includes(ERASED) || BLANK_END.test(text)
    ? undefined
    : blockScalar(text, indent)?.replaceAll('{{', '{{ "{{" }}');
}

/** What is printed at the top of a document for expressions that many objects have, such as their labels. */
const scalarsAtTop = new WeakMap<ExpressionNode, string>();
const textsAtTop = new WeakMap<ExpressionNode, string>();

/** An expression in value position. `asText`: a YAML string whatever its type; else as its own type. */
export function expressionScalar(node: ExpressionNode, asString: boolean, scope: PrintScope): string {
  // A text around tokens is a new node each time.
  if (scope !== TOP || node.kind === 'concat') return newScalar(node, asString, scope);
  const printed = asString ? textsAtTop : scalarsAtTop;
  let scalar = printed.get(node);
  if (scalar === undefined) {
    scalar = newScalar(node, asString, scope);
    printed.set(node, scalar);
  }
  return scalar;
}

function newScalar(node: ExpressionNode, asString: boolean, scope: PrintScope): string {
  if (node.kind === 'concat' && node.parts.every(isPlain)) return quotedConcat(node.parts, scope);
  if (node.type === 'string') return action(pipe(asString ? asText(node) : lower(node), 'quote', 'string'), scope);
  if (node.type === 'integer' && asString && !node.mayBeAbsent)
    return action(pipe(lower(node), 'quote', 'string'), scope);
  if (node.type === 'integer' && !node.mayBeAbsent) return action(lower(node), scope);
  return action(asString ? pipe(asText(node), 'quote', 'string') : pipe(lowerValue(node), 'toJson', 'string'), scope);
}

/** An expression as a key. */
export function expressionKey(node: ExpressionNode, scope: PrintScope): string {
  return node.kind === 'concat'
    ? expressionScalar(node, true, scope)
    : action(pipe(asText(node), 'quote', 'string'), scope);
}

/** A text of several lines with expressions in it, as a block: only where no value can break the lines. */
export function expressionBlock(node: ExpressionNode, indent: number, scope: PrintScope): string | undefined {
  if (node.kind !== 'concat' || !node.parts.some(hasLines) || !node.parts.every(isPlain)) return undefined;
  if (node.parts.some((part) => part.kind === 'literal' && String(part.value).includes(ERASED))) return undefined;
  const actions: string[] = [];
  const text = node.parts
    .map((part) => {
      if (part.kind === 'literal') return String(part.value);
      actions.push(action(inlineText(part), scope));
      return HOLD;
    })
    .join('');
  if (text.split(HOLD).length !== actions.length + 1 || BLANK_END.test(text)) return undefined;
  const block = blockScalar(text, indent)?.replace(/\{+(?=\ue000)|\{\{/g, (braces) => `{{ "${braces}" }}`);
  return block?.replaceAll(HOLD, () => actions.shift() ?? '');
}

/** `{{ … }}` around a lowered node. */
export function action(node: ExpressionNode, scope: PrintScope): string {
  return `{{ ${pipeline(node, scope)} }}`;
}

function quotedConcat(parts: readonly ExpressionNode[], scope: PrintScope): string {
  let text = '"';
  for (const part of parts)
    text += part.kind === 'literal' ? quotedLiteral(String(part.value)) : inlineAction(part, scope);
  return `${text}"`;
}

/** What is printed at the top of a document for the few expressions that all names of a chart are made of. */
const printedAtTop = new WeakMap<ExpressionNode, string>();

function inlineAction(node: ExpressionNode, scope: PrintScope): string {
  if (scope !== TOP) return action(inlineText(node), scope);
  let printed = printedAtTop.get(node);
  if (printed === undefined) {
    printed = action(inlineText(node), scope);
    printedAtTop.set(node, printed);
  }
  return printed;
}

function hasLines(node: ExpressionNode): boolean {
  return node.kind === 'literal' && String(node.value).includes('\n');
}

/** Text between double quotes. Most is part of a name or an address and needs no look at its characters. */
function quotedLiteral(text: string): string {
  return SAFE.test(text) ? text : escapeQuoted(doubleQuoted(text).slice(1, -1));
}

/** An expression where it stands in text: an integer prints as it is. */
function inlineText(node: ExpressionNode): ExpressionNode {
  return node.type === 'integer' && !node.mayBeAbsent ? lower(node) : asText(node);
}

/** Text that is printed without quotes: its values hold no quote, no backslash, no line break, whatever the user gives. */
function isPlain(node: ExpressionNode): boolean {
  if (node.kind === 'literal') return true;
  if (node.type === 'integer' || node.type === 'boolean') return true;
  if (node.kind === 'builtin') return PLAIN_BUILTINS.has(node.path.join('.'));
  return node.kind === 'include' && node.template.plain === true;
}

/** YAML of one line, quoted where it holds what Helm would see. */
function safe(text: string): string {
  return text.includes('{{') || text.includes(ERASED) ? escapeQuoted(text) : text;
}

/** Inside double quotes YAML reads `\x7b` as `{`, and Go's templates see no action. The same for what Helm erases. */
function escapeQuoted(text: string): string {
  return text
    .replace(/\{\{|\{$/g, (braces) => braces.replaceAll('{', '\\x7b'))
    .replaceAll(ERASED, `\\x3c${ERASED.slice(1)}`);
}

function numberText(value: number | boolean | null): string {
  return typeof value === 'number' ? JSON.stringify(value) : String(value);
}
