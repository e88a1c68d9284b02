import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubeObject, readObjects } from './objects';

/** File of a project with its namespaces: no release of Helm, as Helm does not own the namespaces that it installs into. */
export const NAMESPACES_FILE = 'namespaces.yaml';

export function readNamespaces(folder: string): readonly KubeObject[] {
  const file = join(folder, NAMESPACES_FILE);
  return existsSync(file) ? readObjects(readFileSync(file, 'utf8')).filter(({ kind }) => kind === 'Namespace') : [];
}
