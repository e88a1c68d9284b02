import type { ParserVersion } from '../../apparmor/language/versions';

/** What a profile is compiled for. */
export interface AppArmorTarget {
  /** The version of apparmor_parser that will read it. */
  readonly parser: ParserVersion;
  /** Whether the kernels of the nodes tell sockets apart by port (`network_v8/af_inet` among their features). Default: no. */
  readonly portsInKernel?: boolean;
}

/** What the text of a profile says of the features it was written for; nothing before abi rules existed. */
const ABI: Readonly<Record<string, string>> = { '2.13': '' };
const COMMON_ABI = 'abi <abi/3.0>,';

/**
 * The abi under which rules of single ports are compiled as such: under every other one the parser makes them into rules of
 * all ports. 4.1 reads such rules, but brings no abi with them.
 */
const PORTS_ABI: Readonly<Record<string, string>> = { '5.0': 'abi <abi/4.0-ip>,' };

/** Whether single ports can be enforced. */
export function knowsPorts({ parser, portsInKernel = false }: AppArmorTarget): boolean {
  return portsInKernel && PORTS_ABI[parser] !== undefined;
}

/** The abi rule for a profile; the empty text where there is none. */
export function abiRule({ parser }: AppArmorTarget, withPorts: boolean): string {
  const ports = withPorts ? PORTS_ABI[parser] : undefined;
  return ports ?? ABI[parser] ?? COMMON_ABI;
}
