import { LEVELS, type Level } from '../levels';
import type { PodAnswer, Reason } from '../pod/answer';
import type { Pod } from '../pod/model';
import { checksOf, type NamedCheck } from './checks-table';
import { minorOfPolicy } from './version';
import { viewOf } from './view';

type Table = Readonly<Record<Level, readonly NamedCheck[]>>;

/** By minor; filled as they are asked for. */
const TABLES: Table[] = [];

function tableOf(minor: number): Table {
  const known = TABLES[minor];
  if (known !== undefined) return known;
  const [none, baseline, restricted] = LEVELS.map((level) => checksOf(level, minor));
  const made = { privileged: none ?? [], baseline: baseline ?? [], restricted: restricted ?? [] };
  TABLES[minor] = made;
  return made;
}

const ALLOWED: PodAnswer = { allowed: true, reasons: [] };

/**
 * What a level of the Pod Security Standards says of a pod, as the library of Pod Security Admission does: one reason for
 * each check that fails, in its words and its order. A pod template of a workload is judged as a pod: the server only warns
 * of a workload, but this is what its pods meet.
 *
 * @param minor version of the standards: `1.24`, `v1.24`, or `latest` for the newest that is known. Newer ones mean that too.
 * @throws RangeError when it is no version.
 */
export function evaluateLevel(pod: Pod, level: Level, minor: string): PodAnswer {
  const checks = tableOf(minorOfPolicy(minor))[level];
  if (checks.length === 0) return ALLOWED;
  const view = viewOf(pod);
  let reasons: Reason[] | undefined;
  for (const { id, run } of checks) {
    const finding = run(view);
    if (finding === undefined) continue;
    const [field = '', ...others] = finding.fields;
    reasons ??= [];
    reasons.push({
      check: id,
      field,
      ...(others.length > 0 ? { otherFields: others } : {}),
      message: finding.detail === '' ? finding.reason : `${finding.reason} (${finding.detail})`,
    });
  }
  return reasons === undefined ? ALLOWED : { allowed: false, reasons };
}

/** All reasons in one sentence, as the server refuses a pod: `violates PodSecurity "baseline:latest": privileged (…)`. */
export function violation(level: Level, version: string, { reasons }: PodAnswer): string {
  return `violates PodSecurity "${level}:${version}": ${reasons.map(({ message }) => message).join(', ')}`;
}
