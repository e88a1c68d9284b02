import type { Change } from './report';

/** What all policies have in common where they are brought to: what a `PodSecurityPolicySet` says, and values of the chart. */
export interface Scope {
  readonly mode: 'enforce' | 'audit';
  /** Only pods of these are judged, from Kubernetes 1.30 on. */
  readonly namespaces?: readonly string[];
  /** Every pod of these is let in. */
  readonly exemptNamespaces?: readonly string[];
}

/** PodSecurityPolicies refuse pods, and judge all namespaces. */
export const AS_BEFORE: Scope = { mode: 'enforce' };

/** What a scope other than that of PodSecurityPolicies changes. */
export function changesOfScope({ mode, namespaces = [], exemptNamespaces = [] }: Scope): readonly Change[] {
  const audits = mode === 'audit';
  const change = (band: Change['band'], why: string): Change => ({ band, field: '', kind: '', why });
  const names = (list: readonly string[]): string => list.map((name) => `\`${name}\``).join(', ');
  const later = [
    ...(audits
      ? ['in mode "audit" every pod is let in, nothing is set in it, and those that no policy fits are told']
      : []),
    ...(namespaces.length > 0 ? [`only pods of ${names(namespaces)} are judged`] : []),
    ...(exemptNamespaces.length > 0 ? [`every pod of ${names(exemptNamespaces)} is let in`] : []),
  ];
  const limit = 'a PodSecurityPolicy knows no "namespaces": those of all namespaces are judged';
  const exempt = `every pod of ${names(exemptNamespaces)} is let in, by a policy that allows everything there: the namespaces must exist`;
  return [
    ...(audits ? [change('1.24', ABSENT)] : []),
    ...(!audits && namespaces.length > 0 ? [change('1.24', limit)] : []),
    ...(!audits && exemptNamespaces.length > 0 ? [change('1.24', exempt)] : []),
    ...(['1.30', '1.36'] as const).flatMap((band) => later.map((why) => change(band, why))),
  ];
}

/** With the admission plugin on and no policy, the plugin of 1.24 refuses everybody. */
const ABSENT =
  'in mode "audit" no PodSecurityPolicy is there: where the API server has the admission plugin PodSecurityPolicy, keep the old ones or switch it off, or every pod is refused';
