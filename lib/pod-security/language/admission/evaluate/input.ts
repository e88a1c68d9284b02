import { NAMESPACE_NAME } from '../../../../kubernetes/labels';
import type { CelInput } from '../../cel';
import type { Pod } from '../../pod/model';
import type { Authorise, PodRequest } from '../../pod/request';

const KIND = { group: '', version: 'v1', kind: 'Pod' };
const RESOURCE = { group: '', version: 'v1', resource: 'pods' };

/** What the expressions of a policy see of a request, with the pod as it is by now. */
export interface Inputs {
  /** Of match conditions: they see no namespace. */
  readonly conditions: CelInput;
  /** Of validations and mutations. Messages and audit annotations see the same, but cannot ask for rights. */
  readonly all: CelInput;
}

export function inputsOf(request: PodRequest, pod: Pod, oldPod: Pod | undefined, authorise: Authorise): Inputs {
  const { operation, namespaceName, subresource = '', user } = request;
  const name = pod.metadata?.name ?? '';
  const common: CelInput = {
    object: pod,
    oldObject: oldPod,
    request: {
      kind: KIND,
      resource: RESOURCE,
      ...(subresource === '' ? {} : { subResource: subresource, requestSubResource: subresource }),
      requestKind: KIND,
      requestResource: RESOURCE,
      ...(name === '' ? {} : { name }),
      namespace: namespaceName,
      operation,
      userInfo: { username: user.username, groups: user.groups },
      dryRun: false,
      options: { apiVersion: 'meta.k8s.io/v1', kind: operation === 'CREATE' ? 'CreateOptions' : 'UpdateOptions' },
    },
  };
  const resource = { apiGroup: '', resource: 'pods', subresource, namespace: namespaceName, name };
  const rights = { authority: { who: user, authorise }, resource };
  const labels = { ...request.namespaceLabels, [NAMESPACE_NAME]: namespaceName };
  const namespaceObject = { metadata: { name: namespaceName, labels }, spec: {}, status: { phase: 'Active' } };
  return {
    conditions: { ...common, ...rights },
    all: { ...common, ...rights, namespaceObject },
  };
}
