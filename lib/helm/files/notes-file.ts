import { classify } from '../document/classify';
import { action } from '../document/inline';
import type { EmitListener } from '../document/lines';
import { asText } from '../expression/lower';
import type { ExpressionNode } from '../expression/node';
import { printControl, TOP } from '../expression/print';

/** One part of the notes: text with tokens, printed always or under a condition. */
export interface NotesPart {
  readonly condition?: ExpressionNode;
  readonly text: string;
}

/** `NOTES.txt`: text as it is, blank lines too, expressions as text; `{{` in the text stays two braces. */
export function notesFile(parts: readonly NotesPart[], listener: EmitListener): string {
  const printed = parts.map(({ condition, text }) => {
    if (condition) listener.used(condition);
    return { condition, body: `${notesText(text, listener)}\n` };
  });
  return printed.reduceRight(
    (rest, { condition, body }) =>
      condition ? control(`if ${printControl(condition, TOP)}`, body + control('end', rest)) : body + rest,
    '',
  );
}

/**
 * A line of control, and what follows it. It takes its own line break away, with every blank up to the next character: what
 * begins with a blank of its own stands behind it on the same line.
 */
function control(action: string, following: string): string {
  return /^\s/.test(following) ? `{{ ${action} }}${following}` : `{{ ${action} -}}\n${following}`;
}

function notesText(text: string, listener: EmitListener): string {
  const leaf = classify(text, (identity) => listener.found(identity));
  if (leaf.kind === 'fault') listener.fault(leaf, 'NOTES.txt');
  if (leaf.kind === 'literal') return escaped(text);
  if (leaf.kind !== 'expression') return '';
  listener.used(leaf.node);
  const parts = leaf.node.kind === 'concat' ? leaf.node.parts : [leaf.node];
  return parts
    .map((part) => (part.kind === 'literal' ? escaped(String(part.value)) : action(asText(part), TOP)))
    .join('');
}

/** Also a brace at the very end: it would meet the braces of the action behind it. */
function escaped(text: string): string {
  return text.replace(/\{\{+|\{$/g, (braces) => `{{ "${braces}" }}`);
}
