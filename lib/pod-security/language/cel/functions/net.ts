import type { Implementation } from '../nodes';
import { CelError, CelOpaque, type CelValue, isError, noSuchOverload } from '../value';
import { ofKind, ofText } from './of-kind';

/** An address of 32 or 128 bits. */
export class CelIp extends CelOpaque {
  public readonly typeName = 'net.IP';
  public constructor(
    public readonly bits: bigint,
    public readonly width: 32 | 128,
  ) {
    super();
  }
  public get text(): string {
    return this.width === 32 ? text4(this.bits) : text6(this.bits);
  }
  public same(other: CelOpaque): boolean | CelError {
    return other instanceof CelIp ? other.bits === this.bits && other.width === this.width : noSuchOverload();
  }
  public override size(): number {
    return this.width / 8;
  }
  /** The first bits of it. */
  public head(length: number): bigint {
    return this.bits >> BigInt(this.width - length);
  }
}

/** An address with the length of its network. */
export class CelCidr extends CelOpaque {
  public readonly typeName = 'net.CIDR';
  public constructor(
    public readonly address: CelIp,
    public readonly length: number,
  ) {
    super();
  }
  public get text(): string {
    return `${this.address.text}/${this.length}`;
  }
  public same(other: CelOpaque): boolean | CelError {
    if (!(other instanceof CelCidr)) return noSuchOverload();
    return other.length === this.length && this.address.same(other.address);
  }
  public override size(): number {
    return Math.ceil(this.length / 8);
  }
  public holds({ bits, width }: CelIp): boolean {
    const { address, length } = this;
    return width === address.width && new CelIp(bits, width).head(length) === address.head(length);
  }
}

const text4 = (bits: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');

/** The longest run of two zeros or more is left out, as RFC 5952 asks. */
function text6(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (from + length < 8 && groups[from + length] === '0') length++;
    if (length > best.length) best = { from, length };
  }
  if (best.from < 0) return groups.join(':');
  return `${groups.slice(0, best.from).join(':')}::${groups.slice(best.from + best.length).join(':')}`;
}

function read4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function read6(text: string): bigint | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const tail = read4(dotted[2] ?? '');
    const words = tail === undefined ? '' : `${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
    return tail === undefined ? undefined : read6(`${dotted[1]}${words}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = [...head, ...tail];
  const missing = 8 - all.length;
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) || (halves.length === 2 ? missing < 1 : missing !== 0)) {
    return undefined;
  }
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function readIp(text: string): CelIp | CelError {
  const four = read4(text);
  if (four !== undefined) return new CelIp(four, 32);
  const six = read6(text);
  if (six === undefined)
    return new CelError(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  return six >> 32n === 0xffffn
    ? new CelError(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`)
    : new CelIp(six, 128);
}

function readCidr(text: string): CelCidr | CelError {
  const fault = new CelError('network address parse error during conversion from string');
  const [, address = '', bits = ''] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const ip = readIp(address);
  if (isError(ip) || Number(bits) > ip.width) return fault;
  return new CelCidr(ip, Number(bits));
}

const ipTest = (of: (ip: CelIp) => boolean): Implementation => ofKind(CelIp, of);
const startsWith = (ip: CelIp, width: 32 | 128, head: bigint, length: number): boolean =>
  ip.width === width && ip.head(length) === head;

const isUnspecified = (ip: CelIp): boolean => ip.bits === 0n;
const isLoopback = (ip: CelIp): boolean => startsWith(ip, 32, 127n, 8) || (ip.width === 128 && ip.bits === 1n);
const isMulticast = (ip: CelIp): boolean => startsWith(ip, 32, 0b1110n, 4) || startsWith(ip, 128, 0xffn, 8);
const isLinkLocalMulticast = (ip: CelIp): boolean =>
  startsWith(ip, 32, 0xe00000n, 24) || (startsWith(ip, 128, 0xffn, 8) && (ip.head(16) & 0x0fn) === 2n);
const isLinkLocalUnicast = (ip: CelIp): boolean =>
  startsWith(ip, 32, 0xa9fen, 16) || startsWith(ip, 128, 0b1111111010n, 10);
const isGlobalUnicast = (ip: CelIp): boolean =>
  !(isUnspecified(ip) || isLoopback(ip) || isMulticast(ip) || isLinkLocalUnicast(ip)) &&
  !(ip.width === 32 && ip.bits === 0xffffffffn);

/** Asked with an address or network, or with the text of one. */
const inNet = <T extends CelOpaque>(
  kind: abstract new (...args: never[]) => T,
  read: (text: string) => T | CelError,
  holds: (net: CelCidr, other: T) => boolean,
): Implementation =>
  ofKind(CelCidr, (net, [other = null]) => {
    const given: CelValue = typeof other === 'string' ? read(other) : other;
    if (isError(given)) return given;
    return given instanceof kind ? holds(net, given) : noSuchOverload();
  });

const masked = ({ address, length }: CelCidr): CelCidr => {
  const shift = BigInt(address.width - length);
  return new CelCidr(new CelIp((address.bits >> shift) << shift, address.width), length);
};

export const NET: Readonly<Record<string, Implementation>> = {
  ip: (args) => (args[0] instanceof CelCidr ? args[0].address : ofText(readIp)(args, '')),
  isIP: ofText((text) => !isError(readIp(text))),
  'ip.isCanonical': ofText((text) => {
    const ip = readIp(text);
    return isError(ip) ? ip : ip.text === text;
  }),
  family: ofKind(CelIp, ({ width }) => (width === 32 ? 4n : 6n)),
  isUnspecified: ipTest(isUnspecified),
  isLoopback: ipTest(isLoopback),
  isLinkLocalMulticast: ipTest(isLinkLocalMulticast),
  isLinkLocalUnicast: ipTest(isLinkLocalUnicast),
  isGlobalUnicast: ipTest(isGlobalUnicast),
  cidr: ofText(readCidr),
  isCIDR: ofText((text) => !isError(readCidr(text))),
  containsIP: inNet(CelIp, readIp, (net, ip) => net.holds(ip)),
  containsCIDR: inNet(CelCidr, readCidr, (net, other) => net.length <= other.length && net.holds(other.address)),
  prefixLength: ofKind(CelCidr, ({ length }) => BigInt(length)),
  masked: ofKind(CelCidr, masked),
};
