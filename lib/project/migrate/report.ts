import { BANDS, type Band } from '../../pod-security/language/bands';
import { LOOK_AT, newNameOf, rewrittenParts } from './new-names';
import type { Form, MigratedPolicy } from './policies';
import { describeUser } from './rights';

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
    /** Its new name, with `RELEASE` for the name of the release. */
    readonly becomes: string;
    readonly file: string;
    readonly users: readonly string[];
    /** Roles in the files that name the old one, and bindings to them. */
    readonly rights: readonly string[];
  }[];
  /** What is written in another way, and means the same. */
  readonly rewritten: readonly string[];
  readonly changes: readonly Change[];
}

/** What was asked for. */
export interface Asked {
  readonly to: Form;
  /** Name of the chart, where one is made. */
  readonly chart: string;
}

/** The report of a migration. */
export function reportOf(
  policies: readonly MigratedPolicy[],
  changes: readonly Change[],
  { to, chart }: Asked,
): MigrationReport {
  const becomes = newNameOf(to, chart);
  return {
    policies: policies.map((policy) => {
      const { name, file, users, rights } = policy;
      return { name, becomes: becomes(policy), file, users: users.map(describeUser), rights };
    }),
    rewritten: rewrittenParts(to, policies),
    changes,
  };
}

/** The report as Markdown. */
export function reportText({ policies, rewritten, changes }: MigrationReport): string {
  const list = policies.map(({ name, users }) => {
    const who = users.length === 0 ? 'nobody may use it: it takes part in no decision' : users.join('; ');
    return `- \`${name}\`: ${who}`;
  });
  const names = policies.map(({ name, becomes, rights }) => {
    const known = rights.length === 0 ? '' : `; the old one is used by ${rights.join(', ')}`;
    return `- \`${name}\` becomes \`${becomes}\`${known}`;
  });
  const bands = BANDS.flatMap(({ since, title }) => {
    const own = changes.filter(({ band }) => band === since);
    return [`### ${title}`, '', ...(own.length === 0 ? ['Nothing but the names changes.'] : grouped(own)), ''];
  });
  return [
    '## Policies, and who may use them',
    '',
    ...list,
    '',
    '## New names',
    '',
    'The names of the release and of the chart stand in front, or that of the release alone when it holds the name of the chart. The roles and bindings for the policies are new too.',
    '',
    ...names,
    '',
    'Look at what knows the old names:',
    '',
    ...LOOK_AT.map((each) => `- ${each}`),
    '',
    ...(rewritten.length === 0 ? [] : ['## Written in another way', '', ...rewritten.map((each) => `- ${each}`), '']),
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
