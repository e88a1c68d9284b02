import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { hasErrors } from '../../diagnostics/place';
import { HelmApp, HelmChart } from '../../helm';
import {
  PodSecurityPolicy,
  type PodSecurityPolicyProps,
  PodSecurityPolicySet,
  PolicySubject,
} from '../../pod-security';
import { type Identified, identified } from './identifiers';
import type { MigratedPolicy } from './policies';
import type { User } from './rights';
import { AS_BEFORE, type Scope } from './scope';
import { withoutEmpty } from './values';

/** What the chart is called, and where it goes. */
export interface ChartOptions {
  readonly name: string;
  readonly version: string;
  readonly outdir: string;
  /** @default - as PodSecurityPolicies are */
  readonly scope?: Scope;
  /** What its README says of the migration. */
  readonly readme: string;
}

export const DESCRIPTION = 'Pod security policies, on every version of Kubernetes as far as it can hold them.';

/** A chart with the policies. Nothing is written before `synth`. */
export function migratedChart(
  policies: readonly MigratedPolicy[],
  { name, version, outdir, readme, scope = AS_BEFORE }: ChartOptions,
): { readonly app: HelmApp; readonly chart: HelmChart } {
  const app = new HelmApp({ outdir });
  const chart = new HelmChart(app, name, { version, description: DESCRIPTION, readme });
  new PodSecurityPolicySet(chart, 'PodSecurityPolicySet', withoutEmpty(scope));
  for (const each of identified(policies)) addPolicy(chart, each);
  return { app, chart };
}

/** Ends with what keeps the chart of these policies from being written, before a program is written that cannot make it. @throws DiagnosticError */
export function mustMakeChart(policies: readonly MigratedPolicy[], options: Omit<ChartOptions, 'outdir'>): void {
  // Nothing is written there.
  const { app } = migratedChart(policies, { ...options, outdir: 'dist' });
  const problems = app.check();
  if (hasErrors(problems)) throw new DiagnosticError(problems.filter(({ severity }) => severity === 'error'));
}

/** Names keep their order: of several policies that fit the first by name counts, and names that the chart makes are cut. */
function addPolicy(chart: HelmChart, { policy: { name, policy: given, users }, id }: Identified): void {
  const { spec, profiles } = given;
  const everywhere = users.filter(({ boundIn }) => boundIn === undefined);
  const props = {
    metadata: { name: `${chart.fullname}-${name}` },
    ...withoutEmpty(spec),
    ...withoutEmpty(profiles),
    ...(everywhere.length > 0 && { subjects: everywhere.map(asSubject) }),
  };
  // What it must hold has been checked.
  const policy = new PodSecurityPolicy(chart, id, props as unknown as PodSecurityPolicyProps);
  for (const { boundIn, ...user } of users) if (boundIn !== undefined) policy.allowIn(boundIn, asSubject(user));
}

function asSubject({ kind, name, namespaceName }: User): PolicySubject {
  if (kind === 'ServiceAccount') return PolicySubject.serviceAccount(name, namespaceName);
  return kind === 'Group' ? PolicySubject.group(name) : PolicySubject.user(name);
}
