import { allFilesRule, fileRule, linkRule } from '../language/build/rules';
import { literalGlob } from '../language/build/words';
import type { FileRule as FileNode, LinkRule as LinkNode } from '../language/model/rules';
import { Rule } from './rule';

/** What may be done with a file; `execute` is an {@link ExecRule}. */
export enum FilePermission {
  /** Open for reading, list a directory: `r`. */
  READ = 'r',
  /** Open for writing, create, change, rename, delete: `w`. */
  WRITE = 'w',
  /** Write at the end only: `a`. Not together with WRITE. */
  APPEND = 'a',
  /** Make a hard link of this name: `l`. */
  LINK = 'l',
  /** Lock: `k`. */
  LOCK = 'k',
  /** Map into memory as code, as libraries are: `m`. */
  MAP = 'm',
}

/**
 * A rule about files. Paths are absolute, and globs: `*` and `?` stop at a slash, `**` does not; `[a-z]`, `{one,other}`; a
 * path that ends in `/` is a directory. `@{HOME}` is a variable. {@link FileRule.literal} takes a name as it is. See
 * apparmor.d(5), "Globbing".
 */
export class FileRule extends Rule {
  /** `r` @throws DiagnosticError APPARMOR1023 when the path is not absolute */
  public static read(path: string): FileRule {
    return FileRule.of(path, FilePermission.READ);
  }

  /** `w` @throws DiagnosticError APPARMOR1023 when the path is not absolute */
  public static write(path: string): FileRule {
    return FileRule.of(path, FilePermission.WRITE);
  }

  /** `rw` @throws DiagnosticError APPARMOR1023 when the path is not absolute */
  public static readWrite(path: string): FileRule {
    return FileRule.of(path, FilePermission.READ, FilePermission.WRITE);
  }

  /** `a` @throws DiagnosticError APPARMOR1023 when the path is not absolute */
  public static appendTo(path: string): FileRule {
    return FileRule.of(path, FilePermission.APPEND);
  }

  /** `mr`: what a shared library needs. @throws DiagnosticError APPARMOR1023 when the path is not absolute */
  public static library(path: string): FileRule {
    return FileRule.of(path, FilePermission.MAP, FilePermission.READ);
  }

  /** Any permissions together. @throws DiagnosticError APPARMOR1023 when the path is not absolute */
  public static of(path: string, ...permissions: FilePermission[]): FileRule {
    return new FileRule(fileRule(path, permissions.join('')));
  }

  /** All files, and executing all of them under the same profile: `file`. */
  public static all(): FileRule {
    return new FileRule(allFilesRule());
  }

  /**
   * A glob that means only this name: `FileRule.read(FileRule.literal('/srv/[draft].txt'))`. Blanks, quotes and commas need
   * no care: a rule quotes what needs it.
   */
  public static literal(path: string): string {
    return literalGlob(path);
  }

  /** @internal */
  public readonly _node: FileNode;

  private constructor(node: FileNode) {
    super();
    this._node = node;
  }

  /** Only for files that belong to the user of the process (`owner`). */
  public owner(): FileRule {
    return new FileRule({ ...this._node, prefix: { ...this._node.prefix, owner: 'owner' } });
  }
}

/** A rule about hard links. apparmor.d(5), "Link mode". */
export class LinkRule extends Rule {
  /**
   * A link of this name to this target, whatever the permissions of both: `link /path -> /target`.
   * @throws DiagnosticError APPARMOR1023 when a path is not absolute
   */
  public static of(path: string, target: string): LinkRule {
    return new LinkRule(linkRule(path, target, false));
  }

  /**
   * The same, as long as the link has no permission that its target has not: `link subset`.
   * @throws DiagnosticError APPARMOR1023 when a path is not absolute
   */
  public static subset(path: string, target: string): LinkRule {
    return new LinkRule(linkRule(path, target, true));
  }

  /** @internal */
  public readonly _node: LinkNode;

  private constructor(node: LinkNode) {
    super();
    this._node = node;
  }

  /** Only where the target belongs to the user of the process (`owner`). */
  public owner(): LinkRule {
    return new LinkRule({ ...this._node, prefix: { ...this._node.prefix, owner: 'owner' } });
  }
}
