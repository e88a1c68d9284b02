import { Emitter, type EmitListener } from '../document/emit';
import type { MapTemplate } from '../document/block';
import { action } from '../document/inline';
import { asText, lower } from '../expression/lower';
import type { NamedTemplate } from '../expression/node';
import { bind, type PrintScope, printExpression, TOP } from '../expression/print';
import { Expression } from '../expression/expression';
import type { LabelValue } from '../chart/helpers';

/** `_helpers.tpl`: the named templates of a chart. */
export function helpersFile(templates: readonly NamedTemplate[], labels: MapTemplate, listener: EmitListener): string {
  return [...templates.map((template) => define(template, listener)), labelsDefine(labels, listener)].join('\n');
}

function define(template: NamedTemplate, listener: EmitListener): string {
  let scope: PrintScope = TOP;
  let lines = '';
  for (const { variable, value } of template.locals ?? []) {
    listener.used(value);
    const inner = { ...bind(scope, variable), root: scope.root };
    lines += `{{- $${inner.variables.get(variable)} := ${printExpression(value, scope)} -}}\n`;
    scope = inner;
  }
  listener.used(template.body);
  const body = action(template.body.type === 'string' ? lower(template.body) : asText(template.body), scope);
  return `{{- define "${template.name}" -}}\n${lines}${body}\n{{- end }}\n`;
}

function labelsDefine(labels: MapTemplate, listener: EmitListener): string {
  const entries = Object.entries(labels.entries as Readonly<Record<string, LabelValue>>);
  const map = Object.fromEntries(entries.map(([key, { node }]) => [key, Expression._of(node)]));
  return `{{- define "${labels.name}" -}}\n${new Emitter(listener).lines(map, TOP)}{{- end }}\n`;
}
