import type { Diagnostic } from '../../diagnostics/diagnostic';
import { checkDeclarations } from '../values/check-default';
import type { ValueDeclaration } from '../values/declaration';
import { printSchema, valuesSchema } from '../values/schema';
import { type ValueRow, valuesTable } from '../values/values-table';
import { valuesYaml } from '../values/values-yaml';

/** What the declarations of a chart's values decide, and nothing else of the chart. */
export interface ValuesFiles {
  /** What is wrong with them. The places say the key; which chart it is they leave out. */
  readonly problems: readonly Diagnostic[];
  /** `values.yaml`. */
  readonly yaml: string;
  /** `values.schema.json`. */
  readonly schema: string;
  /** The rows of the README's table. */
  readonly rows: readonly ValueRow[];
}

let last: { readonly key: string; readonly files: ValuesFiles } | undefined;

/**
 * Charts of one app often declare the same values: what was made for the chart before is taken again then, unless something
 * was wrong with it. (JSON tells here what is the same, and does not know NaN.)
 *
 * @param dependencies names under which the values of subcharts are.
 */
export function valuesFiles(declarations: readonly ValueDeclaration[], dependencies: readonly string[]): ValuesFiles {
  const key = JSON.stringify([declarations, dependencies]);
  if (last?.key === key) return last.files;
  const problems = checkDeclarations(declarations, { dependencies });
  // Of declarations that no value fits, nothing can be shown.
  if (problems.some(({ severity }) => severity === 'error')) return { problems, yaml: '', schema: '', rows: [] };
  const files: ValuesFiles = {
    problems,
    yaml: valuesYaml(declarations),
    schema: printSchema(valuesSchema(declarations, { dependencies })),
    rows: valuesTable(declarations),
  };
  if (problems.length === 0) last = { key, files };
  return files;
}
