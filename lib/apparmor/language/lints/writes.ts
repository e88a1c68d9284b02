import { elsewhere } from '../complain';
import { FILE_BITS, type FileEntry } from '../expand/model';
import { contains } from '../glob/compare';
import { isGlob, parseGlob } from '../glob/glob';
import type { Rule } from '../model/rules';
import {
  allows,
  covers,
  type Finding,
  globsOf,
  isOwn,
  type Lint,
  matchesPath,
  meet,
  type Subject,
  textOf,
} from './lint';

const WRITE = FILE_BITS.w | FILE_BITS.a;

const bitsOf = ({ perms }: FileEntry): number => perms.owner | perms.other;

/** Files that nothing but an installer writes, all over the tree: what may be written with all of them may be written anywhere. */
const ANYWHERE = ['/etc/passwd', '/usr/bin/env', '/opt/any/where'];

const isAnywhere = (entry: FileEntry): boolean =>
  (bitsOf(entry) & WRITE) !== 0 && ANYWHERE.every((path) => matchesPath(entry, path));

/** APPARMOR1112: what may be written may also be started, so that whoever gets in can bring his own program. */
export const writeAndExecute: Lint = (subject) => {
  const { files } = subject.profile;
  const allowed = files.filter(({ mode }) => mode !== 'deny');
  const writes = allowed.filter(
    (entry) => (bitsOf(entry) & WRITE) !== 0 && isOwn(entry.rule, subject) && !isAnywhere(entry),
  );
  const denials = files.filter((entry) => entry.mode === 'deny');
  const isDenied = (entry: FileEntry, bit: number): boolean =>
    denials.some((each) => (bitsOf(each) & bit) === bit && covers(each, entry));
  return allowed.flatMap((entry): readonly Finding[] => {
    const { rule } = entry;
    if (rule?.kind !== 'file' || rule.path === undefined || !isOwn(rule, subject)) return [];
    if ((bitsOf(entry) & FILE_BITS.x) === 0 || isAnywhere(entry) || isDenied(entry, FILE_BITS.w)) return [];
    const other = writes.find((each) => meet(each, entry) && !isDenied(each, FILE_BITS.x));
    if (!other?.rule) return [];
    const both = other === entry ? 'itself' : `"${textOf(other.rule)}" (${elsewhere(other.rule.span, rule.span)})`;
    return [
      {
        code: 'writeAndExecute',
        rule,
        message: `what "${textOf(rule)}" lets start, ${other === entry ? 'it lets' : `${both} lets`} write`,
        hint: 'keep programs and what is written apart, or deny writing them: audit deny … w',
      },
    ];
  });
};

/** APPARMOR1122: all files may be written. */
export const writesAnywhere: Lint = (subject) => {
  const { profile } = subject;
  const first = profile.files.find(
    ({ rule, ...entry }) =>
      rule !== undefined && isOwn(rule as Rule, subject) && entry.mode !== 'deny' && isAnywhere(entry),
  );
  if (first?.rule === undefined || !ANYWHERE.every((path) => allows(profile, path, FILE_BITS.w))) return [];
  return [
    {
      code: 'writesAnywhere',
      rule: first.rule,
      message: `"${textOf(first.rule)}" lets everything be written, programs and /etc among it`,
      hint: 'name what is written, or take the rest away: audit deny /** w',
    },
  ];
};

/** Files by which a container reaches the node. moby's docker-default denies them too. */
const SWITCHES = [
  '/proc/sys/kernel/core_pattern',
  '/proc/sysrq-trigger',
  '/sys/kernel/uevent_helper',
  '/sys/kernel/security/apparmor/.replace',
];

/** APPARMOR1127: a container may write what steers the kernel of its node. */
export const kernelSwitches: Lint = (subject) => {
  const { profile, forContainers } = subject;
  if (!forContainers || writesAnywhere(subject).length > 0) return [];
  const open = SWITCHES.filter((path) => allows(profile, path, FILE_BITS.w));
  const entry = profile.files.find(
    ({ rule, ...each }) =>
      rule !== undefined &&
      isOwn(rule, subject) &&
      each.mode !== 'deny' &&
      (bitsOf(each) & FILE_BITS.w) !== 0 &&
      open.some((path) => matchesPath(each, path)),
  );
  if (entry?.rule === undefined) return [];
  return [
    {
      code: 'kernelSwitches',
      rule: entry.rule,
      message: `"${textOf(entry.rule)}" lets a container write ${open.join(', ')}, which steer the kernel of the node`,
      hint: 'take them away: audit deny /proc/sys{,rq-trigger}{,/**} w, audit deny /sys/** w,',
    },
  ];
};

/** Directories in which users have files beside each other. */
const SHARED = parseGlob('/{home/*,root,tmp,var/tmp,run/user/*,dev/shm}/**');

/** APPARMOR1119: files of all users may be written where each has files of his own. */
export const withoutOwner: Lint = (subject: Subject) =>
  subject.profile.files.flatMap((entry): readonly Finding[] => {
    const { rule, mode, perms } = entry;
    if (rule === undefined || mode === 'deny' || !isOwn(rule, subject) || (perms.other & WRITE) === 0) return [];
    const globs = globsOf(entry);
    const shared =
      globs.some((glob) => !glob.literal) && globs.every((glob) => isGlob(SHARED) && contains(SHARED, glob));
    if (!shared) return [];
    return [
      {
        code: 'ownerMissing',
        rule,
        message: `"${textOf(rule)}" lets files of all users be written`,
        hint: `for its own files alone: owner ${textOf(rule)}`,
      },
    ];
  });
