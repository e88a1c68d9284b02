import type { YamlNode } from '../../yaml/node';
import { everyNode, textOf } from '../../yaml/walk';

/** A text that is a secret, and why we think so. */
export interface FoundSecret {
  readonly path: readonly string[];
  readonly node: YamlNode;
  /** What it looks like, with its article. */
  readonly noun: string;
  /** Its form alone gives it away; otherwise only the name of its key does. */
  readonly sure: boolean;
}

/** Forms that nothing else has. From the documentation of each issuer. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/, 'a private key'],
  [/\bgl(?:pat|ptt|cbt|rt|dt|soat|ft|agent|imt|oas)-[-_0-9A-Za-z]{20,}/, 'a token of GitLab'],
  [/\bgh[pousr]_[0-9A-Za-z]{36,}/, 'a token of GitHub'],
  [/\bxox[abeprs]-[-0-9A-Za-z]{10,}/, 'a token of Slack'],
  [
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[0-9A-Z]+\/[0-9A-Z]+\/?[0-9A-Za-z]*/,
    'a webhook of Slack: whoever knows its address can write',
  ],
  [
    /\b(?:discord|discordapp)\.com\/api\/webhooks\/\d+\/[-_0-9A-Za-z]+/,
    'a webhook of Discord: whoever knows its address can write',
  ],
  [/\.webhook\.office\.com\/webhookb2\/[-0-9a-z@]+/, 'a webhook of Teams: whoever knows its address can write'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/\bAIza[-_0-9A-Za-z]{35}\b/, 'a key of Google'],
  [/\beyJ[-_0-9A-Za-z]{10,}\.eyJ[-_0-9A-Za-z]{10,}\.[-_0-9A-Za-z]{10,}/, 'a JSON web token'],
  [/^[a-z][-+.a-z0-9]*:\/\/[^\s/:@]*:[^\s/:@{$]+@/i, 'an address with a password in it'],
];

/** Last words of keys that hold a secret. */
const SECRET_KEY =
  /(?:^|[-_.a-z0-9])(?:password|passwd|passphrase|token|api[-_]?key|apikey|access[-_]?key|private[-_]?key|routing[-_]?key|credentials?|webhook[-_]?url)$/i;

/** `existingSecret`, `tlsSecret` and the like are names of Secrets: only these are secrets. */
const SECRET_WORD = /^secret$|(?:client|app|shared|signing|hmac|webhook)[-_]?secret$/i;

/** Texts that only point to a secret, or say where it comes from: a variable, a template, a reference of helmfile's vals. */
const REFERENCE = /^(?:$|\{\{[\s\S]*\}\}$|\$\{?[A-Za-z_][\w]*\}?$|ref\+[\s\S]+|<[^>]*>$|\/\S*$)/;

/** Keys above a text that make it a reference or a name. */
const REFERENCE_KEY = /(?:ref|refs|selector|secretName|secrets?keyref|fieldRef|valueFrom)$/i;

/** Secrets among the texts of a document. Names of secrets and references to them are none. */
export function findSecrets(root: YamlNode): readonly FoundSecret[] {
  return [...everyNode(root)].flatMap(({ path, node }): readonly FoundSecret[] => {
    const text = textOf(node);
    if (text === undefined || REFERENCE.test(text.trim())) return [];
    const form = FORMS.find(([pattern]) => pattern.test(text));
    if (form !== undefined) return [{ path, node, noun: form[1], sure: true }];
    const key = path.at(-1) ?? '';
    const named = SECRET_KEY.test(key) || SECRET_WORD.test(key);
    if (!named || path.some((each) => REFERENCE_KEY.test(each))) return [];
    return [{ path, node, noun: `the text of "${key}"`, sure: false }];
  });
}

/** A text with its secrets made unreadable, as wide as before: what a report may show. */
export function masked(text: string, secrets: readonly FoundSecret[]): string {
  return secrets.reduce((all, { node: { start, end } }) => {
    const hidden = all.slice(start, end).replace(/[^\s|>]/g, '*');
    return all.slice(0, start) + hidden + all.slice(end);
  }, text);
}
