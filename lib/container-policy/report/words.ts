import type { ContainerRules, PortNumber, Property } from '../language/model';

/** More names are counted. */
const MOST = 4;

function names(all: readonly string[]): string {
  const shown = all.slice(0, MOST).join(', ');
  return all.length > MOST ? `${shown} and ${all.length - MOST} more` : shown;
}

const portName = ({ port, protocol }: PortNumber): string =>
  protocol === 'tcp' ? String(port) : `${port}/${protocol}`;

const WORDS: Readonly<Record<Property, (rules: ContainerRules) => string>> = {
  processes: ({ processes: { start, paths } }) => {
    if (start === 'any') return 'any program may start';
    return paths.length === 0 ? 'no program may start' : `only ${names(paths)} may start`;
  },
  files: ({ files: { rest, readOnly, writable, hidden } }) =>
    [
      ...(writable.length > 0 ? [`${names(writable)} may be changed`] : []),
      ...(readOnly.length > 0 ? [`${names(readOnly)} may be read`] : []),
      ...(hidden.length > 0 ? [`${names(hidden)} not even that`] : []),
      `all else: ${REST[rest]}`,
    ].join('; '),
  shells: ({ shells }) => (shells.allowed ? 'shells may start' : 'no shell may start'),
  ports: ({ ports: { open, listen, connect } }) => {
    if (open === 'any') return 'any port';
    if (open === 'none') return 'no port, no connection';
    const opened = listen.length === 0 ? 'no port may be opened' : `only ${names(listen.map(portName))} may be opened`;
    if (connect === 'any') return opened;
    return `${opened}; ${connect.length === 0 ? 'none' : `only ${names(connect.map(portName))}`} of others may be reached`;
  },
};

const REST = { readOnly: 'may be read', writable: 'may be changed', hidden: 'may not even be read' } as const;

/** What a policy says about a property, in words. */
export function saysOf(property: Property, rules: ContainerRules): string {
  return WORDS[property](rules);
}
