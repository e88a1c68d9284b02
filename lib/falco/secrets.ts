import { checkObject, type Predicate, required, type Shape } from '../diagnostics/check';
import type { Report } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';
import type { SecretReference } from './secret-reference';

/** What the container gets from a Secret. */
export interface SecretVariable {
  readonly name: string;
  readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** Name of a Secret: a DNS subdomain. */
export const SECRET_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
export const SECRET_NAME_NOUN = 'the name of a Secret: small letters, digits, "-" and "."';

const REFERENCE: Shape = {
  secretName: required(unseen(SECRET_NAME, SECRET_NAME_NOUN)),
  key: required(unseen(/^[-._a-zA-Z0-9]{1,253}$/, 'a key of a Secret: letters, digits, "-", "_" and "."')),
};

/** A text that is not shown when it is wrong: it may be the secret itself. */
function unseen(pattern: RegExp, noun: string): Predicate {
  return (value) => {
    if (typeof value === 'string' && pattern.test(value)) return undefined;
    return value === undefined ? noun : [{ at: '', says: `must be ${noun}` }];
  };
}

export const BAD_PROPS = 'HELM1050';
export const PLAIN_SECRET = 'FALCO1030';

/** How to say it instead. The message never shows what was given: it goes into the logs of pipelines. */
const REFERENCE_HINT = "{ secretName: '…', key: '…' } of a Secret that is made in the cluster, outside of the chart";

/** The variable that takes a secret from its Secret; nothing when there is none, or it is wrong. */
export function secretVariable(name: string, given: unknown, place: Place, report: Report): SecretVariable | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string') {
    const message = `"${place.key}" is a secret and must not stand here as text`;
    report({ code: PLAIN_SECRET, severity: 'error', message, hint: REFERENCE_HINT, place });
    return undefined;
  }
  if (!checkObject(given, REFERENCE, place, BAD_PROPS, report)) return undefined;
  const { secretName, key } = given as SecretReference;
  return { name, valueFrom: { secretKeyRef: { name: secretName, key } } };
}

/** Last words of keys and variables that hold a secret in the two charts. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'accesskeyid',
  'apikey',
  'apitoken',
  'credentials',
  'customheaders',
  'endpointtoken',
  'headerauthvalue',
  'headers',
  'jwt',
  'key',
  'password',
  'receiverurl',
  'routingkey',
  'secretaccesskey',
  'serverkey',
  'token',
  'webhookurl',
]);

/** Keys named like a secret that hold none, as the end of their path. */
const HARMLESS = ['redis.key', 'tolerations.key', 'secretKeyRef.key', 'configMapKeyRef.key', 'matchExpressions.key'];

/** Reports each secret that stands as text below a value: the values that are merged last. */
export function refuseSecrets(value: unknown, place: Place, report: Report): void {
  for (const { path, text } of texts(value, [])) {
    if (text === '' || !holdsSecret(path, text)) continue;
    const key = `${place.key}.${path.join('.')}`;
    const message = `"${key}" holds a secret, which must not stand here as text`;
    const hint = 'name a Secret instead: in a typed prop, in config.existingSecret or by valueFrom';
    report({ code: PLAIN_SECRET, severity: 'error', message, hint, place: { ...place, key } });
  }
}

function holdsSecret(path: readonly string[], text: string): boolean {
  const keys = path.filter((key) => !/^\d+$/.test(key));
  const last = keys.at(-1)?.toLowerCase() ?? '';
  if (HARMLESS.includes(keys.slice(-2).join('.'))) return false;
  return SECRET_WORDS.has(last) || isSecretAddress(text) || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
}

/** Every text below a value. A variable `{ name, value }` counts as one whose key is the last word of its name. */
function* texts(
  value: unknown,
  path: readonly string[],
): Generator<{ readonly path: readonly string[]; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  const { name, value: content } = value as { readonly name?: unknown; readonly value?: unknown };
  if (typeof name === 'string' && typeof content === 'string') {
    yield { path: [...path, name.split('_').at(-1) ?? name], text: content };
    return;
  }
  for (const [key, part] of Object.entries(value)) yield* texts(part, [...path, key]);
}

/** Addresses that are a secret as a whole: who knows one may post there. */
const SECRET_HOSTS = [
  /(^|\.)hooks\.slack\.com$/,
  /(^|\.)discord(app)?\.com$/,
  /(^|\.)webhook\.office\.com$/,
  /^chat\.googleapis\.com$/,
];
const SECRET_PARAMETER = /token|secret|password|passwd|auth|sig|key/i;

/** Does an address hold a secret: a user's password, a token, the path of a chat's webhook? */
export function isSecretAddress(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password, searchParams } = new URL(text);
  if (username !== '' || password !== '') return true;
  return (
    SECRET_HOSTS.some((host) => host.test(hostname)) ||
    [...searchParams.keys()].some((key) => SECRET_PARAMETER.test(key))
  );
}
