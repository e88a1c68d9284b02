import { createHash } from 'node:crypto';
import { childrenOf, type ExpressionNode } from '../expression/node';

const digests = new WeakMap<ExpressionNode, Buffer>();

/** Whether two expressions are equal and take what they take from the same charts and loops: one stands for the other. */
export function isSame(a: ExpressionNode, b: ExpressionNode): boolean {
  return a === b || (digestOf(a).equals(digestOf(b)) && takesTheSame(a, b));
}

function takesTheSame(a: ExpressionNode, b: ExpressionNode): boolean {
  if (a === b) return true;
  if (a.kind === 'variable') return b.kind === 'variable' && a.variable === b.variable;
  const [parts, others] = [childrenOf(a), childrenOf(b)];
  if (parts.length === 0) return a.owner === b.owner;
  return parts.every((part, index) => takesTheSame(part, others[index] ?? part));
}

/** A hash of what an expression says. */
export function digestOf(node: ExpressionNode): Buffer {
  let digest = digests.get(node);
  if (!digest) {
    digest = createHash('sha256').update(canonical(node)).digest();
    digests.set(node, digest);
  }
  return digest;
}

/** A text that is equal for equal expressions of one chart, and differs otherwise. */
function canonical(node: ExpressionNode): string {
  const head = `${node.kind}:${node.type}:${node.owner?.path ?? ''}`;
  switch (node.kind) {
    case 'literal':
      return `${head}:${JSON.stringify(node.value)}`;
    case 'value':
      return `${head}:${JSON.stringify(node.declaration.path)}`;
    case 'builtin':
      return `${head}:${node.path.join('.')}`;
    case 'variable':
      return `${head}:${JSON.stringify([node.variable.scope, node.variable.hint])}`;
    case 'field':
      return `${head}:${JSON.stringify(node.path)}(${canonical(node.of)})`;
    case 'include':
      return `${head}:${node.template.name}${node.argument ? `(${canonical(node.argument)})` : ''}`;
    case 'raw':
      return `${head}:${JSON.stringify(node.text)}`;
    case 'call':
      return `${head}:${node.fn}(${node.args.map(canonical).join(',')})`;
    case 'concat':
      return `${head}(${node.parts.map(canonical).join(',')})`;
  }
}
