/** What holds for paths that are not listed. */
export enum RestOfFiles {
  /** They may be read. */
  READ_ONLY = 'readOnly',
  /** They may be changed. */
  WRITABLE = 'writable',
  /** They may not even be read, but for what every program needs. */
  HIDDEN = 'hidden',
}

/** What of `spec.files` is put together here. */
interface FilesData {
  readonly writable?: readonly string[];
  readonly hidden?: readonly string[];
  readonly libraries?: readonly string[];
  readonly rest?: RestOfFiles;
}

/**
 * What may be read and changed in a container. Each call adds to what was said before. Changing is also creating, deleting, renaming, truncating and linking.
 * A pattern that ends with `/` or `/**` means the folder and all below.
 */
export class Files {
  /** Everything may be read and changed. */
  public static any(): Files {
    return new Files('any');
  }

  /** These may be read, and not changed. */
  public static readOnly(...paths: string[]): Files {
    return new Files(paths.length === 0 ? {} : { readOnly: paths });
  }

  /** As `spec.files` has it. @internal */
  public readonly _files: unknown;

  private constructor(data: unknown) {
    this._files = data;
  }

  /** These may be changed; nothing else, where `rest` says nothing. What stands there can be neither started nor loaded. */
  public writable(...paths: string[]): Files {
    return this.also('writable', paths);
  }

  /** These may not even be read. */
  public hidden(...paths: string[]): Files {
    return this.also('hidden', paths);
  }

  /** Files besides `*.so` and `*.node` whose code programs load. */
  public libraries(...paths: string[]): Files {
    return this.also('libraries', paths);
  }

  /** What holds for all other paths. */
  public rest(rest: RestOfFiles): Files {
    return new Files({ ...this.data, rest });
  }

  private get data(): FilesData {
    return typeof this._files === 'object' && this._files !== null ? this._files : {};
  }

  private also(key: 'writable' | 'hidden' | 'libraries', paths: readonly string[]): Files {
    return new Files({ ...this.data, [key]: [...(this.data[key] ?? []), ...paths] });
  }
}
