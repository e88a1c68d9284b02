import type { Expression } from '../model/conditions';
import type { Condition } from '../model/rules';
import type { Word } from '../model/source';
import { behind, fill, INDENT, join, printWord, WIDTH } from './words';

/** `name=value`, `name=(a, b)`, `name in (a, b)`, or the bare name. A list that is too long goes on below. */
export function printCondition({ name, operator, values, list }: Condition, indent = ''): string {
  if (operator === undefined) return name.raw;
  const head = operator === 'in' ? `${name.raw} in ` : `${name.raw}${operator}`;
  const words = values.map(printWord);
  if (!list) return head + join(words);
  const line = behind(`${head}(${join(words, ', ')}`, ')');
  if (indent.length + line.length <= WIDTH) return line;
  return behind(fill(words, ',', `${indent}${head}(`, indent + INDENT), ')').slice(indent.length);
}

/** `peer=(name=a, label=b)` */
export function printGroup(name: Word, conditions: readonly Condition[], separator: string): string {
  return behind(
    `${name.raw}=(${join(
      conditions.map((each) => printCondition(each)),
      separator,
    )}`,
    ')',
  );
}

/** How tightly operators bind. Where one of a lower rank stands inside of another, it needs parentheses. */
const RANK = { or: 1, and: 2, not: 3, operand: 4 } as const;

/** The condition of an `if`, with the parentheses that it needs. */
export function printExpression(expression: Expression, least: number = RANK.or): string {
  const [text, rank] = printed(expression);
  // With blanks: a parenthesis would become a part of the word before it.
  return rank < least ? `( ${text} )` : text;
}

function printed(expression: Expression): readonly [text: string, rank: number] {
  switch (expression.kind) {
    case 'word':
    case 'set':
    case 'boolean':
      return [expression.word.raw, RANK.operand];
    case 'defined':
      return [`defined ${expression.variable.raw}`, RANK.operand];
    case 'not':
      return [`not ${printExpression(expression.of, RANK.not)}`, RANK.not];
    case 'compare':
      return [join([expression.left.raw, expression.operator, expression.right.raw]), RANK.operand];
    default: {
      const { kind, left, right } = expression;
      const rank = RANK[kind];
      return [join([printExpression(left, rank), kind, printExpression(right, rank + 1)]), rank];
    }
  }
}
