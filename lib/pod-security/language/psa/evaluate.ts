import { LEVELS, type Level } from '../levels';
import type { PodAnswer, Reason } from '../pod/answer';
import type { Pod } from '../pod/model';
import type { Finding } from './check';
import { checksOf, type NamedCheck } from './checks-table';
import { minorOfPolicy } from './version';
import { PodView } from './view';

type Table = Readonly<Record<Level, readonly NamedCheck[]>>;

/** By version as it is asked for. There are few, and every pod asks. */
const TABLES = new Map<string, Table>();

function tableOf(version: string): Table {
  const known = TABLES.get(version);
  if (known !== undefined) return known;
  const minor = minorOfPolicy(version);
  const [none, baseline, restricted] = LEVELS.map((level) => checksOf(level, minor));
  const made = { privileged: none ?? [], baseline: baseline ?? [], restricted: restricted ?? [] };
  // What somebody else writes may be any number of texts that all mean the newest.
  if (TABLES.size < MOST_TABLES) TABLES.set(version, made);
  return made;
}

const MOST_TABLES = 200;

function reasonOf(check: string, { reason, detail, fields }: Finding): Reason {
  const field = fields[0] ?? '';
  const message = detail === '' ? reason : `${reason} (${detail})`;
  return fields.length > 1 ? { check, field, otherFields: fields.slice(1), message } : { check, field, message };
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
  const checks = tableOf(minor)[level];
  if (checks.length === 0) return ALLOWED;
  const view = new PodView(pod);
  let reasons: Reason[] | undefined;
  for (const { id, run } of checks) {
    const finding = run(view);
    if (finding === undefined) continue;
    reasons ??= [];
    reasons.push(reasonOf(id, finding));
  }
  return reasons === undefined ? ALLOWED : { allowed: false, reasons };
}

/** All reasons in one sentence, as the server refuses a pod: `violates PodSecurity "baseline:latest": privileged (…)`. */
export function violation(level: Level, version: string, { reasons }: PodAnswer): string {
  return `violates PodSecurity "${level}:${version}": ${reasons.map(({ message }) => message).join(', ')}`;
}
