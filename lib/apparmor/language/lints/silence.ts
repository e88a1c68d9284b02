import type { AccessEntry, CapabilityEntry, FileEntry } from '../expand/model';
import type { Rule } from '../model/rules';
import { isOwn, type Lint, meet, type Subject, textOf } from './lint';

/**
 * APPARMOR1115: rules that take away what others allow, and nobody hears who tried. Rules that deny what nothing allows are
 * left alone: profiles have them to keep logs quiet.
 */
export const silentDenials: Lint = (subject) => {
  const { files, capabilities, networks } = subject.profile;
  const locks: readonly (Rule | undefined)[] = [
    ...silent(files, subject).filter((entry) => files.some((each) => each.mode !== 'deny' && takesFrom(entry, each))),
    ...silent(capabilities, subject).filter((entry) =>
      capabilities.some((each) => each.mode !== 'deny' && share(entry, each)),
    ),
    ...silent(networks, subject).filter((entry) => networks.some((each) => each.mode !== 'deny' && alike(entry, each))),
  ].map(({ rule }) => rule);
  const [first, ...more] = locks.filter((rule) => rule !== undefined);
  if (first === undefined) return [];
  const rules = more.length === 0 ? '' : ` and ${more.length} more such ${more.length === 1 ? 'rule' : 'rules'}`;
  return [
    {
      code: 'denialSilent',
      rule: first,
      message: `what "${textOf(first)}"${rules} ${more.length === 0 ? 'takes' : 'take'} away is denied without a line in the log`,
      hint: 'write audit deny, to hear who tries',
    },
  ];
};

type Some = FileEntry | CapabilityEntry | AccessEntry;

const silent = <E extends Some>(entries: readonly E[], subject: Subject): readonly E[] =>
  entries.filter(({ mode, audit, rule }) => mode === 'deny' && !audit && isOwn(rule, subject));

const takesFrom = (denial: FileEntry, allowing: FileEntry): boolean =>
  ((denial.perms.owner & allowing.perms.owner) | (denial.perms.other & allowing.perms.other)) !== 0 &&
  denial.priority >= allowing.priority &&
  meet(denial, allowing);

const share = (one: CapabilityEntry, other: CapabilityEntry): boolean =>
  one.names.length === 0 || other.names.length === 0 || one.names.some((name) => other.names.includes(name));

const alike = (one: AccessEntry, other: AccessEntry): boolean =>
  one.names.every((name, index) => other.names[index] === undefined || other.names[index] === name);
