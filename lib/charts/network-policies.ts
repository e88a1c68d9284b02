import type { Construct } from 'constructs';
import { HelmChart } from '../helm';
import { ABOUT } from './about';
import { CI_VALUES } from './network-policies/ci-values';
import { addCiliumPolicies } from './network-policies/cilium';
import { addDefaultDeny } from './network-policies/default-deny';
import { addNetworkPolicies } from './network-policies/kubernetes';
import { README } from './network-policies/readme';

/** Version of the chart. */
const VERSION = '0.1.0';

/**
 * `charts/network-policies`: NetworkPolicies, CiliumNetworkPolicies and CiliumClusterwideNetworkPolicies as values. With the
 * default values nothing is rendered and nobody is isolated.
 */
export function networkPoliciesChart(scope: Construct): HelmChart {
  const chart = new HelmChart(scope, 'network-policies', {
    ...ABOUT,
    version: VERSION,
    description: 'Network policies of Kubernetes and Cilium from values: who may talk to whom.',
    keywords: ['networkpolicy', 'cilium', 'security', 'hardening'],
    readme: README,
  });
  chart.addNotes(
    `Network policies of the release ${chart.release.name} in the namespace ${chart.release.namespaceName}:`,
    `  kubectl -n ${chart.release.namespaceName} get networkpolicies -l app.kubernetes.io/instance=${chart.release.name}`,
    '',
    'They act only where the network plugin of the cluster enforces them: Cilium and Calico do, flannel does not.',
  );
  addDefaultDeny(chart);
  addNetworkPolicies(chart);
  addCiliumPolicies(chart);
  for (const [name, given] of Object.entries(CI_VALUES)) chart.addCiValues(name, given);
  return chart;
}
