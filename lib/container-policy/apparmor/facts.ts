/** What container images and runtimes have in common: facts that profiles rest on. */

/**
 * Names of shells, and of programs that have a shell inside: one file of busybox or toybox is all of their commands.
 * A name counts in every folder.
 */
const SHELL_NAMES = [
  'sh',
  'ash',
  'hush',
  'bash',
  'bash-static',
  'rbash',
  'dash',
  'zsh',
  'zsh-*',
  'rzsh',
  'ksh',
  'ksh93',
  'ksh2020',
  'rksh',
  'mksh',
  'mksh-static',
  'lksh',
  'oksh',
  'loksh',
  'yash',
  'posh',
  'fish',
  'csh',
  'tcsh',
  'bsd-csh',
  'elvish',
  'xonsh',
  'nushell',
  'pwsh',
  'sash',
  'busybox',
  'busybox.*',
  'busybox-*',
  'toybox',
  'toybox-*',
] as const;

/** All shells as one pattern. */
export const SHELLS = `/{**/,}{${SHELL_NAMES.join(',')}}`;

/** The dynamic linker: told to, it starts any program that may be read. */
export const DYNAMIC_LINKERS = '/{**/,}ld{,32,64,-*}.so*';

/** Where images have their programs and libraries. */
export const PROGRAM_FOLDERS = [
  '/{usr/,usr/local/,}{bin,sbin,lib,lib32,lib64,libx32,libexec}/{,**}',
  '/usr/{,local/}',
] as const;

/** Where code stands that programs load: shared objects, and addons of Node.js. */
export const LIBRARIES = ['/{**/,}*.so{,.*}', '/{**/,}*.node'] as const;

/**
 * Files that are only in memory: they have no folder. With attach_disconnected the kernel calls a program of memfd_create,
 * and anonymous huge pages, by the root alone.
 */
export const MEMORY_FILES = '/{,memfd:*}';

/** Devices that every container has, and that hold nothing. */
export const DEVICES = ['/dev/{null,zero,full,random,urandom,tty,ptmx}', '/dev/pts/{,*}'] as const;

/** What processes write of themselves: their names, and how the kernel treats them when memory is short. */
export const OWN_PROC =
  '/proc/[0-9]*/{,task/[0-9]*/}{comm,oom_score_adj,oom_adj,coredump_filter,timerslack_ns,clear_refs}';

/** What of the kernel no container changes: runtimes hide or protect it too, with profiles of their own that ours replaces. */
export const KERNEL_FILES = [
  '/proc/*',
  '/proc/{acpi,asound,bus,driver,fs,irq,scsi,sys,sysvipc,tty}/{,**}',
  '/sys/{,**}',
] as const;

/** What of the kernel no container may even read. */
export const KERNEL_SECRETS = [
  '/proc/{kcore,kmem,mem,sysrq-trigger}',
  '/sys/kernel/security/{,**}',
  '/sys/firmware/{,**}',
] as const;

/** What programs of every kind read before they do anything: linker, names of users and hosts, certificates, clock, limits. */
export const BASE_READS = [
  '/',
  '/etc/ld.so.{cache,conf,preload}',
  '/etc/ld-musl-*.path',
  '/etc/ld.so.conf.d/{,**}',
  '/etc/{passwd,group,nsswitch.conf,hosts,host.conf,resolv.conf,hostname,gai.conf,services,protocols}',
  '/etc/{localtime,timezone,locale.alias,os-release}',
  '/etc/{ssl,pki,ca-certificates}/{,**}',
  '/{usr/,}{lib,lib32,lib64}/{,**}',
  '/usr/local/{lib,share/ca-certificates}/{,**}',
  '/usr/share/{zoneinfo,locale,i18n,ca-certificates}/{,**}',
  '/proc/{,**}',
  '/sys/{devices/system,fs/cgroup,kernel/mm}/{,**}',
  '/dev/{,**}',
] as const;

/** Who ends and watches a container from outside: runtimes run unconfined, or on newer nodes under profiles of these names. */
export const RUNTIME_PEERS = ['unconfined', 'containerd', 'crun', 'runc'] as const;
