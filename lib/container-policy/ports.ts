/** Which ports a container may open and reach. */
export class Ports {
  /** Every socket. */
  public static any(): Ports {
    return new Ports('any');
  }

  /** No socket of the network at all. AppArmor blocks this everywhere. */
  public static none(): Ports {
    return new Ports('none');
  }

  /** Only these ports of TCP may be opened; whatever others offer may be reached. Where that is blocked the report says. */
  public static listen(...ports: number[]): Ports {
    return new Ports({ listen: ports });
  }

  /** As `spec.ports` has it. @internal */
  public readonly _ports: unknown;

  private constructor(data: unknown) {
    this._ports = data;
  }

  /** These ports of UDP may be opened too. */
  public listenUdp(...ports: number[]): Ports {
    return this.plus('listen', ports.map(udp));
  }

  /** Only these ports of TCP of others may be reached. */
  public connect(...ports: number[]): Ports {
    return this.plus('connect', ports);
  }

  /** Only these ports of UDP of others may be reached: 53 for names. */
  public connectUdp(...ports: number[]): Ports {
    return this.plus('connect', ports.map(udp));
  }

  private plus(key: 'listen' | 'connect', ports: readonly unknown[]): Ports {
    const data: { readonly listen?: readonly unknown[]; readonly connect?: readonly unknown[] } =
      typeof this._ports === 'object' && this._ports !== null ? this._ports : {};
    return new Ports({ ...data, [key]: [...(data[key] ?? []), ...ports] });
  }
}

function udp(port: number): string {
  return `${port}/udp`;
}
