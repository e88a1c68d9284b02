/** Addresses and blocks of addresses, as Go's `ParseCIDRSloppy` of Kubernetes reads them: octets may begin with zeros. */

/** An address as a number. */
export interface Address {
  readonly value: bigint;
  /** 32 for IPv4, 128 for IPv6. */
  readonly bits: number;
}

/** A block of addresses, such as `10.0.0.0/8`. */
export interface Block extends Address {
  readonly length: number;
}

const IPV4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/;
/** `::ffff:10.0.0.1` is 10.0.0.1. */
const MAPPED = 0xffffn;

/** An IPv4 or IPv6 address; undefined when it is none. A zone (`fe80::1%eth0`) is not taken. */
export function parseAddress(text: string): Address | undefined {
  const found = text.includes(':') ? ipv6(text) : ipv4(text);
  if (found === undefined) return undefined;
  const value = BigInt(
    found.reduce((hex, group) => hex + group.toString(16).padStart(found.length === 4 ? 2 : 4, '0'), '0x'),
  );
  return { value, bits: found.length === 4 ? 32 : 128 };
}

/** `ADDRESS/LENGTH`; undefined when it is none. The address need not be the first of its block. */
export function parseBlock(text: string): Block | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^\d+$/.test(digits) || Number(digits) > address.bits) return undefined;
  return { ...address, length: Number(digits) };
}

/** Whether all addresses of the second block are in the first, and it is not the same block. */
export function isStrictlyInside(outer: Block, inner: Block): boolean {
  return inner.length > outer.length && contains(outer, firstOf(inner));
}

/** What Kubernetes 1.36 and newer take: no zeros in front, no IPv4 address as an IPv6 one, no bits behind the length. */
export function isPlainBlock(text: string): boolean {
  const block = parseBlock(text);
  if (block === undefined || (block.bits === 128 && block.value >> 32n === MAPPED)) return false;
  const octets = text.includes('.') ? /(?:^|[.:/])0\d+(?=[./]|$)/.test(text) : false;
  const zeros = octets || /\/0\d/.test(text) || /[0-9a-fA-F]{5,}/.test(text);
  return !zeros && firstOf(block).value === block.value;
}

function firstOf(block: Block): Address {
  const shift = BigInt(block.bits - block.length);
  return { value: (block.value >> shift) << shift, bits: block.bits };
}

/** Whether a block holds an address. */
export function contains(block: Block, address: Address): boolean {
  const [net, one] = [unmapped(block), unmapped(address)];
  if (net.bits !== one.bits) return false;
  const length = block.length - (block.bits - net.bits);
  const shift = BigInt(net.bits - Math.max(0, length));
  return net.value >> shift === one.value >> shift;
}

/** An IPv4 address in the dress of IPv6 is an IPv4 address to Go. */
function unmapped({ value, bits }: Address): Address {
  return bits === 128 && value >> 32n === MAPPED ? { value: value & 0xffffffffn, bits: 32 } : { value, bits };
}

function ipv4(text: string): readonly number[] | undefined {
  const octets = IPV4.exec(text)?.slice(1).map(Number);
  return octets?.every((octet) => octet <= 255) ? octets : undefined;
}

function ipv6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = (parts: readonly string[] | undefined, last: boolean): readonly number[] | undefined =>
    parts === undefined ? [] : hexGroups(parts, last);
  const [before, after] = [groups(head, tail === undefined), groups(tail, true)];
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

/** Groups of four hexadecimal digits, zeros in front not counted; the last two may be written as an IPv4 address. */
function hexGroups(parts: readonly string[], last: boolean): readonly number[] | undefined {
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    const octets = last && index === parts.length - 1 ? ipv4(part) : undefined;
    if (octets !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = octets;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^0*[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
