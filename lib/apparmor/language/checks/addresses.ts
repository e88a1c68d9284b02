/** Values of network conditions, as inet_pton and strtoul read them. */

const LAST_PORT = 65_535;

/** What is wrong with an address; undefined when nothing is. */
export function addressProblem(address: string): string | undefined {
  if (address === 'none' || isIpv4(address) || isIpv6(address)) return undefined;
  return address.includes('/') ? 'ranges of addresses are not supported' : 'it is no IP address';
}

function isIpv4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(address: string): boolean {
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return false;
  const before = groups(head, tail === undefined);
  const after = groups(tail ?? '', true);
  if (before === undefined || after === undefined) return false;
  return tail === undefined ? before === 8 : before + after <= 7;
}

/** How many groups of two bytes a piece holds; an IPv4 address at its end counts as two. */
function groups(piece: string, last: boolean): number | undefined {
  if (piece === '') return 0;
  const parts = piece.split(':');
  const end = parts.at(-1) ?? '';
  const dotted = last && end.includes('.') && isIpv4(end);
  const hex = dotted ? parts.slice(0, -1) : parts;
  if (!hex.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return hex.length + (dotted ? 2 : 0);
}

/** What is wrong with a port or a range of ports. */
export function portProblem(text: string): string | undefined {
  const dash = text.indexOf('-');
  const from = dash < 0 ? undefined : portNumber(text.slice(0, dash));
  const to = dash < 0 ? undefined : portNumber(text.slice(dash + 1));
  if (from !== undefined && to !== undefined) return from > to ? 'the range ends before it begins' : undefined;
  return portNumber(text) === undefined ? `it is no port from 0 to ${LAST_PORT}` : undefined;
}

function portNumber(text: string): number | undefined {
  if (!/^\s*(?:\+?\d+|-0+)$/.test(text)) return undefined;
  const port = Math.abs(Number(text));
  return port <= LAST_PORT ? port : undefined;
}
