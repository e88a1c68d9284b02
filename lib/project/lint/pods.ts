import { posix } from 'node:path';
import type { Report } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { type KubernetesVersion, minorOf } from '../../kubernetes/versions';
import { type Inventory, readInventory } from '../../pod-security/language/read/inventory';
import { servedWorkload } from '../../pod-security/language/read/served';
import { evaluateWorkload, type WorkloadAnswer } from '../pod-security/evaluate';
import { judgesOf } from '../pod-security/judges';
import type { ChartUse } from './charts';
import type { ProjectFiles } from './project-files';

/** What helm rendered for a chart with its values. */
export interface RenderedUse {
  readonly use: ChartUse;
  readonly text: string;
}

/** Namespaces of a cluster management project, with their levels. */
const NAMESPACES = 'namespaces.yaml';

/** More reasons help nobody: the first ones are enough to see what kind of pod it is. */
const MOST_REASONS = 3;

/** Nobody with rights of their own: controllers create the pods, and service accounts use the policies. */
const NOBODY = { username: '', groups: ['system:authenticated'] };

/**
 * Pods that a cluster would refuse: by the level that their namespace enforces, or by policies among the rendered objects.
 * Releases of one helmfile are in one cluster; a chart with other values is another one.
 */
export function checkPods(
  rendered: readonly RenderedUse[],
  isOneCluster: boolean,
  version: KubernetesVersion,
  files: ProjectFiles,
  report: Report,
): void {
  const given = files.isFile(NAMESPACES) ? [{ file: NAMESPACES, text: files.yaml(NAMESPACES)?.text ?? '' }] : [];
  const read = rendered.map(({ use, text }) => ({
    use,
    inventory: readInventory([{ file: use.chart, text }], use.namespace),
  }));
  const clusters = isOneCluster ? [read] : read.map((each) => [each]);
  for (const cluster of clusters) {
    const all = merged([readInventory(given, 'default'), ...cluster.map(({ inventory }) => inventory)]);
    const { judges } = judgesOf({ inventory: all, version });
    if (judges.length === 0) continue;
    for (const { use, inventory } of cluster) {
      const asking = { judges, namespaceName: use.namespace, namespaces: all.namespaces, user: NOBODY };
      for (const workload of inventory.workloads) {
        const answer = evaluateWorkload(servedWorkload(workload, minorOf(version)).workload, asking);
        if (!answer.allowed) report(refused(answer, use, all, files));
      }
    }
  }
}

function merged(inventories: readonly Inventory[]): Inventory {
  return {
    workloads: inventories.flatMap(({ workloads }) => workloads),
    policies: inventories.flatMap(({ policies }) => policies),
    admission: inventories.flatMap(({ admission }) => admission),
    roles: inventories.flatMap(({ roles }) => roles),
    bindings: inventories.flatMap(({ bindings }) => bindings),
    namespaces: new Map(inventories.flatMap(({ namespaces }) => [...namespaces])),
    namespaceObjects: inventories.flatMap(({ namespaceObjects }) => namespaceObjects),
    others: inventories.flatMap(({ others }) => others),
    problems: [],
  };
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Said where the values stand: no file of the project holds what helm rendered. */
function refused(answer: WorkloadAnswer, use: ChartUse, cluster: Inventory, files: ProjectFiles): Diagnostic {
  const { object, namespaceName, reasons } = answer;
  const level = cluster.namespaces.get(namespaceName)?.[ENFORCE];
  const byLevel = reasons.some(({ check }) => check !== undefined) && level !== undefined;
  const by = byLevel ? ` (level "${level}")` : '';
  const said = reasons.slice(0, MOST_REASONS).map(({ field, message, check }) => {
    return check !== undefined || field === '' ? message : `${field}: ${message}`;
  });
  const more = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} more` : '';
  const [values] = use.valuesFiles.filter((path) => files.isFile(path));
  return {
    code: 'PROJECT1112',
    // Who may use a policy can be said elsewhere, and so can another policy; a level is all there is.
    severity: byLevel ? 'error' : 'warning',
    message: `the pods of ${object.kind} "${object.name}" would be refused in the namespace "${namespaceName}"${by}: ${said.join('; ')}${more}`,
    hint: byLevel
      ? `change the values of the chart, or the label ${ENFORCE} of the namespace`
      : 'change the values of the chart, or let its service account use a policy that fits',
    place: { file: files.shown(values ?? posix.join(use.chart, 'Chart.yaml')) },
  };
}
