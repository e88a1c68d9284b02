import type { LabelValue } from '../chart/helpers';
import type { MapTemplate } from '../document/block';
import { Emitter } from '../document/emit';
import { action } from '../document/inline';
import type { EmitListener } from '../document/lines';
import { Expression } from '../expression/expression';
import { templateText } from '../expression/lower';
import { type BoundVariable, call, type ExpressionNode, type NamedTemplate } from '../expression/node';
import { bind, type PrintScope, printControl, printExpression, TOP } from '../expression/print';

/** `_helpers.tpl`: the named templates of a chart. */
export function helpersFile(templates: readonly NamedTemplate[], labels: MapTemplate, listener: EmitListener): string {
  return [...templates.map((template) => define(template, listener)), labelsDefine(labels, listener)].join('\n');
}

function define(template: NamedTemplate, listener: EmitListener): string {
  let scope: PrintScope = TOP;
  let lines = '';
  const set = (variable: BoundVariable, value: string): void => {
    scope = { ...bind(scope, variable), root: scope.root };
    lines += `{{- $${scope.variables.get(variable)} := ${value} -}}\n`;
  };
  if (template.parameter) set(template.parameter, '.');
  for (const { variable, value } of template.locals ?? []) {
    listener.used(value);
    set(variable, printExpression(value, scope));
  }
  listener.used(template.body);
  if (template.loop) return gatheringDefine(template.name, template.body, template.loop, listener);
  const body = action(templateText(template.body), scope);
  return `{{- define "${template.name}" -}}\n${lines}${body}\n{{- end }}\n`;
}

function gatheringDefine(
  name: string,
  value: ExpressionNode,
  loop: NonNullable<NamedTemplate['loop']>,
  listener: EmitListener,
): string {
  listener.used(loop.over);
  const result: BoundVariable = { hint: 'result', scope: name, type: 'list' };
  const outer = { ...bind(TOP, result), root: TOP.root };
  const scope = bind(outer, loop.key, loop.item);
  const [key, item] = [scope.variables.get(loop.key), scope.variables.get(loop.item)];
  if (loop.when) listener.used(loop.when);
  const append = printExpression(
    call('append', 'list', { kind: 'variable', variable: result, type: 'list' }, value),
    scope,
  );
  const step = `{{- $result = ${append} }}\n`;
  const body = loop.when ? `{{- if ${printControl(loop.when, scope)} }}\n${step}{{- end }}\n` : step;
  const range = `{{- range $${key}, $${item} := ${printControl(loop.over, outer)} }}\n${body}{{- end }}\n`;
  return `{{- define "${name}" -}}\n{{- $result := list -}}\n${range}{{- $result | toJson }}\n{{- end }}\n`;
}

function labelsDefine(labels: MapTemplate, listener: EmitListener): string {
  const entries = Object.entries(labels.entries as Readonly<Record<string, LabelValue>>);
  const map = Object.fromEntries(entries.map(([key, { node }]) => [key, Expression._of(node)]));
  return `{{- define "${labels.name}" -}}\n${new Emitter(listener).lines(map, TOP)}{{- end }}\n`;
}
