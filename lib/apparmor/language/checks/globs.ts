import type { Complain } from '../complain';
import type {
  AccessEntry,
  ChangeProfileEntry,
  ExpandedCondition,
  ExpandedProfile,
  FileEntry,
  MountEntry,
  PivotRootEntry,
} from '../expand/model';
import { type GlobFault, isGlob, parseGlob } from '../glob/glob';
import type { Condition } from '../model/rules';
import type { Word } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';
import type { Mediated } from './mediated';
import { LOOKED_AT, mountCalls } from './mount-calls';

const FAULTS: Readonly<Record<GlobFault, readonly [string, string]>> = {
  'unopened-class': ['] closes no class', 'write \\] for the bracket itself'],
  'unopened-group': ['} closes no alternatives', 'write \\} for the brace itself'],
  'one-item': [
    'the alternatives between { and } are fewer than two',
    'write {a,b}, or {a,} for one that may be missing',
  ],
  depth: ['alternatives stand in each other 50 deep', 'write several rules'],
  unclosed: [
    'a class or alternatives are not closed',
    'close them with ] or }, or write \\[ or \\{ for the character itself',
  ],
  'trailing-escape': ['a backslash at the end stands before nothing', 'write \\\\ for the backslash itself'],
  class: ['a class of characters cannot be read', 'write it as in [a-z] or [^abc]'],
};

/**
 * Looks at the globs that the parser turns into automata. Those of rules that it leaves out do not count.
 *
 * @param mediated kinds of rules that it does not leave out
 */
export function checkGlobs(
  profile: ExpandedProfile,
  version: ParserVersion,
  mediated: ReadonlySet<Mediated>,
  complain: Complain,
): void {
  const check = globChecker(complain);
  const { node } = profile;
  // A name is looked at as well, though only what begins with a slash is attached by it.
  const [attachment = profile.ownName.split('//').at(-1) ?? '', ...aliased] = profile.attachments;
  check(attachment, node.attachment ?? node.name);
  for (const glob of aliased) if (!isForgiven(glob)) check(glob, node.attachment ?? node.name);
  if (atLeast(version, '4.1') && mediated.has('xattrs'))
    for (const condition of node.xattrs?.conditions ?? []) checkXattr(condition, complain);
  for (const entry of profile.files) checkFileEntry(entry, check);
  for (const entry of profile.changeProfiles) checkChange(entry, check);
  for (const entry of accessesOf(profile, version, mediated)) checkAccess(entry, check);
  for (const entry of profile.mounts) checkMount(entry, version, check);
  for (const entry of profile.pivotRoots) checkPivotRoot(entry, check);
  for (const child of profile.children) checkGlobs(child, version, mediated, complain);
}

function accessesOf(
  profile: ExpandedProfile,
  version: ParserVersion,
  mediated: ReadonlySet<Mediated>,
): readonly AccessEntry[] {
  const { dbus, unix, mqueues, ioUrings, networks, signals, ptraces } = profile;
  const kinds: readonly (readonly [Mediated, readonly AccessEntry[]])[] = [
    ['dbus', dbus],
    ['unix', unix],
    ['mqueue', mqueues.filter((entry) => !isSystemV(entry))],
    ['io_uring', ioUrings],
    ['network', version === '5.0' ? networks : []],
  ];
  return [...signals, ...ptraces, ...kinds.flatMap(([kind, entries]) => (mediated.has(kind) ? entries : []))];
}

/** Queues of System V are known to no kernel whose features come with AppArmor. */
const isSystemV = ({ conditions, names }: AccessEntry): boolean =>
  /^\d/.test(names[0] ?? '') || conditions.some(({ name, values }) => name === 'type' && values[0] === 'sysv');

type Place = Word | Parameters<Complain>[1];
type Check = (glob: string, at: Place, forgiven?: readonly GlobFault[]) => void;

function globChecker(complain: Complain): Check {
  return (glob, at, forgiven = []) => {
    const read = parseGlob(glob);
    if (isGlob(read) || forgiven.includes(read.fault)) return;
    const [message, hint] = FAULTS[read.fault];
    // Where variables were put in, the place in the text is another one.
    if ('raw' in at && at.value === glob && at.raw.includes(glob)) {
      const start = at.span.start + at.raw.indexOf(glob) + read.at;
      complain('glob', { ...at.span, start, end: Math.min(start + 1, at.span.end) }, message, hint);
    } else complain('glob', at, 'raw' in at && at.value !== glob ? `${message}: ${glob}` : message, hint);
  };
}

function checkFileEntry({ rule, patterns, linkTargets = [] }: FileEntry, check: Check): void {
  if (rule === undefined || rule.kind === 'change_profile') return;
  for (const pattern of patterns) check(pattern, rule.path ?? rule);
  for (const pattern of linkTargets) check(pattern, rule.target ?? rule);
}

function checkChange({ rule, target, exec }: ChangeProfileEntry, check: Check): void {
  if (rule === undefined) return;
  check(target, rule.target ?? rule);
  if (exec !== undefined) check(exec, rule.path ?? rule);
}

/** Faults that the parser finds in the value of an xattr, or in what an alias makes of a name, and then forgets. */
const FORGIVEN: readonly GlobFault[] = ['unopened-class', 'one-item', 'trailing-escape'];

function isForgiven(glob: string): boolean {
  const read = parseGlob(glob);
  return !isGlob(read) && FORGIVEN.includes(read.fault);
}

function checkXattr({ name, operator, values }: Condition, complain: Complain): void {
  const [word] = values;
  if (operator !== '=' || word === undefined) return;
  const read = parseGlob(word.value);
  if (isGlob(read) || isForgiven(word.value)) return;
  const [message, hint] = FAULTS[read.fault];
  complain('glob', word, `${message}: the value of ${name.raw}`, hint);
}

/** Conditions that hold words, not globs. */
const WORDS: readonly string[] = ['set', 'type', 'options', 'option', 'ip', 'port'];

function checkAccess({ rule, access, conditions, peer, names }: AccessEntry, check: Check): void {
  if (rule === undefined || rule.kind === 'all') return;
  // The label of io_uring rules is put into an automaton only where it matters.
  const unread = rule.kind === 'io_uring' && access.length > 0 && !access.includes('override_creds');
  for (const each of [...conditions, ...peer]) checkCondition(each, check, unread ? ['class'] : []);
  const [queue] = rule.names;
  if (rule.kind === 'mqueue' && queue !== undefined) check(names[0] ?? '', queue);
}

/** What no call of mount(2) is compared with is never read as a glob. */
function checkMount({ rule, source, target, conditions }: MountEntry, version: ParserVersion, check: Check): void {
  if (rule === undefined || rule.kind === 'all') return;
  const calls = mountCalls(rule, version);
  const looked = new Set(calls.flatMap((call) => LOOKED_AT[call]));
  // Where no mount point is named, what stands before the arrow is one for some calls.
  const isPoint = rule.kind !== 'mount' || target === undefined;
  if (source !== undefined && rule.source && (isPoint || looked.has('device'))) check(source, rule.source);
  if (target !== undefined && rule.target) check(target, rule.target);
  if (looked.has('type')) for (const each of conditions) checkCondition(each, check);
}

function checkPivotRoot({ rule, oldRoot, newRoot }: PivotRootEntry, check: Check): void {
  if (rule?.kind !== 'pivot_root') return;
  if (oldRoot !== undefined) check(oldRoot, rule.conditions.at(-1)?.values[0] ?? rule);
  if (newRoot !== undefined && rule.path) check(newRoot, rule.path);
}

/** The sign of an abstract address is no part of its glob. With several values of a variable the parser cuts off their brace. */
function checkCondition(
  { name, values, words }: ExpandedCondition,
  check: Check,
  forgiven: readonly GlobFault[] = [],
): void {
  if (WORDS.includes(name)) return;
  for (const [index, value] of values.entries()) {
    const word = words[index];
    if (word !== undefined) check(name === 'addr' && value !== 'none' ? value.slice(1) : value, word, forgiven);
  }
}
