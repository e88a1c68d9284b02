import { type GoValue, NotEvaluable } from '../../go-value';
import { type Directive, formatOne } from './format-one';
import { typeOf } from './kinds';
import { printed } from './print';

/** Flags, width and precision between `%` and the verb. A point at the very end of a format is a (wrong) verb. */
const DIRECTIVE = /%([#0+\- ]*)(\d+|\*)?(?:\.(?!$)(\d+|\*)?)?/y;
/** Go refuses greater widths. */
const LARGEST = 1_000_000n;

/**
 * Go's `fmt.Sprintf`, with all that it says of wrong calls: `%!d(string=x)`, `%!s(MISSING)`, `%!(EXTRA int=1)`.
 *
 * @throws NotEvaluable for argument indexes (`%[1]s`) and `%#v`, and where the type of a whole number would be printed.
 */
export function sprintf(format: string, args: readonly GoValue[]): string {
  const rest = [...args];
  let out = '';
  let at = 0;
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    const end = percent < 0 ? format.length : percent;
    out += format.slice(at, end);
    if (percent < 0) break;
    const [text, after] = convert(format, percent, rest);
    out += text;
    at = after;
  }
  return out + extra(rest);
}

/** One directive: what it prints, and where the format goes on. Takes its arguments off the list. */
function convert(format: string, percent: number, rest: GoValue[]): [text: string, after: number] {
  DIRECTIVE.lastIndex = percent;
  const match = DIRECTIVE.exec(format) as RegExpExecArray;
  const [whole, flags = '', width, precision] = match;
  const end = percent + whole.length;
  if (format[end] === '[' || /\d{7}/.test(whole)) throw new NotEvaluable(`the format ${JSON.stringify(format)}`);
  let complaint = '';
  let minus = flags.includes('-');
  let size = width === undefined || width === '*' ? undefined : Number(width);
  if (width === '*') {
    size = takeInteger(rest);
    if (size === undefined) complaint += '%!(BADWIDTH)';
    if (size !== undefined && size < 0) minus = true;
    if (size !== undefined) size = Math.abs(size);
  }
  let decimals = whole.includes('.') && precision !== '*' ? Number(precision ?? '0') : undefined;
  if (precision === '*') {
    decimals = takeInteger(rest);
    if (decimals !== undefined && decimals < 0) decimals = undefined;
    if (decimals === undefined) complaint += '%!(BADPREC)';
  }
  if (end >= format.length) return [`${complaint}%!(NOVERB)`, end];
  const verb = String.fromCodePoint(format.codePointAt(end) ?? 0);
  const after = end + verb.length;
  if (verb === '%') return [`${complaint}%`, after];
  const arg = rest.shift();
  if (arg === undefined) return [`${complaint}%!${verb}(MISSING)`, after];
  const directive: Directive = {
    plus: flags.includes('+'),
    sharp: flags.includes('#'),
    space: flags.includes(' '),
    zero: flags.includes('0') && !minus,
    minus,
    width: size ?? 0,
    ...(decimals === undefined ? {} : { precision: decimals }),
  };
  return [complaint + formatOne(arg, verb, directive), after];
}

/** The argument that a `*` asks for; `undefined` when it is no whole number. */
function takeInteger(rest: GoValue[]): number | undefined {
  const value = rest.shift();
  return typeof value === 'bigint' && value <= LARGEST && value >= -LARGEST ? Number(value) : undefined;
}

/** What Go says of arguments that no verb has used. */
function extra(rest: readonly GoValue[]): string {
  if (rest.length === 0) return '';
  const list = rest.map((arg) => (arg === null ? '<nil>' : `${typeOf(arg)}=${printed(arg)}`));
  return `%!(EXTRA ${list.join(', ')})`;
}
