/**
 * Acts that a locked container must not do, as data: how the probe does each, and how the kernel says no. A row is
 * judged three times in the same container: without a profile it must succeed, under it fail with this answer and this
 * record, and in audit mode succeed and leave the record.
 */
import type { Entry } from './cpio';
import { program } from './files';

export interface Act {
  /** Unique; a sentence's end: `forbids …`. */
  readonly name: string;
  readonly act: readonly [string, ...string[]];
  /** The system call that the kernel refuses. */
  readonly call: string;
  /** What AppArmor's record says. */
  readonly record: Readonly<Record<string, string | RegExp>>;
}

/** Folder that a locked container may read and not write. */
const READ_ONLY = '/srv/read-only';
/** Folder that it may read and write. */
export const WRITABLE = '/srv/writable';

const LOADER = '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';
/** What the kernel calls a file that has no path. */
const NO_PATH = /^\/(memfd:probe.*)?$/;
const SCRIPT = '#!/bin/sh\nexit 0\n';

const execution = (name: string, run: readonly string[], path: string): Act => ({
  name,
  act: ['exec', ...run],
  call: 'execve',
  record: { operation: 'exec', name: path },
});

/** Programs of a shell's kind, and the ways around a rule that knows names. */
export const PROCESSES: readonly Act[] = [
  execution('a shell', ['/bin/sh', '-c', 'exit 0'], '/usr/bin/dash'),
  execution('a renamed shell', ['/srv/read-only/harmless', '-c', 'exit 0'], '/srv/read-only/harmless'),
  execution('an applet of busybox by a link', ['/usr/bin/true'], '/usr/bin/busybox'),
  execution('an applet of busybox by its name', ['/usr/bin/busybox', 'true'], '/usr/bin/busybox'),
  execution(
    'a shell started by the dynamic loader',
    ['/lib64/ld-linux-x86-64.so.2', '/bin/sh', '-c', 'exit 0'],
    LOADER,
  ),
  execution('a script', ['/srv/read-only/script'], '/srv/read-only/script'),
  execution('a script where writing is allowed', [`${WRITABLE}/script`], `${WRITABLE}/script`),
  execution(
    'a link to a shell where writing is allowed',
    [`${WRITABLE}/link-to-shell`, '-c', 'exit 0'],
    '/usr/bin/dash',
  ),
  execution('a path with two dots', ['/srv/../bin/sh', '-c', 'exit 0'], '/usr/bin/dash'),
  execution('a path by the root of the process', ['/proc/self/root/bin/sh', '-c', 'exit 0'], '/usr/bin/dash'),
  {
    name: 'a program that it wrote itself',
    act: ['drop-and-exec', `${WRITABLE}/dropped`],
    call: 'execve',
    record: { operation: 'exec', name: `${WRITABLE}/dropped` },
  },
  {
    name: 'a program in memory without a path, by fexecve',
    act: ['exec-memfd'],
    call: 'execveat',
    record: { operation: 'exec', name: NO_PATH },
  },
  {
    name: 'a program in memory, by its path in /proc',
    act: ['exec-memfd-path'],
    call: 'execve',
    record: { operation: 'exec', name: NO_PATH },
  },
  {
    name: 'an open file, by fexecve',
    act: ['fexecve', '/usr/bin/busybox', 'busybox', 'true'],
    call: 'execveat',
    record: { operation: 'exec', name: '/usr/bin/busybox' },
  },
];

/** The program's own file once more. A policy may allow it where the program is made to start itself. */
export const ITSELF: Act = {
  name: 'the own program once more, by /proc/self/exe',
  act: ['exec-self'],
  call: 'execve',
  record: { operation: 'exec', name: '/usr/local/bin/probe' },
};

const change = (name: string, verb: string, operation: string, call: string, ...more: readonly string[]): Act => {
  const path = `${READ_ONLY}/${verb}`;
  return { name, act: [verb, path, ...more], call, record: { operation, name: path } };
};

/** Ways to change a file that may only be read. */
export const FILES: readonly Act[] = [
  change('to open a file for writing', 'write', 'open', 'open'),
  change('to append to a file', 'append', 'open', 'open'),
  change('to empty a file while opening it', 'overwrite', 'open', 'open'),
  change('to truncate a file', 'truncate', 'truncate', 'truncate'),
  change('to remove a file', 'unlink', 'unlink', 'unlink'),
  change('to move a file away', 'rename', 'rename_src', 'rename', `${WRITABLE}/moved`),
  change('to change the mode of a file', 'chmod', 'chmod', 'chmod'),
  change('to change the owner of a file', 'chown', 'chown', 'chown'),
  change('to map a file for writing', 'mmap-write', 'open', 'open'),
  change('to make a file', 'create', 'mknod', 'open'),
  {
    name: 'to make a folder',
    act: ['mkdir', `${READ_ONLY}/mkdir`],
    call: 'mkdir',
    record: { operation: 'mkdir', name: `${READ_ONLY}/mkdir/` },
  },
  change('to make a pipe', 'mkfifo', 'mknod', 'mknod'),
  {
    name: 'to remove a folder',
    act: ['rmdir', `${READ_ONLY}/rmdir`],
    call: 'rmdir',
    record: { operation: 'rmdir', name: `${READ_ONLY}/rmdir/` },
  },
  {
    name: 'to put another file in its place',
    act: ['rename', `${WRITABLE}/other`, `${READ_ONLY}/replaced`],
    call: 'rename',
    record: { operation: 'rename_dest', name: `${READ_ONLY}/replaced` },
  },
  {
    name: 'to get at a file by a hard link where writing is allowed',
    act: ['link', `${READ_ONLY}/linked`, `${WRITABLE}/hard-link`],
    call: 'link',
    record: { operation: 'link', name: `${WRITABLE}/hard-link`, target: `${READ_ONLY}/linked` },
  },
  {
    name: 'to get at a file by a symbolic link where writing is allowed',
    act: ['write', `${WRITABLE}/link-to-linked`],
    call: 'open',
    record: { operation: 'open', name: `${READ_ONLY}/linked` },
  },
  {
    name: 'to make a symbolic link',
    act: ['symlink', '/etc/passwd', `${READ_ONLY}/symlink`],
    call: 'symlink',
    record: { operation: 'symlink', name: `${READ_ONLY}/symlink` },
  },
  {
    name: 'to map a data file for execution',
    act: ['mmap-exec', `${READ_ONLY}/mapped`],
    call: 'mmap',
    record: { operation: 'file_mmap', name: `${READ_ONLY}/mapped` },
  },
  {
    name: 'to mount over a folder',
    act: ['mount-tmpfs', `${READ_ONLY}/mounted`],
    call: 'mount',
    record: { operation: 'mount', name: `${READ_ONLY}/mounted/` },
  },
  {
    name: 'to mount a folder where writing is allowed',
    act: ['bind-mount', READ_ONLY, `${WRITABLE}/mounted`],
    call: 'mount',
    record: { operation: 'mount', name: `${WRITABLE}/mounted/` },
  },
];

const socket = (name: string, family: string, kind: string, ...protocol: readonly string[]): Act => ({
  name,
  act: ['socket', family, kind, ...protocol],
  call: 'socket',
  record: { operation: 'create', family, sock_type: kind },
});

/** Sockets of every kind that a process could talk to others by. */
export const PORTS: readonly Act[] = [
  socket('a TCP socket', 'inet', 'stream'),
  socket('a UDP socket', 'inet', 'dgram'),
  socket('a TCP socket of IPv6', 'inet6', 'stream'),
  socket('a UDP socket of IPv6', 'inet6', 'dgram'),
  socket('a raw socket', 'inet', 'raw', 'icmp'),
  socket('a raw socket of IPv6', 'inet6', 'raw', 'icmp'),
  socket('a packet socket', 'packet', 'raw', 'all'),
  { ...socket('to listen on a port', 'inet', 'stream'), act: ['listen', 'inet', '8080'] },
  { ...socket('to listen on a port of IPv6', 'inet6', 'stream'), act: ['listen', 'inet6', '8081'] },
];

/** Sockets that never leave the machine: a policy without them needs a rule of its own. */
export const UNIX_SOCKETS: readonly Act[] = [
  socket('a unix socket', 'unix', 'stream'),
  { ...socket('a pair of unix sockets', 'unix', 'stream'), act: ['socketpair', 'unix', 'stream'], call: 'socketpair' },
  { ...socket('to listen on a unix socket', 'unix', 'stream'), act: ['listen', 'unix', `${WRITABLE}/socket`] },
];

/** What needs a capability that the container has and the profile does not give. */
export const CAPABILITIES: readonly Act[] = [
  {
    name: 'to change the name of the host',
    act: ['set-hostname', 'other'],
    call: 'sethostname',
    record: { operation: 'capable', capname: 'sys_admin' },
  },
];

/** Files that the acts want, below the root of an image. `shell` is the content of a dynamically linked shell. */
export function actFiles(shell: Buffer): readonly Entry[] {
  const text = { content: 'text\n'.repeat(1000), mode: 0o644 };
  const within = (folder: string, ...names: readonly string[]): readonly Entry[] =>
    names.map((name) => ({ ...text, path: `${folder.slice(1)}/${name}` }));
  const readOnly = READ_ONLY.slice(1);
  const writable = WRITABLE.slice(1);
  return [
    program('kernel-probe', 'usr/local/bin/probe'),
    { path: 'usr/bin/true', content: 'busybox', symlink: true },
    ...within(
      READ_ONLY,
      'write',
      'append',
      'overwrite',
      'truncate',
      'unlink',
      'rename',
      'chmod',
      'chown',
      'mmap-write',
    ),
    ...within(READ_ONLY, 'replaced', 'linked', 'mapped'),
    { path: `${readOnly}/rmdir` },
    { path: `${readOnly}/mounted` },
    { path: `${readOnly}/harmless`, content: shell, mode: 0o755 },
    { path: `${readOnly}/script`, content: SCRIPT, mode: 0o755 },
    { path: writable, mode: 0o777 },
    { path: `${writable}/mounted` },
    ...within(WRITABLE, 'other'),
    { path: `${writable}/script`, content: SCRIPT, mode: 0o755 },
    { path: `${writable}/link-to-shell`, content: '/bin/sh', symlink: true },
    { path: `${writable}/link-to-linked`, content: `${READ_ONLY}/linked`, symlink: true },
  ];
}
