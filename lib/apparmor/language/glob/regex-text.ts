/**
 * A glob of AppArmor as the regular expression that the parser makes of it (its convert_aaregex_to_pcre; the same text in
 * all versions from 2.13 to 5.0). The detour over text is kept because it decides odd cases: `[a*]` is no class of two
 * characters, since the star is written out before the class is read.
 */
import { readEscape } from './escape';

/** What is wrong with a glob. */
export type GlobFault =
  /** `]` without `[`. */
  | 'unopened-class'
  /** `}` without `{`. */
  | 'unopened-group'
  /** `{a}`: one item only. */
  | 'one-item'
  /** 50 groups in each other. */
  | 'depth'
  /** `{` or `[` that is not closed. */
  | 'unclosed'
  /** A backslash at the end. */
  | 'trailing-escape'
  /** A class that can not be read, such as `[a-]`. */
  | 'class';

export interface GlobProblem {
  readonly fault: GlobFault;
  /** Offset in the text of the glob, in UTF-16 code units. */
  readonly at: number;
}

/** What stars and `?` become: in paths they never match NUL, in values of extended attributes they may. */
export interface Wildcards {
  readonly one: string;
  readonly star: string;
  readonly doubleStar: string;
}

export const PATH_WILDCARDS: Wildcards = { one: '[^/\\x00]', star: '[^/\\x00]*', doubleStar: '[^\\x00]*' };

const DEEPEST = 50;
/** Escaped whether they were escaped or not, because they mean something in regular expressions and nothing in globs. */
const LITERAL_IN_GLOBS = '.+|()';
/** Escaped outside of classes. */
const ANCHORS = '^$';

/** The regular expression of a glob. */
export function globToRegex(glob: string, wildcards: Wildcards = PATH_WILDCARDS): string | GlobProblem {
  let out = '';
  let inClass = false;
  let opened = 0;
  /** Commas seen in each open group; that of a closed one is not forgotten before its depth is opened again. */
  const commas: number[] = [0];
  const depths: number[] = [];
  for (let at = 0; at < glob.length; at++) {
    let char = glob[at] as string;
    const escaped = char === '\\';
    if (escaped) {
      at++;
      if (at >= glob.length)
        return { fault: inClass || depths.length > 0 ? 'unclosed' : 'trailing-escape', at: at - 1 };
      char = glob[at] as string;
    }
    if (LITERAL_IN_GLOBS.includes(char)) {
      out += `\\${char}`;
    } else if (ANCHORS.includes(char)) {
      out += inClass ? char : `\\${char}`;
    } else if (escaped) {
      const [text, end] = escapedText(glob, at, inClass);
      out += text;
      at = end - 1;
    } else if (char === '*') {
      const double = glob[at + 1] === '*';
      if (out.endsWith('/') && /^\**(\/|$)/.test(glob.slice(at))) out += wildcards.one;
      out += double ? wildcards.doubleStar : wildcards.star;
      if (double) at++;
    } else if (char === '?') {
      out += wildcards.one;
    } else if (char === '[') {
      if (!inClass) opened = at;
      inClass = true;
      out += char;
    } else if (char === ']') {
      if (!inClass) return { fault: 'unopened-class', at };
      inClass = false;
      out += char;
    } else if (char === '{' && !inClass) {
      depths.push(at);
      if (depths.length >= DEEPEST) return { fault: 'depth', at };
      commas[depths.length] = 0;
      out += '(';
    } else if (char === '}' && !inClass) {
      if (depths.length === 0) return { fault: 'unopened-group', at };
      if (commas[depths.length] === 0) return { fault: 'one-item', at };
      depths.pop();
      out += ')';
    } else if (char === ',' && !inClass && depths.length > 0) {
      commas[depths.length] = (commas[depths.length] ?? 0) + 1;
      out += '|';
    } else {
      out += char;
    }
  }
  if (inClass) return { fault: 'unclosed', at: opened };
  const open = depths.at(-1);
  return open === undefined ? out : { fault: 'unclosed', at: open };
}

/** What stands for an escaped character that begins at `at`, and where the rest begins. */
function escapedText(glob: string, at: number, inClass: boolean): [text: string, end: number] {
  const char = glob[at] as string;
  if ('*[]{}\\'.includes(char)) return [`\\${char}`, at + 1];
  if (char === '?') return [char, at + 1];
  if (char === ',') return [inClass ? '\\,' : ',', at + 1];
  const read = readEscape(glob, at, '');
  return read ? [`\\${glob.slice(at, read.end)}`, read.end] : [char, at + 1];
}

/** Slashes that follow each other are one, but for two at the beginning. */
export function filterSlashes(path: string): string {
  return /^\/\/(?!\/)/.test(path) ? `//${path.slice(2).replace(/\/+/g, '/')}` : path.replace(/\/+/g, '/');
}
