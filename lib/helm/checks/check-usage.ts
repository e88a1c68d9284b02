import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart } from '../chart/chart';
import { childrenOf, type ExpressionNode } from '../expression/node';
import { describeExpression } from '../expression/print';
import { mayBeRemnant } from '../token/remnants';
import type { ValueDeclaration } from '../values/declaration';
import { keyOf } from '../values/shape';
import { subchartNames } from './check-chart';
import type { UsageTracker } from './usage';

/**
 * What got lost on the way: a token that was handed out and stands in no finished object, a value that no template uses.
 * Both are silent otherwise: the user of the chart sets a value and nothing happens.
 *
 * @param found identities of the tokens found in all charts of the app.
 */
export function checkUsage(chart: HelmChart, usage: UsageTracker, found: ReadonlySet<string>): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const lost = new Set<ValueDeclaration>();
  for (const [identity, node] of chart._owner.issued) {
    if (found.has(identity)) continue;
    valuesIn(node, lost);
    // What is left of it was told already, with its place.
    if (usage.cutTexts.some((text) => mayBeRemnant(text, identity))) continue;
    problems.push({
      code: 'HELM1025',
      severity: 'error',
      message: `a token for ${describeExpression(node)} was handed out and stands in no object of the chart`,
      hint: 'the prop that it was given to dropped or changed it: put the expression there with Overlay',
      place: { path: chart.node.path, ...(node.kind === 'value' ? { key: node.declaration.path.join('.') } : {}) },
    });
  }
  const handedDown = new Set(subchartNames(chart));
  const conditions = new Set(
    chart._subcharts.flatMap(({ props }) => (props.condition ?? '').split(',').map((path) => path.trim())),
  );
  const isUsed = (declaration: ValueDeclaration): boolean => {
    const [root = ''] = declaration.path;
    return (
      handedDown.has(root) ||
      conditions.has(declaration.path.join('.')) ||
      lost.has(declaration) ||
      usage.uses(declaration)
    );
  };
  unused(chart.values._declarations, isUsed, chart, problems);
  return problems;
}

/** The values that an expression takes. */
function valuesIn(node: ExpressionNode, into: Set<ValueDeclaration>): void {
  if (node.kind === 'value') into.add(node.declaration);
  for (const child of childrenOf(node)) valuesIn(child, into);
}

function unused(
  declarations: readonly ValueDeclaration[],
  isUsed: (declaration: ValueDeclaration) => boolean,
  chart: HelmChart,
  problems: Diagnostic[],
): void {
  for (const declaration of declarations) {
    const path = declaration.path.join('.');
    if (isUsed(declaration)) continue;
    // A group is used when what is in it is; a record is one value.
    if (declaration.shape.type === 'object' && declaration.default === undefined && !declaration.required) {
      const { properties } = declaration.shape;
      const { together = [] } = declaration;
      const isTogether = (part: ValueDeclaration): boolean => together.includes(keyOf(part));
      const whole = properties.some((part) => isTogether(part) && isUsed(part));
      if (together.length === 0 || properties.some(isUsed)) {
        const alone = whole ? properties.filter((part) => !isTogether(part)) : properties;
        unused(alone, isUsed, chart, problems);
        continue;
      }
    }
    problems.push({
      code: 'HELM1026',
      severity: 'error',
      message: `nothing in the chart uses the value "${path}"`,
      hint: 'use its expression, or take the value away: setting it would do nothing',
      place: { path: chart.node.path, key: path },
    });
  }
}
