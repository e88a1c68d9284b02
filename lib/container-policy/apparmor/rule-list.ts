import type { Mode } from '../language/model';
import { asWord, unique } from './patterns';

/** One group of rules, with the comment that says which property it comes from. */
interface Group {
  readonly comment: string;
  readonly rules: readonly string[];
}

/** Collects the rules of a profile in the order of its text. */
export class RuleList {
  private readonly groups: Group[] = [];

  /** @param name of the profile */
  public constructor(
    private readonly mode: Mode,
    private readonly name: string,
  ) {}

  /** Rules as they are. A group without rules is left out. */
  public add(comment: string, ...rules: readonly string[]): void {
    if (rules.length > 0) this.groups.push({ comment, rules: unique(rules) });
  }

  /** Allows files. @param owner only to the user that owns them. */
  public allow(comment: string, patterns: readonly string[], permissions: string, owner = false): void {
    const granted = this.granted(permissions);
    this.add(comment, ...patterns.map((pattern) => `${owner ? 'owner ' : ''}${asWord(pattern)} ${granted},`));
  }

  /** Allows files, and writes each use to the log. */
  public record(comment: string, patterns: readonly string[], permissions: string): void {
    const granted = this.granted(permissions);
    this.add(comment, ...patterns.map((pattern) => `audit ${asWord(pattern)} ${granted},`));
  }

  /**
   * Forbids files that another rule allows. The kernel refuses by an explicit `deny` in complain mode too, and says nothing
   * of it: to audit, the same is allowed and written to the log. Links are not allowed anyway then, see the rules of files.
   */
  public forbid(comment: string, patterns: readonly string[], permissions: string): void {
    if (this.mode === 'audit') this.record(comment, patterns, permissions.replace('l', '').replace('x', 'ix'));
    else this.add(comment, ...patterns.map((pattern) => `audit deny ${asWord(pattern)} ${permissions},`));
  }

  /**
   * Programs inherit the profile. To audit they change to it by name, which is the same, but does not allow to map what may
   * be started, so that this is logged too. Left to itself complain mode makes a profile for each program, and what that does
   * stands in the log under another name.
   */
  private granted(permissions: string): string {
    const named = this.mode === 'audit' && permissions.includes('ix');
    return named ? `${permissions.replace('ix', 'px')} -> ${asWord(this.name)}` : permissions;
  }

  /** The rules as lines of a profile. */
  public get text(): string {
    return this.groups
      .map(({ comment, rules }) => [`# ${comment}`, ...rules].map((line) => `  ${line}\n`).join(''))
      .join('\n');
  }
}
