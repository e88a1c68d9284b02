import { type ChartOptions, DESCRIPTION } from './chart';
import { type Identified, identified } from './identifiers';
import type { MigratedPolicy } from './policies';
import type { User } from './rights';
import { AS_BEFORE } from './scope';
import { withoutEmpty } from './values';

/** As wide as lines of TypeScript may be. */
const WIDEST = 120;

/** A program that makes a chart of the policies. */
export function programText(
  policies: readonly MigratedPolicy[],
  { name, version, scope = AS_BEFORE }: Pick<ChartOptions, 'name' | 'version' | 'scope'>,
): string {
  const usesSubjects = policies.some(({ users }) => users.length > 0);
  const names = ['PodSecurityPolicy', 'PodSecurityPolicySet', ...(usesSubjects ? ['PolicySubject'] : [])].join(', ');
  const head = [
    '// Written by container-security migrate psp: edit it, and run it to write the chart.',
    "import { helm, podSecurity } from 'cdk8s-container-security';",
    '',
    `const { ${names} } = podSecurity;`,
    '',
    "const app = new helm.HelmApp({ outdir: 'dist' });",
    `const chart = new helm.HelmChart(app, ${literal(name)}, {`,
    `  version: ${literal(version)},`,
    `  description: ${literal(DESCRIPTION)},`,
    '});',
    '',
    "// 'audit' lets all pods in, and tells of those that no policy lets in (from Kubernetes 1.30 on).",
    `new PodSecurityPolicySet(chart, 'PodSecurityPolicySet', ${valueText(withoutEmpty(scope), '', SET.length)});`,
  ];
  return `${[...head, ...identified(policies).map(policyText), '', 'app.synth();'].join('\n')}\n`;
}

function policyText({ policy: { name, policy, users }, id, variable }: Identified): string {
  const { spec, profiles } = policy;
  const props = Object.entries({ ...withoutEmpty(spec), ...withoutEmpty(profiles) }).map(
    ([key, value]) => `  ${keyText(key)}: ${valueText(value, '  ', key.length + 4)},`,
  );
  const everywhere = users.filter(({ boundIn }) => boundIn === undefined).map(subjectText);
  const inLine = `  subjects: [${everywhere.join(', ')}],`;
  const lines = ['  subjects: [', ...everywhere.map((each) => `    ${each},`), '  ],'];
  const subjects = everywhere.length === 0 ? [] : inLine.length <= WIDEST ? [inLine] : lines;
  const bound = users.filter((user) => user.boundIn !== undefined);
  const made = `new PodSecurityPolicy(chart, ${literal(id)}, {`;
  return [
    '',
    ...(users.length === 0 ? ['// Nobody may use it yet: it takes part in no decision.'] : []),
    bound.length === 0 ? made : `const ${variable} = ${made}`,
    `  metadata: { name: \`\${chart.fullname}-${name}\` },`,
    ...props,
    ...subjects,
    '});',
    ...bound.map((user) => `${variable}.allowIn(${literal(user.boundIn ?? '')}, ${subjectText(user)});`),
  ].join('\n');
}

const ACCOUNTS_OF = 'system:serviceaccounts:';

/** Groups that every cluster has, as calls that say what they are. */
const KNOWN_GROUPS: Readonly<Record<string, string>> = {
  'system:serviceaccounts': 'allServiceAccounts()',
  'system:authenticated': 'authenticated()',
};

function subjectText({ kind, name, namespaceName = '' }: User): string {
  if (kind === 'ServiceAccount') return `PolicySubject.serviceAccount(${literal(name)}, ${literal(namespaceName)})`;
  if (kind !== 'Group') return `PolicySubject.user(${literal(name)})`;
  const known = Object.hasOwn(KNOWN_GROUPS, name) ? KNOWN_GROUPS[name] : undefined;
  if (known !== undefined) return `PolicySubject.${known}`;
  return name.startsWith(ACCOUNTS_OF) && name.length > ACCOUNTS_OF.length
    ? `PolicySubject.serviceAccountsOf(${literal(name.slice(ACCOUNTS_OF.length))})`
    : `PolicySubject.group(${literal(name)})`;
}

/** What stands around the props of the set. */
const SET = "new PodSecurityPolicySet(chart, 'PodSecurityPolicySet', );";

/** A value of JSON as TypeScript: in one line where it fits. `used` characters stand before it in its line. */
function valueText(value: unknown, indent: string, used: number): string {
  if (typeof value === 'string') return literal(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => valueText(item, inner, 0))
    : Object.entries(value).map(([key, item]) => `${keyText(key)}: ${valueText(item, inner, key.length + 2)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  const line = `${open}${parts.join(', ')}${close}`;
  if (parts.length === 0) return Array.isArray(value) ? '[]' : '{}';
  if (!line.includes('\n') && used + line.length + 1 <= WIDEST) return line;
  return `${open.trim()}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close.trim()}`;
}

const keyText = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key));

/** A text in single quotes. JSON escapes what no line of TypeScript may hold. */
function literal(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
