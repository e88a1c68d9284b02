import type { MigratedPolicy } from './policies';
import { describeUser } from './rights';

/** Clusters that hold policies in the same way. */
export const BANDS = [
  { since: '1.24', title: 'Kubernetes up to 1.24' },
  { since: '1.25', title: 'Kubernetes 1.25 to 1.29' },
  { since: '1.30', title: 'Kubernetes 1.30 to 1.35' },
  { since: '1.36', title: 'Kubernetes from 1.36 on' },
] as const;

export type Band = (typeof BANDS)[number]['since'];

/** Something that a cluster does otherwise than one with the policies as they were. */
export interface Change {
  readonly band: Band;
  /** Name of the policy; none: it is about all of them. */
  readonly policy?: string;
  readonly field: string;
  /** What becomes of it. */
  readonly kind: string;
  readonly why: string;
}

/** What people should know before they install what was written. */
export interface MigrationReport {
  readonly policies: readonly {
    readonly name: string;
    readonly file: string;
    readonly users: readonly string[];
  }[];
  readonly changes: readonly Change[];
}

/** The report of a migration. */
export function reportOf(policies: readonly MigratedPolicy[], changes: readonly Change[]): MigrationReport {
  return {
    policies: policies.map(({ name, file, users }) => ({ name, file, users: users.map(describeUser) })),
    changes,
  };
}

/** The report as Markdown. */
export function reportText({ policies, changes }: MigrationReport): string {
  const list = policies.map(({ name, users }) => {
    const who = users.length === 0 ? 'nobody may use it: it takes part in no decision' : users.join('; ');
    return `- \`${name}\`: ${who}`;
  });
  const bands = BANDS.flatMap(({ since, title }) => {
    const own = changes.filter(({ band }) => band === since);
    return [`### ${title}`, '', ...(own.length === 0 ? ['Nothing changes.'] : grouped(own)), ''];
  });
  return [
    '## Policies, and who may use them',
    '',
    ...list,
    '',
    '## What changes, by the version of the cluster',
    '',
    ...bands,
  ].join('\n');
}

/** One line for each thing that changes, with all fields and policies of which it is true. */
function grouped(changes: readonly Change[]): readonly string[] {
  const byPolicy = groups(changes, ({ policy = '', kind, why }) => [policy, kind, why]);
  const rows = byPolicy.map((own) => ({
    fields: own.flatMap(({ field }) => (field === '' ? [] : [`\`${field}\``])).join(', '),
    first: own[0],
  }));
  return groups(rows, ({ fields, first }) => [fields, first.kind, first.why]).map((same) => {
    const [{ fields, first }] = same;
    const policies = same.flatMap(({ first: { policy } }) => (policy === undefined ? [] : [`\`${policy}\``]));
    const who = policies.length === 0 ? '' : `${policies.join(', ')}: `;
    return `- ${who}${first.kind === '' ? '' : `${first.kind}: `}${first.why}${fields === '' ? '' : ` (${fields})`}`;
  });
}

/** Items that have the same key, in the order of the first of each. */
function groups<T>(items: readonly T[], keyOf: (item: T) => readonly string[]): readonly (readonly [T, ...T[]])[] {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const known = found.get(key);
    if (known === undefined) found.set(key, [item]);
    else known.push(item);
  }
  return [...found.values()];
}
