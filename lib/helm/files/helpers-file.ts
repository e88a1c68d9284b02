import type { LabelValue } from '../chart/helpers';
import type { MapTemplate } from '../document/block';
import { Emitter } from '../document/emit';
import { action } from '../document/inline';
import type { EmitListener } from '../document/lines';
import { Expression } from '../expression/expression';
import { templateText } from '../expression/lower';
import {
  type BoundVariable,
  call,
  type ExpressionNode,
  type GatheringLoop,
  type NamedTemplate,
} from '../expression/node';
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

function gatheringDefine(name: string, value: ExpressionNode, loop: GatheringLoop, listener: EmitListener): string {
  const result: BoundVariable = { hint: 'result', scope: name, type: 'list' };
  let scope: PrintScope = { ...bind(TOP, result), root: TOP.root };
  const heads = [...(loop.around ?? []), loop];
  const ranges = heads.map(({ over, key, item }) => {
    listener.used(over);
    const text = printControl(over, scope);
    scope = bind(scope, key, item);
    return `{{- range $${scope.variables.get(key)}, $${scope.variables.get(item)} := ${text} }}\n`;
  });
  if (loop.when) listener.used(loop.when);
  const append = printExpression(
    call('append', 'list', { kind: 'variable', variable: result, type: 'list' }, value),
    scope,
  );
  const step = `{{- $result = ${append} }}\n`;
  const body = loop.when ? `{{- if ${printControl(loop.when, scope)} }}\n${step}{{- end }}\n` : step;
  const gathering = `${ranges.join('')}${body}${'{{- end }}\n'.repeat(heads.length)}`;
  return `{{- define "${name}" -}}\n{{- $result := list -}}\n${gathering}{{- $result | toJson }}\n{{- end }}\n`;
}

function labelsDefine(labels: MapTemplate, listener: EmitListener): string {
  const entries = Object.entries(labels.entries as Readonly<Record<string, LabelValue>>);
  const map = Object.fromEntries(entries.map(([key, { node }]) => [key, Expression._of(node)]));
  return `{{- define "${labels.name}" -}}\n${new Emitter(listener).lines(map, TOP)}{{- end }}\n`;
}
