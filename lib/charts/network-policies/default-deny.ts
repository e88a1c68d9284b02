import { Expression, type HelmChart, If } from '../../helm';
import { NetworkPolicy, Peer } from '../../network';

/** Policies for every pod of the namespace: closed until another policy opens something. */
export function addDefaultDeny(chart: HelmChart): void {
  const settings = chart.values.addGroup(
    'defaultDeny',
    'Close every pod of the namespace of the release, until another policy opens something.',
  );
  const ingress = settings.addBoolean('ingress', {
    description: 'Nobody may call the pods.',
    defaultValue: false,
  });
  const egress = settings.addBoolean('egress', {
    description: 'The pods may call nobody.',
    defaultValue: false,
  });
  const dns = settings.addBoolean('allowDns', {
    description:
      'Where egress is closed, leave the way to the DNS server open: the pods k8s-app=kube-dns of kube-system.',
    defaultValue: true,
  });
  const sameNamespace = settings.addBoolean('allowSameNamespace', {
    description: 'Where a direction is closed, leave it open between the pods of the namespace.',
    defaultValue: false,
  });
  NetworkPolicy.denyAllIngress(new If(chart, 'deny-ingress-wanted', { when: ingress }), 'deny-ingress');
  NetworkPolicy.denyAllEgress(new If(chart, 'deny-egress-wanted', { when: egress }), 'deny-egress');
  const everyPod = { everyPod: true, withoutDns: true };
  const dnsWanted = new If(chart, 'allow-dns-wanted', { when: Expression.allOf(egress, dns) });
  new NetworkPolicy(dnsWanted, 'allow-dns', everyPod).allowDns();
  const inside = Peer.pods({});
  const fromInside = new If(chart, 'allow-inside-wanted', { when: Expression.allOf(ingress, sameNamespace) });
  new NetworkPolicy(fromInside, 'allow-from-inside', everyPod).allowFrom(inside);
  const toInside = new If(chart, 'allow-to-inside-wanted', { when: Expression.allOf(egress, sameNamespace) });
  new NetworkPolicy(toInside, 'allow-to-inside', everyPod).allowTo(inside);
}
