import { isMap } from '../document/classify';
import type { PlainMap } from './one-walk';

/** Where each kind that makes pods has their template. */
export const POD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

/** The map at a path of a document, where there is one. */
export function mapAt(document: PlainMap, path: readonly string[]): PlainMap | undefined {
  const found = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), document);
  return isMap(found) ? found : undefined;
}
