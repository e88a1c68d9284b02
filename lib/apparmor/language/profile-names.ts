import { nearestHint } from '../../diagnostics/nearest';
import { judgeFlags, type ParserVersion } from './flags';
import { Preamble, takeInclude } from './preamble';
import { Problems, shown } from './problems';
import type { ProfileKind, ProfileName, ProfileNames } from './profile-name';
import { type Piece, Scanner } from './scanner';
import { skipRule } from './skip-rule';
import { expandVariables } from './variables';

export type { ProfileKind, ProfileName, ProfileNames } from './profile-name';

/**
 * Reads the names of the profiles that a text defines, without judging the rules inside them.
 *
 * Includes are not followed. All problems are reported in one run: no profile, braces that do not match, a missing name,
 * two profiles of one name, a name without the word `profile`, something else where a profile should begin, a quote that
 * is not closed, a byte order mark, flags that no profile has; as warnings a variable in a name that this text does not set and children inside of children.
 *
 * @param text content of a profile file
 * @param file name for the places of diagnostics
 * @param parser version of apparmor_parser that will read the text
 */
export function profileNames(text: string, file?: string, parser: ParserVersion = '3.0'): ProfileNames {
  return new NameReader(text, file, parser).read();
}

/** An open brace: of a profile, or of a block of rules (`audit { … }`, `if … { … }`). */
interface Frame {
  readonly open: number;
  readonly profile?: Pick<ProfileName, 'name' | 'written' | 'parent'>;
}

const HEAD = /(?:profile|hat)(?![A-Za-z0-9_])|\^/y;
const BARE_NAME = /[/:&"]|@\{/y;
const HEAD_OPTION = /(?:flags|xattrs)[ \t\r\n]*=[ \t\r\n]*(?=\()/y;
const BYTE_ORDER_MARK = /\ufeff/y;
const NAME_THEN_BRACE = /(?:[ \t\r\n]+["/@(f][^{}\n]*)?[ \t\r\n]*\{/y;
/** No kernel takes profiles nested this deep, and the names of ever deeper ones would grow without end. */
const DEEPEST = 64;
const FIRST_WORDS = ['profile', 'hat', 'include', 'abi', 'alias'];

class NameReader {
  private readonly scanner: Scanner;
  private readonly problems: Problems;
  private readonly preamble = new Preamble();
  private readonly frames: Frame[] = [];
  private readonly names: (ProfileName & { readonly start: number })[] = [];
  /** Set while text outside of profiles is skipped, so that ten lines of prose are one problem. */
  private lost = false;

  public constructor(
    text: string,
    file: string | undefined,
    private readonly parser: ParserVersion,
  ) {
    this.scanner = new Scanner(text);
    this.problems = new Problems(this.scanner, file);
  }

  public read(): ProfileNames {
    const scanner = this.scanner;
    if (scanner.take(BYTE_ORDER_MARK)) {
      const message = 'the text begins with a byte order mark (U+FEFF), which apparmor_parser refuses';
      this.problems.report('byteOrderMark', 0, message, 'save it as UTF-8 without one');
    }
    for (scanner.skipTrivia(); !scanner.ended; scanner.skipTrivia()) {
      const outside = this.frames.length === 0;
      if (!takeInclude(scanner) && !this.takeClose() && !(outside && this.preamble.take(scanner)) && !this.takeHead()) {
        this.takeOther();
      }
    }
    for (const { open, profile } of this.frames) {
      const what = profile ? `profile ${shown(profile.name)}` : 'this block';
      this.problems.report('braces', open, `the { of ${what} is never closed`, 'add the missing }');
    }
    if (this.names.length === 0 && this.problems.diagnostics.length === 0) {
      this.problems.report('noProfile', 0, 'there is no profile in this text', 'write: profile my-app { … }');
    }
    this.reportDuplicates();
    return {
      names: this.names.map(({ start: _, ...name }) => name),
      abi: this.preamble.abi,
      diagnostics: this.problems.diagnostics,
    };
  }

  private takeClose(): boolean {
    if (this.scanner.next !== '}') {
      return false;
    }
    if (!this.frames.pop()) {
      this.problems.report(
        'braces',
        this.scanner.at,
        'this } closes nothing',
        'take it out, or add the { it belongs to',
      );
    }
    this.scanner.at += 1;
    return true;
  }

  /** `profile NAME`, `hat NAME`, `^NAME`, and outside of profiles a bare `/path`, with what follows up to the brace. */
  private takeHead(): boolean {
    const scanner = this.scanner;
    const start = scanner.at;
    const keyword = scanner.take(HEAD)?.raw;
    if (keyword === undefined && (this.frames.length > 0 || !scanner.sees(BARE_NAME))) {
      return false;
    }
    this.lost = false;
    scanner.skipBlank();
    const name = scanner.sees(/\{(?:[ \t\r\n}]|$)/y) ? undefined : scanner.takeName();
    if (!name?.value) {
      if (this.reportOpenQuote()) {
        return true;
      }
      this.problems.report(
        'nameMissing',
        start,
        `a name is missing after ${keyword ?? 'this'}`,
        'write: profile my-app {',
      );
    }
    this.openProfile(keyword, name, this.takeUpToBrace(name));
    return true;
  }

  /** Attachment, xattrs and flags. Returns the offset of the brace, or undefined when something else comes first. */
  private takeUpToBrace(name: Piece | undefined): number | undefined {
    const scanner = this.scanner;
    let attachable = true;
    for (scanner.skipTrivia(); !scanner.ended; scanner.skipTrivia()) {
      if (scanner.next === '{') {
        scanner.at += 1;
        return scanner.at - 1;
      }
      const option = scanner.take(HEAD_OPTION)?.raw;
      if (option !== undefined || scanner.next === '(') {
        const list = scanner.takeParentheses();
        if (!list) {
          break;
        }
        if (!option?.startsWith('xattrs')) {
          judgeFlags(list, this.parser, this.problems);
        }
      } else if (attachable && scanner.sees(/["/]|@\{/y) && scanner.takeName()) {
        attachable = false;
      } else {
        break;
      }
    }
    if (name?.raw.endsWith('{')) {
      this.problems.report(
        'profileExpected',
        name.end - 1,
        `this { belongs to the name ${shown(name.value)}`,
        'put a blank before it',
      );
      this.frames.push({ open: name.end - 1 });
      return undefined;
    }
    const message = `expected { after the name ${shown(name?.value ?? '')}`.trimEnd();
    this.problems.report('profileExpected', scanner.at, message, 'write: profile my-app /usr/bin/my-app {');
    this.lost = true;
    return undefined;
  }

  private openProfile(keyword: string | undefined, name: Piece | undefined, brace: number | undefined): void {
    if (brace === undefined || !name?.value) {
      this.frames.push(...(brace === undefined ? [] : [{ open: brace }]));
      return;
    }
    if (this.frames.length >= DEEPEST) {
      this.problems.report(
        'profileExpected',
        name.start,
        `${shown(name.value)} is nested more than ${DEEPEST} deep`,
        'add the missing }',
      );
      this.frames.push({ open: brace });
      return;
    }
    const parent = [...this.frames].reverse().find((frame) => frame.profile)?.profile;
    if (parent?.parent !== undefined) {
      const message = `${shown(name.value)} stands inside a child profile, and kernels take children one level deep`;
      this.problems.report('childTooDeep', name.start, message, 'make it a child of the outer profile', 'warning');
    }
    const { text, unknown } = expandVariables(name.value, this.preamble.variables);
    for (const variable of unknown) {
      const message = `the name holds @{${shown(variable)}}, which this text does not set`;
      this.problems.report('variableUnknown', name.start, message, undefined, 'warning');
    }
    const found = {
      name: (parent ? `${parent.name}//` : '') + canonicalNamespace(text),
      written: (parent ? `${parent.written}//` : '') + canonicalNamespace(name.value),
      kind: kindOf(keyword, parent !== undefined),
      ...(parent && { parent: parent.name }),
      ...this.scanner.position(name.start),
      start: name.start,
    };
    this.names.push(found);
    this.frames.push({ open: brace, profile: found });
  }

  private takeOther(): void {
    if (this.frames.length > 0) {
      this.takeRule();
    } else if (!this.reportOpenQuote()) {
      this.takeStray();
    }
  }

  /** Something that begins neither a profile nor a statement of the preamble. */
  private takeStray(): void {
    const scanner = this.scanner;
    const start = scanner.at;
    const word = scanner.take(/[A-Za-z][^ \t\r\n"!,{}()]*/y);
    if (word && scanner.sees(NAME_THEN_BRACE)) {
      const message = `the name ${shown(word.raw)} needs the word profile before it`;
      this.problems.report('keywordMissing', start, message, `write: profile ${shown(word.raw)} {`);
      this.openProfile('profile', word, this.takeUpToBrace(word));
      return;
    }
    const what = word?.raw ?? scanner.takeName()?.raw ?? scanner.next;
    scanner.at = Math.max(scanner.at, start + 1);
    scanner.take(/[^{}\n]*/y);
    if (scanner.next === '{') {
      this.frames.push({ open: scanner.at });
      scanner.at += 1;
    }
    if (!this.lost) {
      const hint = nearestHint(what, FIRST_WORDS) ?? 'rules stand inside the braces of a profile';
      this.problems.report('profileExpected', start, `expected a profile, found ${shown(what)}`, hint);
    }
    this.lost = true;
  }

  private takeRule(): void {
    const end = skipRule(this.scanner);
    if (end === 'quote') {
      this.reportOpenQuote();
    } else if (end === 'open') {
      this.frames.push({ open: this.scanner.at });
      this.scanner.at += 1;
    }
  }

  /** A quote that is never closed swallows the rest: one report, and nothing after it is believed. */
  private reportOpenQuote(): boolean {
    if (this.scanner.next !== '"') {
      return false;
    }
    this.problems.report('quoteOpen', this.scanner.at, 'this " is never closed', 'add the closing "');
    this.scanner.at = this.scanner.text.length;
    this.frames.length = 0;
    return true;
  }

  private reportDuplicates(): void {
    const first = new Map<string, ProfileName>();
    for (const { start, ...name } of this.names) {
      const other = first.get(name.name);
      if (other) {
        const message = `the profile ${shown(name.name)} is defined twice, first in line ${other.line}`;
        // The parser compares names as they are written; that they mean the same only the kernel would notice.
        const severity = other.written === name.written ? 'error' : 'warning';
        this.problems.report('nameTwice', start, message, 'give each profile a name of its own', severity);
      } else {
        first.set(name.name, name);
      }
    }
  }
}

function kindOf(keyword: string | undefined, inside: boolean): ProfileKind {
  if (keyword === 'hat' || keyword === '^') {
    return 'hat';
  }
  return inside ? 'child' : 'profile';
}

/** `:ns:name` and `:ns://name` are one; the parser prints the second. */
function canonicalNamespace(name: string): string {
  return name.replace(/^:([^:]+):(?:\/\/)?/, ':$1://');
}
