import { describe, expect, it } from 'vitest';
import { matches } from '../../../../../lib/pod-security/language/admission/evaluate/match';
import type { MatchResources, ResourceRule } from '../../../../../lib/pod-security/language/admission/evaluate/objects';
import type { PodRequest } from '../../../../../lib/pod-security/language/pod/request';

const RULE: ResourceRule = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['pods'],
  resourceNames: [],
  scope: '*',
};
const ALL: MatchResources = { resourceRules: [], excludeResourceRules: [] };
const REQUEST: PodRequest = {
  operation: 'CREATE',
  pod: { metadata: { name: 'web', labels: { app: 'web' } }, spec: {} },
  namespaceName: 'shop',
  namespaceLabels: { team: 'blue' },
  user: { username: 'jane', groups: [] },
};

const rule = (fields: Partial<ResourceRule>): MatchResources => ({ ...ALL, resourceRules: [{ ...RULE, ...fields }] });

describe('rules and selectors of an admission policy', () => {
  it.each<[string, MatchResources, Partial<PodRequest>, boolean]>([
    ['nothing but all', ALL, {}, true],
    ['its rule', rule({}), {}, true],
    ['a wildcard', rule({ apiGroups: ['*'], operations: ['*'], resources: ['*'] }), {}, true],
    ['another operation', rule({ operations: ['UPDATE'] }), {}, false],
    ['another group', rule({ apiGroups: ['apps'] }), {}, false],
    ['objects of the cluster', rule({ scope: 'Cluster' }), {}, false],
    ['its name', rule({ resourceNames: ['web'] }), {}, true],
    ['another name', rule({ resourceNames: ['db'] }), {}, false],
    ['pods alone, for a subresource', rule({}), { subresource: 'ephemeralcontainers' }, false],
    ['a subresource', rule({ resources: ['pods/ephemeralcontainers'] }), { subresource: 'ephemeralcontainers' }, true],
    ['all subresources, for the pod', rule({ resources: ['pods/*'] }), {}, true],
    ['what is excluded', { ...ALL, excludeResourceRules: [RULE] }, {}, false],
    ['the namespace by its name', { ...ALL, namespaceSelector: names('In', 'shop') }, {}, true],
    ['an exempt namespace', { ...ALL, namespaceSelector: names('NotIn', 'shop') }, {}, false],
    ['a label of the namespace', { ...ALL, namespaceSelector: { matchLabels: { team: 'blue' } } }, {}, true],
    ['a label of the pod', { ...ALL, objectSelector: { matchLabels: { app: 'db' } } }, {}, false],
    [
      'a label of the pod before an update',
      { ...ALL, objectSelector: { matchLabels: { app: 'db' } } },
      { oldPod: { metadata: { labels: { app: 'db' } }, spec: {} } },
      true,
    ],
    [
      'a label that is not there',
      { ...ALL, objectSelector: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } },
      {},
      false,
    ],
    [
      'a label that must not be there',
      { ...ALL, objectSelector: { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] } },
      {},
      true,
    ],
  ])('mean %s', (_, match, request, expected) => {
    expect(matches(match, { ...REQUEST, ...request })).toBe(expected);
  });
});

function names(operator: string, ...values: readonly string[]) {
  return { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator, values }] };
}
