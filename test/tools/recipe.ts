import type { Progress } from './progress';

/** How one kind of tool is made. `Row` is its row in the table. */
export interface Recipe<Row> {
  /** Why this machine cannot make it (a sentence's end, such as `Go is not installed`), or undefined. */
  readonly unavailable: (name: string, row: Row) => string | undefined;
  /** Everything that decides the result: it is hashed into the name of the cache folder. */
  readonly inputs: (name: string, row: Row) => readonly string[];
  /**
   * Fills `folder`, which is empty and is moved later: nothing in it may hold its path.
   * Programs go into `folder/bin`. Throws when it fails.
   */
  readonly build: (name: string, row: Row, folder: string, progress: Progress) => Promise<void>;
}
