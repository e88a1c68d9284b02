import { describe, expect, it } from 'vitest';
import { type AccessCheck, type Identity, serviceAccount } from '../../../lib/pod-security/language/pod/request';
import { authoriseBy, readBinding, readRole, roleOf } from '../../../lib/pod-security/language/rbac';

const USE: AccessCheck = { apiGroup: 'policy', resource: 'podsecuritypolicies', verb: 'use', name: 'web' };
const jane: Identity = { username: 'jane', groups: ['dev', 'system:authenticated'] };
const web = serviceAccount('shop', 'web');

const rule = (given: object = {}) => ({
  apiGroups: ['policy'],
  resources: ['podsecuritypolicies'],
  verbs: ['use'],
  ...given,
});
const clusterRole = (name: string, rules: readonly object[], more: object = {}) => ({
  kind: 'ClusterRole',
  metadata: { name },
  rules,
  ...more,
});
const binding = (subjects: readonly object[], name = 'user', namespace?: string) => ({
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name: 'binding', ...(namespace !== undefined && { namespace }) },
  roleRef: { kind: 'ClusterRole', name },
  subjects,
});

/** What is answered with these objects, of which the kind says what they are. */
function may(objects: readonly { readonly kind: string }[], who: Identity, what: Partial<AccessCheck> = {}): boolean {
  const isBinding = ({ kind }: { readonly kind: string }): boolean => kind.endsWith('Binding');
  return authoriseBy({
    roles: objects.filter((each) => !isBinding(each)).map((each) => readRole(each, 'default')),
    bindings: objects.filter(isBinding).map((each) => readBinding(each, 'default')),
  })(who, { ...USE, ...what });
}

describe('authoriseBy', () => {
  const user = [{ kind: 'User', name: 'jane' }];

  it('allows nothing without a binding, nor by a binding to a role that is not there', () => {
    expect(may([clusterRole('user', [rule()])], jane)).toBe(false);
    expect(may([binding(user)], jane)).toBe(false);
  });

  it.each([
    ['the rule as it is asked for', {}, true],
    ['all groups, resources and verbs', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, true],
    ['the name that is asked for', { resourceNames: ['other', 'web'] }, true],
    ['other names', { resourceNames: ['other'] }, false],
    ['a star among the names, which is a name', { resourceNames: ['*'] }, false],
    ['another group', { apiGroups: ['extensions'] }, false],
    ['another verb', { verbs: ['get', 'list'] }, false],
    ['a subresource of it', { resources: ['podsecuritypolicies/status'] }, false],
    ['no resources', { resources: [] }, false],
  ])('answers by a rule with %s', (_, given, expected) => {
    expect(may([clusterRole('user', [rule(given)]), binding(user)], jane)).toBe(expected);
  });

  it.each([
    ['pods/log', true],
    ['*/log', true],
    ['*', true],
    ['pods', false],
    ['pods/*', false],
    ['*/exec', false],
  ])('answers about a subresource by the resource %s', (resource, expected) => {
    const rules = [rule({ apiGroups: [''], resources: [resource], verbs: ['get'] })];
    const what = { apiGroup: '', resource: 'pods', subresource: 'log', verb: 'get' };
    expect(may([clusterRole('user', rules), binding(user)], jane, what)).toBe(expected);
  });

  it.each([
    ['the user', { kind: 'User', name: 'jane' }, jane, true],
    ['another user', { kind: 'User', name: 'joe' }, jane, false],
    ['a group of the user', { kind: 'Group', name: 'dev' }, jane, true],
    ['a group called as the user', { kind: 'Group', name: 'jane' }, jane, false],
    ['the service account', { kind: 'ServiceAccount', name: 'web', namespace: 'shop' }, web, true],
    ['one of another namespace', { kind: 'ServiceAccount', name: 'web', namespace: 'bank' }, web, false],
    ['one without a namespace', { kind: 'ServiceAccount', name: 'web' }, web, false],
    ['the name of the service account as a user', { kind: 'User', name: 'system:serviceaccount:shop:web' }, web, true],
    ['all service accounts', { kind: 'Group', name: 'system:serviceaccounts' }, web, true],
    ['those of the namespace', { kind: 'Group', name: 'system:serviceaccounts:shop' }, web, true],
    ['those of another one', { kind: 'Group', name: 'system:serviceaccounts:bank' }, web, false],
  ])('answers by a binding to %s', (_, subject, who, expected) => {
    expect(may([clusterRole('user', [rule()]), binding([subject])], who)).toBe(expected);
  });

  it('keeps a RoleBinding to its namespace, and takes its service accounts from there', () => {
    const objects = [clusterRole('user', [rule()]), binding([{ kind: 'ServiceAccount', name: 'web' }], 'user', 'shop')];
    expect(may(objects, web, { namespace: 'shop' })).toBe(true);
    expect(may(objects, web, { namespace: 'bank' })).toBe(false);
    expect(may(objects, web)).toBe(false);
  });

  it('finds a Role in the namespace of its binding alone', () => {
    const role = (namespace: string) => ({ kind: 'Role', metadata: { name: 'user', namespace }, rules: [rule()] });
    const bound = {
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'shop' },
      roleRef: { kind: 'Role', name: 'user' },
      subjects: user,
    };
    expect(may([role('shop'), bound], jane, { namespace: 'shop' })).toBe(true);
    expect(may([role('bank'), bound], jane, { namespace: 'shop' })).toBe(false);
  });

  it('takes the rules of the roles that an aggregated one selects, and of those that they select', () => {
    const aggregated = (name: string, wanted: string, labels: object = {}) => ({
      kind: 'ClusterRole',
      metadata: { name, labels },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: wanted } }] },
    });
    const leaf = { ...clusterRole('leaf', [rule()]), metadata: { name: 'leaf', labels: { to: 'middle' } } };
    const objects = [aggregated('user', 'top'), aggregated('middle', 'middle', { to: 'top' }), leaf, binding(user)];
    expect(may(objects, jane)).toBe(true);
    expect(may([aggregated('user', 'top'), leaf, binding(user)], jane)).toBe(false);
  });

  it('lets administrators do everything: the group that every cluster has, and the role', () => {
    expect(may([], { username: 'root', groups: ['system:masters'] })).toBe(true);
    expect(may([binding(user, 'cluster-admin')], jane)).toBe(true);
    expect(may([binding(user, 'admin')], jane)).toBe(false);
  });

  it('tells which role a binding names, for those who want to say that it is not there', () => {
    const named = readBinding(binding(user, 'edit'), 'default');
    expect(roleOf(named, [])).toBeUndefined();
    expect(roleOf(named, [readRole(clusterRole('edit', []), 'default')])?.name).toBe('edit');
  });
});
