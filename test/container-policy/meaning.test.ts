import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Act, FileAccess } from '../../lib/apparmor/language/evaluate/act';
import { evaluate } from '../../lib/apparmor/language/evaluate/evaluate';
import { expandPolicy } from '../../lib/apparmor/language/expand/expand-policy';
import type { ExpandedProfile } from '../../lib/apparmor/language/expand/model';
import { isGlob, matches, parseGlob } from '../../lib/apparmor/language/glob/glob';
import { parsePolicy } from '../../lib/apparmor/language/parse/parse';
import { PARSER_VERSIONS, type ParserVersion } from '../../lib/apparmor/language/versions';
import { compileToAppArmor } from '../../lib/container-policy/compile';
import { CAPABILITIES } from '../../lib/container-policy/language/capabilities';
import type { Mode, Policy } from '../../lib/container-policy/language/model';
import { readPolicies } from '../../lib/container-policy/language/read';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import { policy as anyPolicy } from './arbitrary';

/** The profile that our own parser and expander make of a policy. */
function profileOf(policy: Policy, mode: Mode, version: ParserVersion, container?: string): ExpandedProfile {
  const problems: Diagnostic[] = [];
  const report = (problem: Diagnostic): void => void problems.push(problem);
  const options = { name: 'p', parser: version, ...(container !== undefined && { container }) };
  const { text } = compileToAppArmor({ ...policy, mode }, options);
  const { profiles } = expandPolicy(parsePolicy({ text }, { version, report }), version, report);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [profile] = profiles;
  if (profile === undefined) throw new Error(`no profile in ${text}`);
  return profile;
}

const open = (path: string, ...access: readonly FileAccess[]): Act => ({ kind: 'open', path, access });
const exec = (path: string): Act => ({ kind: 'exec', path });
const link = (path: string, target: string, owner = false): Act => ({ kind: 'link', path, target, owner });
const socket = (domain: string, type: string): Act => ({ kind: 'socket', access: 'create', domain, type });

const HEAD = 'apiVersion: container-security/v1\nkind: ContainerPolicy\nmetadata: { name: web }\n';
const SPECS = {
  locked:
    'processes: { only: [/usr/sbin/nginx] }, files: { readOnly: [/etc/], writable: [/srv/data/, /run/web.pid], hidden: [/srv/data/keys/] }, ports: none',
  script: 'processes: { only: [/entry.sh] }',
  'any program': 'files: { writable: [/srv/data/] }, ports: { listen: [8080] }',
  'read-only parts': 'files: { readOnly: [/etc/, /srv/data/conf/app.ini] }, shells: any',
  'within writable': 'files: { readOnly: [/srv/data/conf/], writable: [/srv/data/] }',
  'hidden rest': 'processes: { only: [/app/run] }, files: { rest: hidden, readOnly: [/app/], writable: [/srv/data/] }',
  'open files': 'processes: { only: [/opt/app/bin/run] }',
} as const;

function specOf(name: keyof typeof SPECS): Policy {
  const { policies, diagnostics } = readPolicies(`${HEAD}spec: { ${SPECS[name]} }\n`);
  const [policy] = policies;
  if (policy === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return policy;
}

const PLAIN: readonly (readonly [keyof typeof SPECS, boolean, Act])[] = [
  // What may start, and the ways around.
  ['locked', true, exec('/usr/sbin/nginx')],
  ['locked', true, exec('/sbin/nginx')],
  ['locked', false, exec('/bin/ls')],
  ['locked', false, exec('/bin/dash')],
  ['locked', false, exec('/usr/bin/busybox')],
  ['locked', false, exec('/srv/data/nginx')],
  ['locked', false, exec('/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2')],
  ['locked', false, exec('/lib/ld-musl-x86_64.so.1')],
  // So the kernel calls a program that is only in memory.
  ['locked', false, exec('/')],
  ['any program', false, exec('/')],
  ['locked', false, exec('/memfd:nginx (deleted)')],
  ['locked', false, open('/srv/data/copy', 'm')],
  ['locked', false, open('/srv/data/x.so', 'm')],
  ['locked', false, open('/bin/dash', 'm')],
  ['locked', true, open('/usr/lib/libc.so.6', 'r', 'm')],
  ['script', true, exec('/entry.sh')],
  ['script', false, open('/usr/bin/sh', 'w')],
  ['script', false, open('/usr/bin/', 'w')],
  ['script', false, open('/usr/', 'w')],
  ['script', false, open('/opt/python3', 'm')],
  ['script', true, open('/opt/python3', 'w')],
  ['script', false, exec('/usr/bin/sh')],
  ['any program', true, exec('/usr/bin/whatever')],
  ['any program', false, exec('/usr/bin/bash')],
  ['any program', false, exec('/opt/own/zsh')],
  ['any program', false, exec('/srv/data/harmless')],
  ['any program', false, exec('/memfd:x')],
  ['any program', false, exec('/lib64/ld-linux-x86-64.so.2')],
  ['read-only parts', true, exec('/bin/bash')],
  // What may start is not replaced: neither itself, nor a folder around it.
  ['open files', false, open('/opt/app/bin/run', 'w')],
  ['open files', false, open('/opt/app/bin/', 'w')],
  ['open files', false, open('/opt/', 'w')],
  ['open files', true, open('/opt/app/other', 'w')],
  // Files.
  ['locked', true, open('/srv/data/x/y', 'r', 'w', 'k')],
  ['locked', true, open('/var/run/web.pid', 'w')],
  ['locked', false, open('/etc/passwd', 'w')],
  ['locked', false, open('/opt/x', 'w')],
  ['locked', true, open('/opt/x', 'r')],
  ['locked', false, open('/srv/data/keys/a', 'r')],
  ['locked', false, open('/srv/data/keys/', 'w')],
  ['locked', true, link('/srv/data/b', '/srv/data/a', true)],
  ['locked', false, link('/srv/data/b', '/etc/passwd')],
  ['locked', false, link('/srv/data/b', '/etc/passwd', true)],
  ['locked', false, link('/srv/data/b', '/srv/data/keys/a', true)],
  ['open files', false, link('/opt/b', '/opt/app/bin/run', true)],
  ['locked', false, open('/proc/sys/kernel/core_pattern', 'w')],
  ['locked', false, open('/proc/sysrq-trigger', 'w')],
  ['locked', false, open('/sys/kernel/uevent_helper', 'w')],
  ['locked', true, open('/dev/null', 'r', 'w')],
  ['read-only parts', false, open('/etc/nginx/nginx.conf', 'w')],
  ['read-only parts', false, open('/etc/', 'w')],
  ['read-only parts', false, open('/srv/data/conf/', 'w')],
  ['read-only parts', false, open('/srv/', 'w')],
  ['read-only parts', true, open('/srv/data/conf/other', 'w')],
  ['read-only parts', false, open('/proc/sys/vm/overcommit_memory', 'w')],
  ['within writable', false, open('/srv/data/conf/x', 'w')],
  ['within writable', true, open('/srv/data/x', 'w')],
  ['hidden rest', false, open('/home/x', 'r')],
  ['hidden rest', true, open('/app/config', 'r')],
  ['hidden rest', true, open('/etc/ssl/certs/ca.pem', 'r')],
  ['hidden rest', false, open('/app/config', 'w')],
  // Ports.
  ['locked', false, socket('inet', 'stream')],
  ['locked', false, socket('inet6', 'dgram')],
  ['locked', false, socket('inet', 'raw')],
  ['locked', false, socket('packet', 'raw')],
  ['locked', true, socket('unix', 'stream')],
  ['any program', true, socket('inet', 'stream')],
  ['any program', false, socket('inet', 'raw')],
  ['any program', false, socket('packet', 'raw')],
  // The rest.
  ['locked', false, { kind: 'mount', source: 'tmpfs', target: '/mnt/', fstype: 'tmpfs' }],
  ['locked', true, { kind: 'signal', access: 'receive', signal: 'term', peer: 'unconfined' }],
  ['locked', true, { kind: 'signal', access: 'receive', signal: 'kill', peer: 'crun' }],
  ['locked', false, { kind: 'signal', access: 'send', signal: 'kill', peer: 'other' }],
  ['locked', false, { kind: 'ptrace', access: 'trace', peer: 'p' }],
  ['locked', false, { kind: 'capability', name: 'sys_admin' }],
  ['locked', false, { kind: 'change_profile', target: 'unconfined' }],
];

/** Without an abi rule the parser of 2.13 leaves sockets out, and the report says so. */
const judged = (version: ParserVersion, act: Act): boolean => version !== '2.13' || act.kind !== 'socket';

describe.each(PARSER_VERSIONS)('with parser %s a policy', (version) => {
  it.each(
    PLAIN.filter(([, , act]) => judged(version, act)).map(
      ([name, allowed, act]) => [name, allowed ? 'allows' : 'forbids', JSON.stringify(act), act] as const,
    ),
  )('"%s" %s %s', (name, verdict, _, act) => {
    const answer = evaluate(profileOf(specOf(name), 'enforce', version), act, { version });
    expect(answer.allowed).toBe(verdict === 'allows');
    // What is forbidden stands in the log.
    if (verdict === 'forbids' && act.kind !== 'change_profile') expect(answer.log).toBe('denied');
  });
});

/** A path that a pattern matches. */
const instance = (pattern: string): string =>
  pattern
    .replace(/\*\*$|\*\*(?=\/)/g, 'deep/er')
    .replace(/\*/g, 'x')
    .replace(/\?/g, 'q')
    .replace(/\[(.).*?\]/g, '$1')
    .replace(/\{([^,{}]*),[^{}]*\}/g, '$1')
    .replace(/\/\/+/g, '/');

/** Things to do with the paths of a policy, and with some that are in none. */
function actsOf({ rules: { files, processes, shells } }: Policy): readonly Act[] {
  const patterns = [
    ...files.readOnly,
    ...files.writable,
    ...files.hidden,
    ...files.libraries,
    ...processes.paths,
    ...shells.also,
  ];
  const paths = [
    ...new Set([
      ...patterns.map(instance),
      '/bin/sh',
      '/etc/passwd',
      '/opt/x',
      '/memfd:x',
      '/lib/ld-linux.so.2',
      '/proc/sys/x',
      '/sys/x',
      '/',
    ]),
  ];
  return [
    ...paths.flatMap((path) => [
      ...(['r', 'w', 'a', 'k', 'm'] as const).map((access) => open(path, access)),
      ...(path.endsWith('/') ? [] : [exec(path), link(`${path}.new`, path), link(`${path}.new`, path, true)]),
    ]),
    ...['inet', 'inet6', 'unix', 'netlink', 'packet'].flatMap((domain) =>
      ['stream', 'dgram', 'raw'].map((type) => socket(domain, type)),
    ),
    ...CAPABILITIES.map((name): Act => ({ kind: 'capability', name })),
    { kind: 'mount', source: 'tmpfs', target: '/mnt/', fstype: 'tmpfs' },
    { kind: 'ptrace', access: 'trace', peer: 'unconfined' },
    { kind: 'signal', access: 'send', signal: 'kill', peer: 'unconfined' },
  ];
}

const inAny = (patterns: readonly string[], path: string): boolean =>
  patterns.some((pattern) => {
    const glob = parseGlob(pattern.replace(/\/(?:\*\*)?$/, '/{,**}'));
    return isGlob(glob) && matches(glob, path);
  });

const SHELL = /\/(?:sh|ash|bash|dash|zsh|ksh|fish|busybox|toybox)$/;
/** What holds there is not for policies to say alone. */
const SYSTEM = /^\/(?:proc|sys|dev|memfd:|lib|etc|usr|bin)/;

/** What a policy says in words of an act on a file, or nothing where it says nothing. */
function saidOf({ rules: { files, processes, shells } }: Policy, act: Act): boolean | undefined {
  if ((act.kind !== 'open' && act.kind !== 'exec') || SYSTEM.test(act.path) || act.path.endsWith('/')) return undefined;
  const { path } = act;
  const [hidden, writable, readOnly] = [files.hidden, files.writable, files.readOnly].map((each) => inAny(each, path));
  const program = inAny(processes.paths, path);
  if (hidden) return false;
  if (act.kind === 'exec') {
    const shell = !shells.allowed && (SHELL.test(path) || inAny(shells.also, path));
    if (shell || (writable && (processes.start === 'only' || !shells.allowed))) return false;
    return processes.start === 'any' || program;
  }
  const [access] = act.access;
  if (access === 'm') return undefined;
  if (access === 'w' || access === 'a') {
    if (files.rest !== 'writable') return writable;
    return !readOnly && !(processes.start === 'only' && program);
  }
  return files.rest !== 'hidden' || writable || readOnly || (access === 'r' && processes.start === 'only' && program);
}

describe('enforce mode', { timeout: 60_000 }, () => {
  it.each(PARSER_VERSIONS)('does what a generated policy says, parser %s', (version) => {
    let judged = 0;
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const profile = profileOf(policy, 'enforce', version);
        for (const act of actsOf(policy)) {
          const said = saidOf(policy, act);
          if (said === undefined) continue;
          judged += 1;
          const { allowed } = evaluate(profile, act, { version });
          expect([JSON.stringify(act), allowed]).toEqual([JSON.stringify(act), said]);
        }
      }),
      { numRuns: 40 },
    );
    expect(judged).toBeGreaterThan(500);
  });
});

/** Every act must be possible, and what enforcing refuses must be logged. */
function auditProblems(policy: Policy, version: ParserVersion, container?: string): readonly string[] {
  const [audit, enforce] = [
    profileOf(policy, 'audit', version, container),
    profileOf(policy, 'enforce', version, container),
  ];
  return actsOf(policy).flatMap((act) => {
    const [recorded, enforced] = [evaluate(audit, act, { version }), evaluate(enforce, act, { version })];
    const said = JSON.stringify(act);
    if (!recorded.allowed) return [`audit mode forbids ${said}`];
    // What a program that learns does stands in the log under another name.
    if (recorded.next?.kind === 'learning') return [`audit mode changes the profile for ${said}`];
    return !enforced.allowed && recorded.log === 'none' ? [`audit mode does not log ${said}`] : [];
  });
}

describe('audit mode', { timeout: 60_000 }, () => {
  it.each(PARSER_VERSIONS)(
    'blocks nothing and logs everything that would be blocked: generated policies, parser %s',
    (version) => {
      fc.assert(
        fc.property(anyPolicy, (policy) => {
          expect(auditProblems(policy, version)).toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
  );

  const EXAMPLES = join(__dirname, '../../examples/policies');
  it.each(readdirSync(EXAMPLES).filter((file) => file.endsWith('.yaml')))('does so for %s', (file) => {
    for (const policy of readPolicies(readFileSync(join(EXAMPLES, file), 'utf8')).policies) {
      expect(auditProblems(policy, '3.0')).toEqual([]);
      for (const { name } of policy.containers) expect(auditProblems(policy, '3.0', name)).toEqual([]);
    }
  });
});
