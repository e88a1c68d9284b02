/** What the API server takes as keys and values of labels: `IsQualifiedName` and `IsValidLabelValue` of apimachinery. */

/** The label that every namespace has since Kubernetes 1.22, its name: the server sets it. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

const LONGEST = 63;
const LONGEST_PREFIX = 253;
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `name` or `prefix/name`. */
export function isLabelKey(text: string): boolean {
  const parts = text.split('/');
  const name = parts.pop() ?? '';
  const [prefix, more] = parts;
  if (more !== undefined || (prefix !== undefined && !isSubdomain(prefix))) return false;
  return name.length <= LONGEST && NAME.test(name);
}

/** Up to 63 letters, digits, `-`, `_` and `.`, none but letters and digits at the ends; or nothing. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= LONGEST && NAME.test(text));
}

/** A DNS name in lower case, as most names of objects are. */
export function isSubdomain(text: string): boolean {
  return text.length <= LONGEST_PREFIX && SUBDOMAIN.test(text);
}

export const LABEL_KEY =
  'the key of a label: up to 63 letters, digits, "-", "_", ".", if need be behind "prefix.example.com/"';
export const LABEL_VALUE =
  'the value of a label: up to 63 letters, digits, "-", "_", ".", letters or digits at its ends';
