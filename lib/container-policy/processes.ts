/** Which programs may start in a container. */
export class Processes {
  /** Any program. */
  public static any(): Processes {
    return new Processes('any');
  }

  /** None but the first one, which the runtime starts. */
  public static none(): Processes {
    return new Processes('none');
  }

  /** Only these, by their paths; patterns with `*` and `**`. They are protected from changes. */
  public static only(...programs: string[]): Processes {
    return new Processes({ only: programs });
  }

  /** As `spec.processes` has it. @internal */
  public readonly _processes: unknown;

  private constructor(data: unknown) {
    this._processes = data;
  }
}

/** Whether shells may start in a container. */
export class Shells {
  /** Shells may start. */
  public static any(): Shells {
    return new Shells('any');
  }

  /** No shell starts, nor any of these programs. */
  public static none(...also: string[]): Shells {
    return new Shells(also.length === 0 ? 'none' : { also });
  }

  /** As `spec.shells` has it. @internal */
  public readonly _shells: unknown;

  private constructor(data: unknown) {
    this._shells = data;
  }
}

/** Which capabilities may be used: a limit to what the runtime gives. */
export class Capabilities {
  /** All that the runtime gives. */
  public static any(): Capabilities {
    return new Capabilities('any');
  }

  /** None. */
  public static none(): Capabilities {
    return new Capabilities('none');
  }

  /** Only these: `net_bind_service`, or `NET_BIND_SERVICE` as Kubernetes has it. */
  public static only(...names: string[]): Capabilities {
    return new Capabilities(names);
  }

  /** As `spec.capabilities` has it. @internal */
  public readonly _capabilities: unknown;

  private constructor(data: unknown) {
    this._capabilities = data;
  }
}
