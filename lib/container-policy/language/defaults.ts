import type { ContainerRules, FileRules } from './model';

/** What servers that begin as root and give that up need of what container runtimes give. Sockets of their own making,
 * devices and changed roots are not among it. */
export const DEFAULT_CAPABILITIES = [
  'chown',
  'dac_override',
  'fowner',
  'fsetid',
  'kill',
  'net_bind_service',
  'setgid',
  'setuid',
] as const;

/** What holds where a policy says nothing. */
export const DEFAULT_RULES: ContainerRules = {
  processes: { start: 'any', paths: [] },
  shells: { allowed: false, also: [] },
  files: { readOnly: [], writable: [], hidden: [], rest: 'writable', libraries: [] },
  ports: { open: 'any', listen: [], connect: 'any' },
  capabilities: DEFAULT_CAPABILITIES,
  commands: [],
};

/** Whoever says what is writable means that nothing else is, even with an empty list; whoever does not limits nothing. */
export function restOf(writable: readonly string[] | undefined): FileRules['rest'] {
  return writable === undefined ? 'writable' : 'readOnly';
}
