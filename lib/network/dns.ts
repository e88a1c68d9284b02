import { Peer } from './peer';

/** The DNS server of most clusters: CoreDNS has the labels of its predecessor. */
export function clusterDns(): Peer {
  return Peer.pods({ 'k8s-app': 'kube-dns' }).inNamespaceNamed('kube-system');
}
