import { type GoValue, RenderError } from '../go-value';
import { go, type Table } from './function';
import { bytesOf, textOf } from './go/utf8';
import { abbreviate, wrap } from './go/wrap';
import { repeat } from './strings';

function indent(spaces: bigint, text: string): string {
  const pad = repeat(' ', spaces);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

/** A part of a text, by bytes. Go ends with an error where the bounds do not fit. */
function slice(text: string, start: bigint, end: bigint | undefined): GoValue {
  const bytes = bytesOf(text);
  const last = end ?? BigInt(bytes.length);
  if (start < 0n || last < start || last > BigInt(bytes.length)) {
    throw new RenderError(`runtime error: slice bounds out of range [${start}:${last}]`);
  }
  return textOf(bytes.subarray(Number(start), Number(last)));
}

function truncate(count: bigint, text: string): GoValue {
  const length = BigInt(bytesOf(text).length);
  if (count >= 0n) return length > count ? slice(text, 0n, count) : text;
  return length + count > 0n ? slice(text, length + count, undefined) : text;
}

/** Length, indentation and line breaks of texts. Lengths count bytes, not characters. */
export const SHAPE: Table = {
  trunc: go(
    ['int', 'string'],
    'string',
    'At most that many bytes of the start; of the end where the number is negative.',
    ([count, text]) => truncate(count, text),
  ),
  substr: go(
    ['int', 'int', 'string'],
    'string',
    'The bytes from the first number up to the second.',
    ([start, end, text]) => {
      if (start < 0n) return slice(text, 0n, end);
      const open = end < 0n || end > BigInt(bytesOf(text).length);
      return slice(text, start, open ? undefined : end);
    },
  ),
  abbrev: go(['int', 'string'], 'string', 'Shortened to that many bytes, with ... at the end.', ([width, text]) =>
    width < 4n ? text : abbreviate(text, 0, Number(width)),
  ),
  abbrevboth: go(
    ['int', 'int', 'string'],
    'string',
    'Shortened at both ends: from the first number on, to the second.',
    ([left, right, text]) =>
      right < 4n || (left > 0n && right < 7n) ? text : abbreviate(text, Number(left), Number(right)),
  ),
  indent: go(['int', 'string'], 'string', 'Every line with that many blanks before it.', ([spaces, text]) =>
    indent(spaces, text),
  ),
  nindent: go(
    ['int', 'string'],
    'string',
    'Like indent, after a line break.',
    ([spaces, text]) => `\n${indent(spaces, text)}`,
  ),
  wrap: go(
    ['int', 'string'],
    'string',
    'With line breaks, so that lines have at most that many bytes.',
    ([width, text]) => wrap(text, Number(width), '', false),
  ),
  wrapWith: go(
    ['int', 'string', 'string'],
    'string',
    'Like wrap, with another text for the line break, and inside of words.',
    ([width, separator, text]) => wrap(text, Number(width), separator, true),
  ),
};
