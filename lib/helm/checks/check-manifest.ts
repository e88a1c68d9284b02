import { describe, quote } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { classify, isMap } from '../document/classify';
import { describeExpression } from '../expression/print';
import type { ChartObject } from '../objects/objects';
import { MARK, mayHoldMarker } from '../token/tokens';

type Pairs = Readonly<Record<string, unknown>>;

/** A text that Kubernetes takes, and what it is called. */
interface Rule {
  readonly matches: RegExp;
  readonly noun: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const WORD = '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';

const DNS_LABEL: Rule = {
  matches: new RegExp(`^(?=.{1,63}$)${LABEL}$`),
  noun: 'a DNS label: lower-case letters, digits and "-", at most 63 characters',
};
const DNS_NAME: Rule = {
  matches: new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})*$`),
  noun: 'a DNS name: lower-case letters, digits, "-" and ".", at most 253 characters',
};
const PATH_SEGMENT: Rule = {
  matches: /^(?!\.{1,2}$)[^/%]+$/,
  noun: 'a name without "/" and "%"',
};
const KEY: Rule = {
  matches: new RegExp(`^((?=[^/]{1,253}/)${LABEL}(\\.${LABEL})*/)?${WORD}$`),
  noun: 'a key: letters, digits, "-", "_" and ".", at most 63 characters, behind a DNS name and "/" if need be',
};
const LABEL_VALUE: Rule = {
  matches: new RegExp(`^(${WORD})?$`),
  noun: 'a label: letters, digits, "-", "_" and ".", at most 63 characters, a letter or digit at both ends',
};
/** Kubernetes compares the keys of annotations without regard to case. */
const ANNOTATION_KEY: Rule = { ...KEY, matches: new RegExp(KEY.matches.source, 'i') };

/**
 * What may be the name of an object, by its group and kind. Of a group that Kubernetes does not have itself only that is
 * known what holds for all. Source: the validation of each API in kubernetes 1.36, `ValidateObjectMeta` for the rest.
 */
const NAMES: Readonly<Record<string, Rule>> = {
  'v1/Namespace': DNS_LABEL,
  'v1/Service': DNS_LABEL,
  'certificates.k8s.io/ClusterTrustBundle': PATH_SEGMENT,
  'networking.k8s.io/IPAddress': PATH_SEGMENT,
  'rbac.authorization.k8s.io/ClusterRole': PATH_SEGMENT,
  'rbac.authorization.k8s.io/ClusterRoleBinding': PATH_SEGMENT,
  'rbac.authorization.k8s.io/Role': PATH_SEGMENT,
  'rbac.authorization.k8s.io/RoleBinding': PATH_SEGMENT,
};

/** Maps of texts at the top of an object: the API server cannot read anything else there. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'v1/ConfigMap': ['data'],
  'v1/Secret': ['data', 'stringData'],
};

/** Most keys and values stand in many objects: those that are right are known by then. */
const right = new Map<Rule, Set<string>>();
const REMEMBERED = 2000;

/**
 * What the API server refuses about an object whatever else is in it: its name, labels, annotations, and texts that are
 * none. Only what is fixed is judged; what is computed shows when Helm renders.
 */
export function checkManifest({ object, document }: ChartObject): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (code, key, message, hint) => {
    const place = { path: object.node.path, key };
    found.push({ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }), place });
  };
  const { apiVersion, kind } = document;
  if (typeof kind !== 'string' || kind === '') {
    const message = `"kind" must be a string that is not empty, not ${describe(kind)}`;
    report('HELM1050', 'kind', message, 'such as "ConfigMap"');
  }
  const { name, texts } = rulesOf(String(apiVersion), String(kind));
  const metadata = isMap(document.metadata) ? document.metadata : {};
  if (metadata.generateName === undefined) checkText('metadata', 'name', metadata.name, name, report);
  checkText('metadata', 'namespace', metadata.namespace, DNS_LABEL, report);
  checkPairs('metadata.labels', metadata.labels, KEY, LABEL_VALUE, report);
  checkPairs('metadata.annotations', metadata.annotations, ANNOTATION_KEY, undefined, report);
  for (const key of texts) checkPairs(key, document[key], undefined, undefined, report);
  return found;
}

interface KindRules {
  readonly name: Rule;
  readonly texts: readonly string[];
}

const rulesOfKinds = new Map<string, Map<string, KindRules>>();

function rulesOf(apiVersion: string, kind: string): KindRules {
  let kinds = rulesOfKinds.get(apiVersion);
  if (!kinds) {
    kinds = new Map();
    rulesOfKinds.set(apiVersion, kinds);
  }
  let rules = kinds.get(kind);
  if (!rules) {
    const [group = '', version] = apiVersion.split('/');
    const key = `${version === undefined ? 'v1' : group}/${kind}`;
    const foreign = group.includes('.') && !group.endsWith('.k8s.io');
    rules = { name: NAMES[key] ?? (foreign ? PATH_SEGMENT : DNS_NAME), texts: TEXTS[key] ?? [] };
    kinds.set(kind, rules);
  }
  return rules;
}

type Report = (code: string, key: string, message: string, hint?: string) => void;

function checkPairs(
  at: string,
  pairs: unknown,
  keys: Rule | undefined,
  values: Rule | undefined,
  report: Report,
): void {
  if (!isMap(pairs)) return;
  for (const key in pairs as Pairs) {
    if (keys && !fits(keys, key))
      report('HELM1035', `${at}.${key}`, `Kubernetes refuses the key ${quote(key)}`, keys.noun);
    checkText(at, key, pairs[key], values, report);
  }
}

function checkText(at: string, key: string, value: unknown, rule: Rule | undefined, report: Report): void {
  if (value === undefined || value === null) return;
  // A marker is text, but for that of an expression with a type of its own.
  if (typeof value !== 'string' || value.startsWith(`${MARK}a`)) checkType(`${at}.${key}`, value, report);
  else if (rule && !fits(rule, value))
    report('HELM1035', `${at}.${key}`, `Kubernetes refuses ${quote(value)} as "${at}.${key}"`, rule.noun);
}

/** What is no text, or an expression that gives none. */
function checkType(key: string, value: unknown, report: Report): void {
  if (Array.isArray(value) || isMap(value)) return notText(key, describe(value), report);
  const leaf = classify(value, () => undefined);
  if (leaf.kind === 'literal' && typeof leaf.value !== 'string') {
    notText(key, describe(value), report, `write it in quotes: ${JSON.stringify(String(value))}`);
  } else if (leaf.kind === 'expression' && !leaf.asText && leaf.node.type !== 'string' && leaf.node.type !== 'any')
    notText(key, describeExpression(leaf.node), report, 'give it as text: value.asString()');
}

function notText(key: string, what: string, report: Report, hint?: string): void {
  report('HELM1036', key, `"${key}" must be a string, not ${what}: the API server cannot read it`, hint);
}

function fits(rule: Rule, text: string): boolean {
  // Names nearly always begin with a marker, and each is another.
  if (text.startsWith(MARK)) return true;
  let known = right.get(rule);
  if (known?.has(text) || mayHoldMarker(text)) return true;
  if (!rule.matches.test(text)) return false;
  if (!known || known.size >= REMEMBERED) {
    known = new Set();
    right.set(rule, known);
  }
  known.add(text);
  return true;
}
