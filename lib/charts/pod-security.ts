import type { Construct } from 'constructs';
import { HelmChart, ValueSchema } from '../helm';
import { ABOUT } from './about';
import { CheckedPolicies, LEVELS_TEXT } from './pod-security/checked';
import { addChecks, addScopeCheck, addWarnings } from './pod-security/checks';
import { CI_VALUES } from './pod-security/ci-values';
import { addHelmTest } from './pod-security/helm-test';
import { addNotes } from './pod-security/notes';
import { addPolicies } from './pod-security/policies';
import { README } from './pod-security/readme';
import { policyValues } from './pod-security/values';

const VERSION = '0.1.0';

/**
 * `charts/pod-security`: PodSecurityPolicies as values, for clusters with their API, and as admission policies for those from
 * Kubernetes 1.30 on.
 *
 * With the default values nothing is rendered.
 */
export function podSecurityChart(scope: Construct): HelmChart {
  const chart = new HelmChart(scope, 'pod-security', {
    ...ABOUT,
    version: VERSION,
    appVersion: VERSION,
    description: 'Which pods a cluster lets in: PodSecurityPolicies, and admission policies that say the same.',
    keywords: ['podsecuritypolicy', 'pod-security-standards', 'security', 'hardening'],
    readme: README,
  });
  const values = policyValues(chart);
  const levels = chart.addFile('files/levels.json', LEVELS_TEXT);
  addPolicies(chart, values, levels);
  const checked = CheckedPolicies.of(values.policies, levels);
  addChecks(chart, checked);
  addScopeCheck(chart, values);
  const labels = chart.values.addMap('commonLabels', {
    description: 'Labels of every object.',
    entries: ValueSchema.text({ maxLength: 63 }),
  });
  chart.addLabels(labels.asMap());
  addNotes(chart, values, checked);
  addWarnings(chart, checked);
  addHelmTest(chart, values);
  for (const [name, given] of Object.entries(CI_VALUES)) chart.addCiValues(name, given);
  return chart;
}
