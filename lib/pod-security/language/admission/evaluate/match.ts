import { NAMESPACE_NAME } from '../../../../kubernetes/labels';
import { selects } from '../../../../kubernetes/selects';
import type { PodRequest } from '../../pod/request';
import type { MatchResources, ResourceRule } from './objects';

const WILDCARD = '*';

/**
 * Whether rules and selectors mean a request for a pod. `matchPolicy` changes nothing for pods: core/v1 is the only version
 * that they have.
 */
export function matches(match: MatchResources, request: PodRequest): boolean {
  const namespaceLabels = { ...request.namespaceLabels, [NAMESPACE_NAME]: request.namespaceName };
  const labels = [request.pod, request.oldPod].flatMap((pod) => (pod ? [pod.metadata?.labels ?? {}] : []));
  return (
    selects(match.namespaceSelector ?? {}, namespaceLabels) &&
    labels.some((each) => selects(match.objectSelector ?? {}, each)) &&
    !match.excludeResourceRules.some((rule) => isMeant(rule, request)) &&
    (match.resourceRules.length === 0 || match.resourceRules.some((rule) => isMeant(rule, request)))
  );
}

function isMeant(rule: ResourceRule, { operation, pod, subresource = '' }: PodRequest): boolean {
  return (
    rule.scope !== 'Cluster' &&
    holds(rule.operations, operation) &&
    holds(rule.apiGroups, '') &&
    holds(rule.apiVersions, 'v1') &&
    rule.resources.some((resource) => isResource(resource, subresource)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(pod.metadata?.name ?? ''))
  );
}

function holds(items: readonly string[], wanted: string): boolean {
  return items.includes(WILDCARD) || items.includes(wanted);
}

/** `pods` means no subresource, `pods/*` all of them and the pod itself. */
function isResource(resource: string, subresource: string): boolean {
  const slash = resource.indexOf('/');
  const [name, sub] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash + 1)];
  return holds([name], 'pods') && holds([sub], subresource);
}
