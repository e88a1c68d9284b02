import type { Source } from './model/source';

/** How an include names its file: `<path>` is looked up below the roots, everything else is a path as it stands. */
export type IncludeForm = 'magic' | 'relative';

/**
 * Finds what a text includes. Pure code asks it, so that profiles can be checked in a browser as well.
 *
 * A resolver gives the same `Source` object for the same file each time: what was read of it once is then not read again.
 */
export interface IncludeResolver {
  /**
   * The file of that path, or all files of the folder in the order of their names; undefined when there is neither.
   * `Source.file` of each is the path under which it was found: two includes of one path are the same file.
   *
   * @param path as the include names it, without brackets and quotes
   * @param origin the text that includes it
   */
  read(path: string, how: IncludeForm, origin: Source): readonly Source[] | undefined;
}
