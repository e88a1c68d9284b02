/** All cases, and what every judge is asked of them. */

import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import type { NamedPolicy } from '../../../../lib/pod-security/language/psp/policy';
import { policy } from '../../../pod-security/permissive';
import { CONTAINER_CASES } from './containers';
import { HOST_CASES } from './host';
import { ID_CASES } from './ids';
import { LEVEL_CASES } from './levels';
import type { Pods, PolicyCase } from './model';
import { PROFILE_CASES } from './profiles';
import { VOLUME_CASES } from './volumes';

export const CASES: readonly PolicyCase[] = [
  ...CONTAINER_CASES,
  ...HOST_CASES,
  ...ID_CASES,
  ...LEVEL_CASES,
  ...PROFILE_CASES,
  ...VOLUME_CASES,
];

/** Name of the case's policy and of its namespace. */
export const caseName = ({ field, variant }: PolicyCase): string =>
  ['case', field, ...(variant === undefined ? [] : [variant])].join('-').toLowerCase();

/** The policy of a case as a cluster holds it. */
export const policyOf = (each: PolicyCase): NamedPolicy => policy(caseName(each), each.spec, each.profiles);

/** What the case is there to show of a pod. */
export type Verdict = 'admits' | 'refuses' | 'completes';

export interface Row {
  readonly policyCase: PolicyCase;
  readonly verdict: Verdict;
  /** `privileged refuses a privileged container`. */
  readonly title: string;
  readonly pod: Pod;
}

const VERDICTS = ['admits', 'refuses', 'completes'] as const satisfies readonly Verdict[];

export const ROWS: readonly Row[] = CASES.flatMap((policyCase) =>
  VERDICTS.flatMap((verdict) =>
    Object.entries<Pod>(policyCase[verdict] ?? ({} as Pods)).map(([name, pod]) => {
      const variant = policyCase.variant === undefined ? '' : ` (${policyCase.variant})`;
      return { policyCase, verdict, title: `${policyCase.field}${variant} ${verdict} ${name}`, pod };
    }),
  ),
);
