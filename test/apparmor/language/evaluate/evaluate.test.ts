import { describe, expect, it } from 'vitest';
import type { Act } from '../../../../lib/apparmor/language/evaluate/act';
import type { Answer } from '../../../../lib/apparmor/language/evaluate/answer';
import { type EvaluateOptions, evaluate } from '../../../../lib/apparmor/language/evaluate/evaluate';
import { expandPolicy } from '../../../../lib/apparmor/language/expand/expand-policy';
import type { ExpandedProfile } from '../../../../lib/apparmor/language/expand/model';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';

function profilesOf(text: string, version: ParserVersion): readonly ExpandedProfile[] {
  const report = (problem: object): never => {
    throw new Error(JSON.stringify(problem));
  };
  return expandPolicy(parsePolicy({ text }, { version, report }), version, report).profiles;
}

/** The answer of the first profile of a text. */
function ask(text: string, act: Act, options: Partial<EvaluateOptions> = {}): Answer {
  const { version = '3.0' } = options;
  const [profile] = profilesOf(text, version);
  if (!profile) throw new Error('no profile');
  return evaluate(profile, act, { version, ...options });
}

/** A profile of some rules. */
const rules = (body: string, flags = ''): string => `profile a ${flags} {\n${body}\n}`;

/** The rules of an answer as they are written. */
const written = ({ entries }: Answer): readonly string[] =>
  entries.map(({ rule }) => (rule ? rule.span.source.text.slice(rule.span.start, rule.span.end) : 'implicit'));

const short = ({ allowed, why, log }: Answer): readonly unknown[] => [allowed, why, log];

describe('an answer', () => {
  it('names the rule that allows', () => {
    const answer = ask(rules('/etc/* r,\n/etc/passwd w,\n/var/** r,'), {
      kind: 'open',
      path: '/etc/passwd',
      access: ['r'],
    });
    expect(short(answer)).toEqual([true, 'allowed', 'none']);
    expect(written(answer)).toEqual(['/etc/* r,']);
  });

  it('names the rule that denies first, and is silent', () => {
    const answer = ask(rules('/etc/* rw,\ndeny /etc/shadow w,'), { kind: 'open', path: '/etc/shadow', access: ['w'] });
    expect(short(answer)).toEqual([false, 'denied', 'none']);
    expect(written(answer)).toEqual(['deny /etc/shadow w,', '/etc/* rw,']);
  });

  it('is logged where the denial is audited', () => {
    const act: Act = { kind: 'open', path: '/a', access: ['w'] };
    expect(short(ask(rules('audit deny /a w,'), act))).toEqual([false, 'denied', 'denied']);
    expect(short(ask(rules('audit /a w,'), act))).toEqual([true, 'allowed', 'audit']);
  });

  it('says that no rule speaks of it', () => {
    expect(short(ask(rules('/a r,'), { kind: 'open', path: '/a', access: ['w'] }))).toEqual([
      false,
      'no-rule',
      'denied',
    ]);
  });

  it('lets through what is forbidden in complain mode, but for what is silently denied', () => {
    const text = rules('deny /b r,', 'flags=(complain)');
    expect(short(ask(text, { kind: 'open', path: '/a', access: ['r'] }))).toEqual([true, 'complain', 'allowed']);
    expect(short(ask(text, { kind: 'open', path: '/b', access: ['r'] }))).toEqual([false, 'denied', 'none']);
    expect(short(ask(text, { kind: 'capability', name: 'chown' }))).toEqual([true, 'complain', 'allowed']);
  });

  it('looks at nothing under an unconfined profile', () => {
    const text = rules('deny /a r,', 'flags=(unconfined)');
    expect(short(ask(text, { kind: 'open', path: '/a', access: ['r'] }))).toEqual([true, 'unmediated', 'none']);
  });

  it('tells owners from others', () => {
    const act = { kind: 'open', path: '/home/a/x', access: ['r'] } as const;
    expect(ask(rules('owner /home/** r,'), { ...act, owner: true }).allowed).toBe(true);
    expect(ask(rules('owner /home/** r,'), act).allowed).toBe(false);
  });

  it('follows priorities from 4.1 on', () => {
    const text = rules('deny /a r,\npriority=1 /a r,');
    expect(ask(text, { kind: 'open', path: '/a', access: ['r'] }, { version: '4.1' }).allowed).toBe(true);
    const equal = rules('deny /a r,\n/a r,');
    expect(ask(equal, { kind: 'open', path: '/a', access: ['r'] }, { version: '4.1' }).allowed).toBe(false);
  });
});

describe('an execution', () => {
  const sh: Act = { kind: 'exec', path: '/bin/sh' };

  it.each([
    ['/bin/* ix,', { kind: 'inherit' }, false],
    ['/bin/* ux,', { kind: 'unconfined' }, false],
    ['/bin/* Ux,', { kind: 'unconfined' }, true],
    ['/bin/* Px -> b,', { kind: 'profile', name: 'b' }, true],
    ['/bin/* cx -> kid,', { kind: 'profile', name: 'a//kid' }, false],
    ['/bin/* px,', { kind: 'attached', otherwise: 'denied' }, false],
    ['/bin/* pix,', { kind: 'attached', otherwise: 'inherit' }, false],
    ['/bin/* PUx,', { kind: 'attached', otherwise: 'unconfined' }, true],
    ['/bin/* Px,\n/bin/sh ix,', { kind: 'inherit' }, false],
  ])('with %s goes on under %o', (text, next, cleans) => {
    expect(ask(rules(text), sh)).toMatchObject({ allowed: true, next, cleans });
  });

  it('comes under the profile that says most of the path', () => {
    const text = `${rules('/bin/* px,')}\n/bin/* { }\n/bin/s? { }\nprofile c /bin/[st]h { }\nprofile other { }`;
    const profiles = profilesOf(text.replace('profile c /bin/[st]h { }', ''), '3.0');
    const [profile] = profiles as [ExpandedProfile];
    expect(evaluate(profile, sh, { version: '3.0', profiles }).next).toEqual({ kind: 'profile', name: '/bin/s?' });
    // Two that say as much are none.
    const both = profilesOf(text, '3.0');
    const [one] = both as [ExpandedProfile];
    expect(short(evaluate(one, sh, { version: '3.0', profiles: both }))).toEqual([false, 'no-profile', 'denied']);
  });

  it('finds a child, or fails without one', () => {
    expect(ask(rules('/bin/* cx,\nprofile /bin/sh { }'), sh).next).toEqual({ kind: 'profile', name: 'a///bin/sh' });
    expect(short(ask(rules('/bin/* cx,'), sh))).toEqual([false, 'no-profile', 'denied']);
    expect(ask(rules('/bin/* cix,'), sh).next).toEqual({ kind: 'inherit' });
  });

  it('makes a learning profile in complain mode', () => {
    expect(ask(rules('', 'flags=(complain)'), sh)).toMatchObject({
      allowed: true,
      why: 'complain',
      next: { kind: 'learning' },
    });
  });

  it('with ix allows to map the program', () => {
    expect(ask(rules('/bin/* ix,'), { kind: 'open', path: '/bin/sh', access: ['m'] }).allowed).toBe(true);
  });
});

describe('a link', () => {
  const act: Act = { kind: 'link', path: '/tmp/a', target: '/etc/b', owner: true };

  it('needs its own right, one for the pair, and no more rights than its target', () => {
    expect(ask(rules('/tmp/* l,'), act).allowed).toBe(true);
    expect(ask(rules('/tmp/* rl,'), act).allowed).toBe(false);
    expect(ask(rules('/tmp/* rl,\n/etc/* r,'), act).allowed).toBe(true);
    expect(ask(rules('link /tmp/* -> /etc/*,\n/tmp/* rw,'), act).allowed).toBe(true);
    expect(ask(rules('link subset /tmp/* -> /etc/*,\n/tmp/* rw,'), act).allowed).toBe(false);
    expect(ask(rules('link /tmp/* -> /var/*,'), act).allowed).toBe(false);
  });
});

describe('acts beside files', () => {
  it.each<[string, Act, boolean]>([
    ['capability chown,', { kind: 'capability', name: 'chown' }, true],
    ['capability chown,', { kind: 'capability', name: 'kill' }, false],
    ['capability,\ndeny capability kill,', { kind: 'capability', name: 'kill' }, false],
    ['network inet stream,', { kind: 'socket', access: 'create', domain: 'inet', type: 'stream' }, true],
    ['network inet stream,', { kind: 'socket', access: 'create', domain: 'inet6', type: 'stream' }, false],
    ['network tcp,', { kind: 'socket', access: 'bind', domain: 'inet6', type: 'stream' }, true],
    ['network,\ndeny network raw,', { kind: 'socket', access: 'create', domain: 'inet', type: 'raw' }, false],
    ['signal (send) set=(term) peer=b,', { kind: 'signal', access: 'send', signal: 'term', peer: 'b' }, true],
    ['signal (send) set=(term) peer=b,', { kind: 'signal', access: 'send', signal: 'kill', peer: 'b' }, false],
    ['ptrace (read),', { kind: 'ptrace', access: 'read', peer: 'b' }, true],
    ['ptrace (read),', { kind: 'ptrace', access: 'trace', peer: 'b' }, false],
    ['mount fstype=tmpfs -> /mnt/,', { kind: 'mount', source: 'tmpfs', target: '/mnt/', fstype: 'tmpfs' }, true],
    ['mount options=(ro) -> /mnt/,', { kind: 'mount', source: '/a', target: '/mnt/', fstype: 'ext4' }, false],
    ['umount /mnt/,', { kind: 'umount', target: '/mnt/' }, true],
    ['pivot_root oldroot=/old/ /new/,', { kind: 'pivot_root', newRoot: '/new/', oldRoot: '/old/' }, true],
    ['change_profile -> b*,', { kind: 'change_profile', target: 'bc' }, true],
    ['change_profile /bin/sh -> b,', { kind: 'change_profile', target: 'b', exec: '/bin/ls' }, false],
    ['^hat { }', { kind: 'change_hat', hat: 'hat' }, true],
    ['profile kid { }', { kind: 'change_hat', hat: 'kid' }, false],
    ['dbus bind bus=system name=org.a,', { kind: 'dbus', access: 'bind', bus: 'system', name: 'org.a' }, true],
    ['unix (create) type=stream,', { kind: 'unix', access: 'create', type: 'dgram' }, false],
  ])('%s answers %o with %s', (text, act, allowed) => {
    expect(ask(rules(text), act).allowed).toBe(allowed);
  });

  it('are not looked at where the version knows no such rules', () => {
    expect(short(ask(rules(''), { kind: 'userns' }))).toEqual([true, 'unmediated', 'none']);
    expect(short(ask(rules(''), { kind: 'userns' }, { version: '4.1' }))).toEqual([false, 'no-rule', 'denied']);
    expect(ask(rules('userns,'), { kind: 'userns' }, { version: '4.1' }).allowed).toBe(true);
  });

  it('are not looked at where kernel and abi do not', () => {
    const act: Act = { kind: 'socket', access: 'create', domain: 'inet', type: 'stream' };
    expect(short(ask(rules('deny network,'), act))).toEqual([false, 'denied', 'none']);
    expect(short(ask(rules('deny network,'), act, { mediated: ['signal'] }))).toEqual([true, 'unmediated', 'none']);
  });
});

describe('what the parsers make of names', () => {
  it('loses a file rule whose name a change of profile has, up to 4.1', () => {
    const act: Act = { kind: 'open', path: '/b', access: ['r'] };
    expect(ask(rules('/b r,\nchange_profile -> /b,'), act).allowed).toBe(false);
    expect(ask(rules('/b r,\nchange_profile -> /c,'), act).allowed).toBe(true);
  });

  it('takes two names for one in 5.0, when only their first character differs', () => {
    const act: Act = { kind: 'change_profile', target: 'q1' };
    const text = rules('change_profile -> q1,\nchange_profile -> p1,');
    expect(ask(text, act, { version: '4.1' }).allowed).toBe(true);
    expect(ask(text, act, { version: '5.0' }).allowed).toBe(false);
  });
});
