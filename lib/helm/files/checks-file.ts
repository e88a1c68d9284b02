import { action } from '../document/inline';
import type { EmitListener } from '../document/lines';
import { asText } from '../expression/lower';
import { type BoundVariable, call, type ExpressionNode, literal } from '../expression/node';
import { bind, pipeline, printControl, TOP } from '../expression/print';

/** A check of values against each other. */
export interface ValuesCheck {
  readonly failWhen: ExpressionNode;
  readonly message: ExpressionNode;
}

/** `templates/checks.yaml`: renders nothing, or ends the rendering with all messages at once. */
export function checksFile(checks: readonly ValuesCheck[], listener: EmitListener): string {
  const problems: BoundVariable = { hint: 'problems', scope: 'checks', type: 'list' };
  const scope = { ...bind(TOP, problems), root: TOP.root };
  const variable: ExpressionNode = { kind: 'variable', variable: problems, type: 'list' };
  const tests = checks.map(({ failWhen, message }) => {
    listener.used(failWhen);
    listener.used(message);
    const append = pipeline(call('append', 'list', variable, asText(message)), scope);
    return `{{- if ${printControl(failWhen, scope)} }}\n{{- $problems = ${append} }}\n{{- end }}\n`;
  });
  const fail = action(call('fail', 'string', call('join', 'string', literal('\n'), variable)), scope);
  return `{{- $problems := list }}\n${tests.join('')}{{- if $problems }}\n${fail}\n{{- end }}\n`;
}
