import type { Profile } from '../model/policy';

/** Why the name of a profile cannot be read. */
export type NameFault = 'stacked' | 'namespace-open' | 'namespace-empty' | 'empty';

export interface ReadName {
  readonly namespace?: string;
  readonly name: string;
  readonly fault?: NameFault;
}

/** Takes `:ns:name` and `:ns://name` apart. */
export function readName(written: string): ReadName {
  if (written.startsWith('&')) return { ...readName(written.slice(1)), fault: 'stacked' };
  if (!written.startsWith(':')) return { name: written, ...(written === '' && { fault: 'empty' }) };
  const end = written.indexOf(':', 1);
  if (end < 0) return { name: written, fault: 'namespace-open' };
  const name = written.slice(end + 1).replace(/^\/\//, '');
  const namespace = written.slice(1, end);
  if (namespace === '') return { name, fault: 'namespace-empty' };
  return { name, namespace, ...(name === '' && { fault: 'empty' }) };
}

/** Whether a profile is a hat: `hat name`, `^name`. */
export const isHat = ({ keyword }: Profile): boolean => keyword === 'hat' || keyword === '^';

/** A name as part of a glob: `@{profile_name}` matches nothing but it. */
export const escapeName = (name: string): string =>
  name.replace(/\\.?|[{}[\]*?]/gs, (found) => (found.startsWith('\\') ? found : `\\${found}`));
