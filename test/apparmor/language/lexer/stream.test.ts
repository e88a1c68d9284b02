import { describe, expect, test } from 'vitest';
import { TokenStream } from '../../../../lib/apparmor/language/lexer/stream';
import type { Token } from '../../../../lib/apparmor/language/lexer/tokens';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';

function tokens(text: string, version: ParserVersion = '3.0'): readonly Token[] {
  const stream = new TokenStream({ text }, version);
  const found: Token[] = [];
  for (let token = stream.peek(); token !== undefined; token = stream.peek()) {
    found.push(token);
    stream.next();
  }
  return found;
}

const kinds = (text: string, version?: ParserVersion): string =>
  tokens(text, version)
    .map(({ kind, value }) => (kind === value ? kind : `${kind}:${value}`))
    .join(' ');

describe('the longest match wins, and of equal ones the earlier', () => {
  test.each<[string, string, ParserVersion?]>([
    ['rw /a,', 'mode:rw id:/a ,'],
    ['rwz /a,', 'id:rwz id:/a ,'],
    ['@{X}/a @{X} @{X}\n', 'id:@{X}/a set_variable:@{X} set_variable:@{X}'],
    ['@{X} = /a "b c" \\\n d\nfile,', 'set_variable:@{X} = value:/a value:b c value:d file ,'],
    ['@{X}=a #c\n', 'set_variable:@{X} = value:a value:#c'],
    ['@{X}=a #c\n', 'set_variable:@{X} = value:a', '4.1'],
    ['profile profile {', 'profile:profile  id:profile {'],
    ['^hat{', '^ id:hat{'],
    ['/a,b,c r,', 'id:/a,b,c mode:r ,'],
    ['/a\\ b r,', 'id:/a\\ b mode:r ,'],
    ['"/a \\" b" r,', 'id:/a " b mode:r ,'],
    ['user rewrite unmount x,', 'owner:user alias:rewrite umount:unmount id:x ,'],
    ['open', 'id:open'],
    ['open', '{:open', '4.1'],
    [
      'signal (send,\n receive) set=hup peer=x,',
      'signal ( value:send value:receive ) condition:set = value:hup condition:peer = value:x ,',
    ],
    [
      'unix peer=(label=a addr="@b" ),',
      'unix condition_list:peer = ( condition:label = value:a condition:addr = value:@b ) ,',
    ],
    ['if not $a == b {', 'if not bool_variable:$a == id:b {', '5.0'],
    ['/a ;; r,', 'id:/a bad character:;; mode:r ,'],
  ])('%j', (text, expected, version) => {
    expect(kinds(text, version)).toBe(expected);
  });
});

test('a long text is read in pieces as if it were one', () => {
  const one = '/a r, # c\n\nsignal (send) peer=(x),\n';
  const all = tokens(one.repeat(50));
  const first = tokens(one);
  expect(all).toHaveLength(50 * first.length);
  for (const [index, { kind, value }] of all.entries()) {
    expect({ kind, value }).toEqual({
      kind: first[index % first.length]?.kind,
      value: first[index % first.length]?.value,
    });
  }
  expect(all.filter(({ lead }) => lead?.behind === '# c')).toHaveLength(50);
});

test('reading goes on from a token as where a rule begins', () => {
  const stream = new TokenStream({ text: 'network inet\n/etc/passwd r,' }, '3.0');
  const read: Token[] = [];
  while (read.length < 3) {
    read.push(stream.peek() as Token);
    stream.next();
  }
  expect(stream.peek()?.kind).toBe('id');
  expect(stream.restart(read[2] as Token)).toBe(true);
  stream.next();
  expect(stream.peek()).toMatchObject({ kind: 'mode', value: 'r' });
});
