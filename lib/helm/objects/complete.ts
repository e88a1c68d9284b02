import { isMap } from '../document/classify';
import type { Expression } from '../expression/expression';
import { mayHoldMarker } from '../token/tokens';
import { ADDRESS } from './addresses';
import type { PlainMap } from './one-walk';
import { POD_TEMPLATES } from './pod-kinds';

/** What cdk8s-plus leaves out, as only the release knows it. */
export interface Missing {
  /** Where the objects of the release are. */
  readonly namespace: Expression;
  /** By which people find the pods of a release. They say nothing that changes with a version: that would restart pods. */
  readonly podLabels: PlainMap;
}

const BINDINGS = new Set(['ClusterRoleBinding', 'RoleBinding']);

/** A document of the chart with what is missing in it. Only kinds that may miss something are looked into. */
export function completed(document: PlainMap, kind: string, missing: Missing): PlainMap {
  if (BINDINGS.has(kind)) return withNamespaces(document, missing.namespace);
  if (!Object.hasOwn(POD_TEMPLATES, kind)) return document;
  return changedAt(document, POD_TEMPLATES[kind] ?? [], (template) =>
    changedAt(template, ['metadata', 'labels'], (labels) =>
      // Pods that somebody has labelled by hand keep the labels that they have: selectors by hand count on them.
      ADDRESS in labels ? { ...missing.podLabels, ...labels } : labels,
    ),
  );
}

/**
 * A service account has a namespace: the API server refuses a ClusterRoleBinding that does not say it. In a RoleBinding
 * without one it is that of the binding, and of a binding elsewhere we cannot know which is meant.
 */
function withNamespaces(document: PlainMap, namespace: Expression): PlainMap {
  const { apiVersion, kind, metadata, subjects } = document;
  if (!String(apiVersion).startsWith('rbac.authorization.k8s.io/') || !Array.isArray(subjects)) return document;
  if (kind === 'RoleBinding' && isMap(metadata) && metadata.namespace !== undefined) return document;
  return {
    ...document,
    subjects: subjects.map((subject) => (lacksNamespace(subject) ? { ...subject, namespace } : subject)),
  };
}

/** Of a subject that the user gives as a whole nobody knows. */
function lacksNamespace(subject: unknown): subject is PlainMap {
  return (
    isMap(subject) &&
    subject.kind === 'ServiceAccount' &&
    subject.namespace === undefined &&
    !Object.keys(subject).some(mayHoldMarker)
  );
}

/** A map with another map at a path, where there is one. */
function changedAt(map: PlainMap, path: readonly string[], change: (map: PlainMap) => PlainMap): PlainMap {
  const [key, ...below] = path;
  if (key === undefined) return change(map);
  const item = map[key];
  return isMap(item) ? { ...map, [key]: changedAt(item, below, change) } : map;
}
