import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../../lib/apparmor/language/model/rules';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import { rulesOf } from './reading';

/** A node without its places, words as what they mean. */
const plain = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  if ('raw' in node && 'value' in node) return node.value;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => key !== 'span' && value !== false && !(Array.isArray(value) && value.length === 0))
      .map(([key, value]) => [key, plain(value)]),
  );
};

const only = (rule: string, version?: ParserVersion): unknown => {
  const [found, ...others] = rulesOf(rule, version);
  expect(others).toEqual([]);
  return plain(found);
};

describe('a rule is read', () => {
  test.each<[string, object]>([
    ['file,', { kind: 'file', keyword: true }],
    ['/etc/passwd r,', { kind: 'file', path: '/etc/passwd', perms: 'r' }],
    ['rw "/a b",', { kind: 'file', path: '/a b', perms: 'rw', permsFirst: true }],
    ['owner @{HOME}/** rwk,', { prefix: { owner: 'owner' }, path: '@{HOME}/**', perms: 'rwk' }],
    ['audit deny other file /x w,', { keyword: true, prefix: { audit: true, mode: 'deny', owner: 'other' } }],
    ['unsafe /bin/x Px -> y,', { exec: 'unsafe', path: '/bin/x', perms: 'Px', target: 'y' }],
    ['l subset /a -> /b,', { kind: 'file', subset: true, permsFirst: true, path: '/a', target: '/b' }],
    ['/a\\ b{c,d} r,', { path: '/a\\ b{c,d}' }],
    ['link subset /a -> /b,', { kind: 'link', subset: true, path: '/a', target: '/b' }],
    ['capability,', { kind: 'capability' }],
    ['capability chown kill,', { kind: 'capability', names: ['chown', 'kill'] }],
    ['network inet stream,', { kind: 'network', names: ['inet', 'stream'] }],
    [
      'unix (send, receive) type=stream peer=(label=foo addr="@x"),',
      {
        kind: 'unix',
        access: ['send', 'receive'],
        conditions: [{ name: 'type', operator: '=', values: ['stream'] }],
        peer: {
          name: 'peer',
          conditions: [
            { name: 'label', values: ['foo'] },
            { name: 'addr', values: ['@x'] },
          ],
        },
      },
    ],
    ['dbus send bus=session member={a,b},', { access: ['send'], conditions: [{ name: 'bus' }, { values: ['{a,b}'] }] }],
    [
      'signal (send) set=(hup, int) peer=x,',
      { conditions: [{ list: true, values: ['hup', 'int'] }, { name: 'peer' }] },
    ],
    ['ptrace rw peer=x,', { kind: 'ptrace', access: ['rw'] }],
    [
      'mount options in (ro, bind) fstype=ext4 /a -> /b/,',
      {
        kind: 'mount',
        source: '/a',
        target: '/b/',
        conditions: [{ name: 'options', operator: 'in', list: true, values: ['ro', 'bind'] }, { name: 'fstype' }],
      },
    ],
    ['unmount /a/,', { kind: 'umount', source: '/a/' }],
    ['pivot_root oldroot=/o/ /n/ -> p,', { kind: 'pivot_root', path: '/n/', target: 'p' }],
    ['change_profile unsafe /bin/x -> y,', { kind: 'change_profile', exec: 'unsafe', path: '/bin/x', target: 'y' }],
    ['set rlimit data <= 5MB,', { kind: 'rlimit', resource: 'data', value: '5', unit: 'MB' }],
    ['audit deny { /a r, }', { kind: 'block', prefix: { audit: true, mode: 'deny' }, rules: [{ path: '/a' }] }],
    [
      'if not $a { /a r, } else if defined @{X} { } else { /c r, }',
      {
        kind: 'if',
        branches: [
          { when: { kind: 'not', of: { kind: 'boolean', word: '$a' } }, rules: [{ path: '/a' }] },
          { when: { kind: 'defined', variable: '@{X}' } },
          { rules: [{ path: '/c' }] },
        ],
      },
    ],
    ['^h flags=(complain) { /a r, }', { kind: 'profile', keyword: '^', name: 'h', flags: ['complain'] }],
    ['include <a/b>', { kind: 'include', path: 'a/b', magic: true }],
    ['#include if exists "/a b"', { kind: 'include', path: '/a b', ifExists: true, hash: true }],
    ['abi <abi/3.0>,', { kind: 'abi', path: 'abi/3.0', magic: true }],
  ])('%s', (rule, expected) => {
    expect(only(rule)).toMatchObject(expected);
  });

  test.each<[ParserVersion, string, object]>([
    ['4.1', 'userns create,', { kind: 'userns', access: ['create'] }],
    ['4.1', 'mqueue (create, open) type=posix /q,', { access: ['create', 'open'], names: ['/q'] }],
    ['4.1', 'io_uring sqpoll label=x,', { kind: 'io_uring', access: ['sqpoll'], conditions: [{ name: 'label' }] }],
    ['4.1', 'all,', { kind: 'all' }],
    ['4.1', 'priority=-5 prompt /x r,', { prefix: { priority: -5, mode: 'prompt' } }],
    ['4.1', 'network bind inet stream ip=::1 peer=(ip=1.1.1.1),', { access: ['bind'], names: ['inet', 'stream'] }],
    [
      '5.0',
      'if @{X} in a or (@{X} == b and not $c) { }',
      { branches: [{ when: { kind: 'or', left: { kind: 'compare' }, right: { kind: 'and' } } }] },
    ],
  ])('from %s on: %s', (version, rule, expected) => {
    expect(only(rule, version)).toMatchObject(expected);
    expect(() => rulesOf(rule, '3.0')).toThrow();
  });
});

test('words know where they stand and how they are written', () => {
  const [rule] = rulesOf('  "/a\\x41" r,') as readonly (Rule & { kind: 'file' })[];
  expect(rule?.path).toMatchObject({ value: '/aA', raw: '"/a\\x41"', span: { start: 16, end: 24 } });
  expect(rule?.span.source.text.slice(rule.span.start, rule.span.end)).toBe('"/a\\x41" r,');
});
