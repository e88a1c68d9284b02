import type { CapabilityEntry } from '../expand/model';
import { type Finding, isOwn, type Lint, meansName, textOf } from './lint';

/** Capabilities that are, or soon become, root of the node: capabilities(7). */
const POWERFUL: Readonly<Record<string, string>> = {
  sys_admin: 'mounts, and a hundred things besides',
  mac_admin: 'replaces the profile itself',
  mac_override: 'passes over the profile',
  sys_module: 'loads code into the kernel',
  sys_rawio: 'writes to memory and disks directly',
  sys_ptrace: 'steers other processes',
  sys_boot: 'replaces the kernel that runs',
  bpf: 'loads programs into the kernel',
};

/** The same in a container, where a host's daemon may well have them. */
const POWERFUL_IN_CONTAINERS: Readonly<Record<string, string>> = {
  ...POWERFUL,
  dac_read_search: 'opens any file of the node by its number',
};

/** APPARMOR1113: a capability that opens the profile. */
export const powerfulCapabilities: Lint = (subject) => {
  const { capabilities } = subject.profile;
  const known = subject.forContainers ? POWERFUL_IN_CONTAINERS : POWERFUL;
  const denied = capabilities.filter(({ mode }) => mode === 'deny');
  const isDenied = (name: string): boolean => denied.some(({ names }) => names.length === 0 || names.includes(name));
  return capabilities.flatMap((entry): readonly Finding[] => {
    const { rule, mode } = entry;
    if (rule?.kind !== 'capability' || mode === 'deny' || !isOwn(rule, subject)) return [];
    const open = powerful(entry, known).filter((name) => !isDenied(name));
    if (open.length === 0) return [];
    const what =
      open.length > 2
        ? 'what makes a process root of the node'
        : open.map((name) => `${name}: it ${known[name]}`).join('; ');
    return [
      {
        code: 'capabilityPowerful',
        rule,
        message: `"${textOf(rule)}" gives ${what}`,
        hint: 'name only what the program fails without',
      },
    ];
  });
};

const powerful = ({ names }: CapabilityEntry, known: Readonly<Record<string, string>>): readonly string[] =>
  names.length === 0 ? Object.keys(known) : names.filter((name) => Object.hasOwn(known, name));

/** APPARMOR1120: a program runs under no profile. */
export const unconfinedExec: Lint = (subject) =>
  subject.profile.files.flatMap((entry): readonly Finding[] => {
    const { rule, exec } = entry;
    if (rule === undefined || exec === undefined || !isOwn(rule, subject)) return [];
    if (exec.transition !== 'unconfined' && exec.fallback !== 'unconfined') return [];
    const when = exec.transition === 'unconfined' ? '' : ' when the profile that it should get is not loaded';
    return [
      {
        code: 'execUnconfined',
        rule,
        message: `"${textOf(rule)}" starts a program under no profile${when}: it may do anything`,
        hint: 'keep it under this profile (ix), a child (Cx) or one of its own (Px)',
      },
    ];
  });

/** APPARMOR1121: a program gets another profile and the environment of its caller. */
export const keptEnvironment: Lint = (subject) =>
  subject.profile.files.flatMap((entry): readonly Finding[] => {
    const { rule, exec } = entry;
    if (rule?.kind !== 'file' || exec === undefined || exec.clean || !isOwn(rule, subject)) return [];
    if (exec.transition !== 'profile' && exec.transition !== 'child') return [];
    // Under the same profile, or a narrower one, it may do nothing else.
    if (exec.target === subject.profile.name || exec.target?.startsWith('&')) return [];
    const letters = rule.perms?.value.match(/p?[iu]?x|c[iu]?x/i)?.[0] ?? 'px';
    return [
      {
        code: 'environmentKept',
        rule,
        message: `"${textOf(rule)}" hands LD_PRELOAD and the like to a program that may do other things`,
        hint: `clean its environment: ${letters.toUpperCase().replace(/[IX]/g, (letter) => letter.toLowerCase())}`,
      },
    ];
  });

/** APPARMOR1123: the profile can be left. */
export const anyProfile: Lint = (subject) =>
  subject.profile.changeProfiles.flatMap((entry): readonly Finding[] => {
    const { rule, mode, target } = entry;
    if (rule === undefined || mode === 'deny' || !isOwn(rule, subject) || !meansName(target, 'unconfined')) return [];
    return [
      {
        code: 'changesToAny',
        rule,
        message: `"${textOf(rule)}" lets a process leave the profile for ${target === 'unconfined' ? 'none' : 'any other, none included'}`,
        hint: 'name the profile: change_profile -> NAME',
      },
    ];
  });
