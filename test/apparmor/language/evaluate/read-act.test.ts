import { describe, expect, it } from 'vitest';
import { ACT_FORMS } from '../../../../lib/apparmor/language/evaluate/act-shapes';
import { readAct } from '../../../../lib/apparmor/language/evaluate/read-act';

/** Each kind in words, as JSON, and what comes out. */
const GOOD: readonly (readonly [string, object])[] = [
  ['open /etc/passwd rw', { kind: 'open', path: '/etc/passwd', access: ['r', 'w'] }],
  ['open /etc/passwd r owner', { kind: 'open', path: '/etc/passwd', access: ['r'], owner: true }],
  ['exec /bin/sh', { kind: 'exec', path: '/bin/sh' }],
  ['link /tmp/a /etc/passwd', { kind: 'link', path: '/tmp/a', target: '/etc/passwd' }],
  ['capability net_admin', { kind: 'capability', name: 'net_admin' }],
  ['change_profile other /bin/sh', { kind: 'change_profile', target: 'other', exec: '/bin/sh' }],
  ['change_hat worker', { kind: 'change_hat', hat: 'worker' }],
  ['socket create inet stream', { kind: 'socket', access: 'create', domain: 'inet', type: 'stream' }],
  ['signal send term unconfined', { kind: 'signal', access: 'send', signal: 'term', peer: 'unconfined' }],
  ['ptrace read unconfined', { kind: 'ptrace', access: 'read', peer: 'unconfined' }],
  [
    'mount tmpfs /tmp/ tmpfs ro,nosuid',
    { kind: 'mount', source: 'tmpfs', target: '/tmp/', fstype: 'tmpfs', flags: ['ro', 'nosuid'] },
  ],
  ['umount /tmp/', { kind: 'umount', target: '/tmp/' }],
  ['pivot_root /new/ /new/old/', { kind: 'pivot_root', newRoot: '/new/', oldRoot: '/new/old/' }],
  ['unix bind stream @x', { kind: 'unix', access: 'bind', type: 'stream', address: '@x' }],
  ['dbus bind system org.a', { kind: 'dbus', access: 'bind', bus: 'system', name: 'org.a' }],
  [
    'mqueue read posix /q unconfined',
    { kind: 'mqueue', access: 'read', type: 'posix', name: '/q', label: 'unconfined' },
  ],
  ['userns', { kind: 'userns' }],
  ['io_uring sqpoll', { kind: 'io_uring', access: 'sqpoll' }],
];

describe('an act', () => {
  it('of every kind is among the examples', () => {
    expect([...new Set(GOOD.map(([text]) => text.split(' ')[0]))].sort()).toEqual(Object.keys(ACT_FORMS).sort());
  });

  it.each(GOOD)('is read from the words %s and from JSON', (text, act) => {
    expect(readAct(text)).toEqual({ act });
    expect(readAct(JSON.stringify(act))).toEqual({ act });
  });

  it.each([
    ['', 'is no act'],
    ['opne /etc/passwd r', 'is no act'],
    ['open /etc/passwd', 'has 1 words after "open"'],
    ['open etc/passwd r', '"path" must be an absolute path'],
    ['open /etc/passwd rx', '"access[1]" must be'],
    ['open /etc/passwd r own', '"owner" must be a boolean'],
    ['exec /bin/sh owner more', 'has 3 words after "exec"'],
    ['socket creat inet stream', '"access" must be'],
    ['{"kind":"exec"}', '"path" is missing'],
    ['{"kind":"exec","path":"/a","pth":"/b"}', '"pth" is not known here'],
    ['{"kind":', 'this is no JSON'],
    ['{"kind":"constructor"}', 'is no act'],
    ['{"path":"/etc/passwd"}', '"kind" is missing'],
    // Every profile would deny these, and a test that expects a denial would pass.
    ['capability CAP_NET_ADMIN', '"name" must be a capability, not the string "CAP_NET_ADMIN"'],
    ['signal send SIGTERM unconfined', '"signal" must be a signal'],
    ['socket create ipv4 stream', '"domain" must be a domain of sockets'],
    ['socket create inet tcp', '"type" must be a type of sockets'],
    ['unix send strem', '"type" must be a type of sockets'],
    ['mount /a /b/ none readonly', '"flags[0]" must be a flag of mount rules'],
    ['constructor', 'is no act'],
  ])('is refused with a reason: %s', (text, message) => {
    const read = readAct(text);
    expect('problems' in read && read.problems.map((problem) => problem.message).join('\n')).toContain(message);
  });

  it('with a mistyped word is told the nearest one', () => {
    expect(readAct('opne /etc/passwd r')).toMatchObject({ problems: [{ hint: expect.stringContaining('"open"') }] });
    expect(readAct('socket creat inet stream')).toMatchObject({
      problems: [{ hint: expect.stringContaining('"create"') }],
    });
  });

  it.each([
    ['capability CAP_NET_ADMIN', '"net_admin"'],
    ['capability netadmin', '"net_admin"'],
    ['signal send SIGTERM unconfined', '"term"'],
    ['socket create inet4 stream', '"inet"'],
    ['socket create inet tcp', '"stream"'],
    ['mount /a /b/ none readonly', '"read-only"'],
  ])('with a word of another tool is told how profiles spell it: %s', (text, word) => {
    expect(readAct(text)).toMatchObject({ problems: [{ hint: expect.stringContaining(word) }] });
  });

  it.each([
    'signal send tstp x',
    'signal send stp x',
    'signal send rtmin+8 x',
    'signal send exists x',
    'mount a /b/ x lazytime',
  ])('takes a word that only some versions know: %s', (text) => expect(readAct(text)).toHaveProperty('act'));
});
