import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import { includesFrom, profileOf, read, told } from './reading';

const FILES = {
  'abstractions/base': 'include <abstractions/more>\n/base r,\n',
  'abstractions/more': '/more r,\n',
  'tunables/global': '@{HOME} = /home\n',
  'abi/3.0': 'caps { }\n',
  'd/b': '/b r,\n',
  'd/a': '/a r,\n',
  'half/rule': '/half\n',
  broken: '/x r\n/y r,\n',
  loop: 'include <loop>\n/loop r,\n',
};

/** Paths of all rules in the order of the parser, those of includes in their place. */
function paths(rules: string, version?: ParserVersion): string[] {
  const { policy } = read(`profile web {\n${rules}\n}\n`, version, FILES);
  const all = (nodes: readonly object[]): string[] =>
    nodes.flatMap((node) => {
      if ('files' in node) return (node.files as { items: object[] }[]).flatMap(({ items }) => all(items));
      return 'path' in node ? [(node.path as { value: string }).value] : [];
    });
  return all(profileOf(policy).rules);
}

describe('an include', () => {
  test('brings the rules of its file, and those that it includes', () => {
    expect(paths('include <abstractions/base>\n/own r,')).toEqual(['/more', '/base', '/own']);
  });

  test('brings a file once for a profile, and again for a profile inside of it', () => {
    const text = 'include <abstractions/more>\ninclude <abstractions/base>\nprofile c { include <abstractions/more> }';
    expect(paths(text)).toEqual(['/more', '/base']);
    const { policy } = read(`profile web {\n${text}\n}\n`, '3.0', FILES);
    expect(profileOf(policy).rules[2]).toMatchObject({ rules: [{ files: [{ items: [{ kind: 'file' }] }] }] });
    expect(paths('include <abstractions/more>\ninclude <abstractions/more>', '2.13')).toEqual(['/more', '/more']);
  });

  test('of a folder brings its files from the last to the first, as the parser reads them', () => {
    expect(paths('include <d>')).toEqual(['/a', '/b']);
  });

  test('goes on with a rule that its file only begins', () => {
    expect(paths('include <half/rule>\n r,\n/own r,')).toEqual(['/half', '/own']);
    expect(told('profile x {\n/x\ninclude <d>\n}\n', '3.0', FILES)).toEqual([
      '1030 2:3 expected permissions behind /x',
    ]);
  });

  test('of a file that is not there is told, unless it need not be there', () => {
    expect(told('include <nope>\n#include if exists <nope>\nprofile x { include "nope" }\n', '3.0', FILES)).toEqual([
      '1034 1:9 the included file nope is not there',
      '1034 3:21 the included file nope is not there',
    ]);
    expect(told('include <nope>\nprofile x { }\n')).toEqual([]);
  });

  test('of itself is no mistake where a file is taken once', () => {
    expect(told('profile x { include <loop>\n }\n', '3.0', FILES)).toEqual([]);
    expect(told('profile x { include <loop>\n }\n', '2.13', FILES)).toEqual([
      expect.stringContaining('loop is included inside of itself without end'),
    ]);
  });

  test('tells the mistakes of its file in that file, each time', () => {
    const includes = includesFrom(FILES);
    for (const _ of [1, 2]) {
      const places: unknown[] = [];
      const source = { file: 'web.aa', text: 'profile x { include <broken>\n }\n' };
      parsePolicy(source, { version: '3.0', includes, report: ({ place }) => places.push(place) });
      expect(places).toMatchObject([{ file: 'broken', line: 1, column: 5 }]);
    }
  });

  test('by two profiles tells the mistakes of its file once', () => {
    const text = 'profile x { include <broken>\n }\nprofile y { include <broken>\n }\n';
    expect(told(text, '3.0', FILES)).toEqual(['1031 1:5 a comma is missing at the end of this rule']);
  });

  test('of declarations is told inside of a profile', () => {
    expect(told('profile x { include <tunables/global>\n }\n', '3.0', FILES)).toEqual([
      '1039 1:1 a variable is set before the first profile, not inside of one',
    ]);
    expect(told('include <tunables/global>\nprofile x { }\n', '3.0', FILES)).toEqual([]);
  });
});

test('what was read of an included file once is taken again, with its own includes followed anew', () => {
  const includes = includesFrom(FILES);
  const rules = (text: string): unknown => {
    const policy = parsePolicy({ text }, { version: '3.0', includes, report: () => undefined });
    const [include] = profileOf(policy).rules;
    return include?.kind === 'include' && include.files[0]?.items;
  };
  const first = rules('profile a { include <abstractions/base>\n }\n') as { files?: unknown[] }[];
  const second = rules('profile b { include <abstractions/base>\n }\n') as { files?: unknown[] }[];
  expect(second[1]).toBe(first[1]);
  expect(second[0]).toMatchObject({ kind: 'include', files: [{ items: [{ kind: 'file' }] }] });
});

test('the file of an abi rule must be there from 3.0 on', () => {
  const text = 'abi <abi/3.0>,\nabi <abi/9>,\nabi <kernel>,\nprofile x { }\n';
  expect(told(text, '3.0', FILES)).toEqual(['1035 2:5 the file abi/9 of this abi rule is not there']);
  expect(told(text, '2.13', FILES)).toEqual([]);
});
