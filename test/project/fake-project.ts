/** Answers of programs for a project of one release, shop/web, and an empty cluster. */
import type { Answer } from './doctor/fake-kubectl';

const LIST = '{"apiVersion":"v1","kind":"List","items":[]}';
/** What kubectl answers for a cluster without any object. */
export const KUBECTL: readonly Answer[] = [
  { to: 'version --client', stdout: '{"clientVersion":{"gitVersion":"v1.36.3"}}' },
  { to: 'version', stdout: '{"serverVersion": {"gitVersion": "v1.36.3"}}' },
  { to: 'api-resources', stdout: 'configmaps cm v1 true ConfigMap get,list\n' },
  { to: 'api-versions', stdout: 'v1\n' },
  { to: 'get configmaps', stdout: LIST },
  { to: 'get --ignore-not-found', stdout: '' },
  { to: 'get', stdout: LIST },
];
const RELEASE = { name: 'web', namespace: 'shop', enabled: true, installed: true, chart: 'example/web', version: '' };
/** What helmfile answers for a project of one release. */
export const HELMFILE: readonly Answer[] = [
  { to: '--version', stdout: 'helmfile version v1.8.0' },
  { to: 'print-env', stdout: '[]' },
  { to: 'list --output=json', stdout: JSON.stringify([RELEASE]) },
  {
    to: 'template',
    stdout: '---\n# Source: web/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  },
];
