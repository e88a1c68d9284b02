import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Block, Expression, ExpressionType, type HelmChart, If, Loop, Range } from '../../helm';
import { RBAC, useRole } from '../../pod-security/rights';

/** A role for a policy alone, bound in every namespace, in that of the release, or in those that subjects name. */
export function addRights(chart: HelmChart, scope: Construct, name: Expression, policy: Expression): void {
  const given = policy.field('subjects');
  const used = new If(scope, 'used', { when: given });
  const role = useRole(used, 'role', [name.asString()]);
  const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: role.name };
  const asSubject = (subject: Expression): object => ({
    kind: subject.field('kind'),
    name: subject.field('name'),
    ...Block.pairs(
      subject.field('kind').eq('ServiceAccount'),
      { namespace: subject.field('namespace').defaultTo(chart.release.namespaceName) },
      { apiGroup: RBAC },
    ),
  });
  const bind = (place: Construct, id: string, kind: string, more: object): ApiObject =>
    new ApiObject(place, id, { apiVersion: `${RBAC}/v1`, kind, roleRef, ...more });

  const loop = Loop.over(given, { itemName: 'subject' });
  const subjects = loop.each(Block.when(Expression.negate(loop.item.field('in')), asSubject(loop.item)));
  const unbound = new If(used, 'unbound', { when: Expression.call('lt', bound(given), Expression.call('len', given)) });
  const here = policy.field('ownNamespaceOnly');
  const everywhere = new If(unbound, 'everywhere', { when: Expression.negate(here) });
  bind(everywhere, 'binding', 'ClusterRoleBinding', { subjects });
  const inside = new If(unbound, 'inside', { when: here });
  bind(inside, 'local-binding', 'RoleBinding', { subjects });

  const each = new Range(used, 'subjects', { over: given, keyName: 'number', itemName: 'subject' });
  const elsewhere = new If(each, 'elsewhere', { when: each.item.field('in') });
  const namespace = each.item.field('in').typed(ExpressionType.STRING).asString();
  bind(elsewhere, 'binding-in', 'RoleBinding', { metadata: { namespace }, subjects: [asSubject(each.item)] });
}

/** How many subjects name a namespace for themselves: in JSON a key has bare quotes, a text has none inside. */
function bound(subjects: Expression): Expression {
  const found = Expression.call('regexFindAll', '[{,]"in":', Expression.call('toRawJson', subjects), -1);
  return Expression.call('len', found);
}
