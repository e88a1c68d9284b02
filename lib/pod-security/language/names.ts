/** Between the names of policies about which the server is asked at once. */
export const UNION = ' or ';

/** Longest DNS name and longest sysctl. */
export const LONGEST = 253;

/** Labels of DNS with dots between them. */
export const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Beginnings may end in `*`; the segments are those of sysctl(8), without slashes. */
export const SYSCTL_PATTERN = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?\.)*([a-z0-9][-_a-z0-9]*)?[a-z0-9*]$/;

/** Whether the server takes a text as the name of an object: labels of DNS with dots between them. */
export function isDnsName(text: string): boolean {
  return text.length <= LONGEST && DNS_NAME.test(text);
}

/** Whether the server takes a text as a sysctl of a policy. */
export function isSysctlPattern(text: string): boolean {
  return text.length <= LONGEST && SYSCTL_PATTERN.test(text);
}

/** Whether two sysctls or beginnings of them mean the same one somewhere. */
export function sysctlsMeet(one: string, other: string): boolean {
  const [first, second] = [beginning(one), beginning(other)];
  if (one !== first && other !== second) return first.startsWith(second) || second.startsWith(first);
  if (one !== first) return other.startsWith(first);
  if (other !== second) return one.startsWith(second);
  return one === other;
}

function beginning(pattern: string): string {
  return pattern.endsWith('*') ? pattern.slice(0, -1) : pattern;
}
