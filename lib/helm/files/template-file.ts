import { Emitter } from '../document/emit';
import type { EmitListener } from '../document/lines';
import { bind, type PrintScope, printControl, TOP } from '../expression/print';
import type { ChartObject } from '../objects/objects';
import type { ScopeNode } from '../scope/scopes';

/** The text of one file under `templates/`: an object with the conditions and loops around it. */
export function templateFile({ scopes, document }: ChartObject, listener: EmitListener): string {
  return around(scopes, TOP, listener, (scope) => new Emitter(listener).document(document, scope), false);
}

function around(
  scopes: readonly ScopeNode[],
  scope: PrintScope,
  listener: EmitListener,
  body: (inner: PrintScope) => string,
  repeated: boolean,
): string {
  const [outer, ...inner] = scopes;
  // Each round of a loop is a document of its own.
  if (!outer) return `${repeated ? '---\n' : ''}${body(scope)}`;
  switch (outer.kind) {
    case 'if':
      listener.used(outer.condition);
      return `{{- if ${printControl(outer.condition, scope)} }}\n${around(inner, scope, listener, body, repeated)}{{- end }}\n`;
    case 'with': {
      listener.used(outer.value);
      const bound = bind(scope, outer.variable);
      const name = bound.variables.get(outer.variable);
      return `{{- with $${name} := ${printControl(outer.value, scope)} }}\n${around(inner, bound, listener, body, repeated)}{{- end }}\n`;
    }
    case 'range': {
      listener.used(outer.over);
      const bound = bind(scope, outer.key, outer.item);
      const [key, item] = [bound.variables.get(outer.key), bound.variables.get(outer.item)];
      const range = `{{- range $${key}, $${item} := ${printControl(outer.over, scope)} }}`;
      return `${range}\n${around(inner, bound, listener, body, true)}{{- end }}\n`;
    }
  }
}
