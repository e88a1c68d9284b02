import { filterSlashes } from '../glob/glob';
import type { Profile } from '../model/policy';
import type { MountRule } from '../model/rules';
import { livesIn } from '../versions';
import { accessEntry } from './accesses';
import { type Aliases, aliased } from './aliases';
import { type Everything, everything } from './all';
import { type Body, collect, isAudited, lay, NOTHING, type Other } from './collect';
import { type Context, expanded } from './context';
import { changeProfileEntry, fileEntry, type Home, impliedFiles, linkEntry } from './files';
import { readFlags } from './flags';
import type { AccessEntry, CapabilityEntry, ExpandedProfile, FileEntry, MountEntry, PivotRootEntry } from './model';
import { mountEntry, pivotRootEntry } from './mounts';
import { escapeName, isHat, readName } from './names';
import { readLimit } from './rlimits';
import type { SetVariable, Symbols } from './symbols';
import { reportTwins } from './twins';

/** What is the same for all profiles of a file. */
export interface Setting extends Context {
  readonly aliases: Aliases;
}

/** A profile with its children. */
export function expandProfile(node: Profile, setting: Setting, parent?: ExpandedProfile['name']): ExpandedProfile {
  const { version, complain } = setting;
  // Conditions are decided when the profile is read, before @{profile_name} is there.
  const body = collect(node.rules, setting);
  reportTwins(body.children, complain);
  const read = readName(node.name.value);
  const name = expanded({ ...node.name, value: read.name }, setting);
  const attachment = node.attachment && expanded(node.attachment, setting);
  const full = parent === undefined ? name : `${parent}//${name}`;
  const attachments = attachmentsOf(name, attachment, setting.aliases);
  const inside = { ...setting, symbols: withBuiltIns(setting, full, attachments[0]) };
  const entries = expandBody(body, { ...inside, ownName: read.name }, isHat(node));
  return {
    name: full,
    ...(read.namespace !== undefined && { namespace: read.namespace }),
    ownName: name,
    kind: isHat(node) ? 'hat' : 'profile',
    attachments,
    flags: readFlags(node.flags.map(({ value }) => value)),
    ...entries,
    children: body.children.map((child) => expandProfile(child, { ...setting, version }, full)),
    node,
  };
}

function attachmentsOf(name: string, attachment: string | undefined, aliases: Aliases): readonly string[] {
  const local = name.split('//').at(-1) ?? name;
  const own = attachment ?? (local.startsWith('/') ? local : undefined);
  return [...(own === undefined ? [] : [own]), ...aliased(attachment ?? name, aliases)].map(filterSlashes);
}

/** Variables that the parser sets for each profile. */
const BUILT_INS = [
  { name: 'profile_name', lifetime: {} },
  { name: 'attach_path', lifetime: { since: '5.0' } },
  { name: 'exec_path', lifetime: { since: '5.0' } },
] as const;

function withBuiltIns({ symbols, version, complain }: Setting, full: string, attached: string | undefined): Symbols {
  // The variables themselves are shared: the parser too keeps the values that it found first.
  const inside: Symbols = new Map(symbols);
  for (const { name, lifetime } of BUILT_INS) {
    const value = name === 'profile_name' ? escapeName(full) : attached;
    if (value === undefined || !livesIn(lifetime, version)) continue;
    const before = symbols.get(name);
    if (before?.declared !== undefined && version !== '5.0')
      complain(
        'variableTwice',
        before.declared,
        `@{${name}} is the name of the profile: it cannot be declared`,
        'give the variable another name',
      );
    inside.set(name, { kind: 'set', name, values: [value] } satisfies SetVariable);
  }
  return inside;
}

type Entries = Omit<
  ExpandedProfile,
  'name' | 'namespace' | 'ownName' | 'kind' | 'attachments' | 'flags' | 'children' | 'node'
>;

function expandBody(body: Body, home: Home, hat: boolean): Entries {
  const files: FileEntry[] = [];
  const changeProfiles: Entries['changeProfiles'][number][] = [];
  for (const { rule, laid } of body.files) {
    if (rule.kind === 'change_profile') changeProfiles.push(changeProfileEntry(rule, laid, home));
    else if (rule.kind === 'link') files.push(linkEntry(rule, laid, home));
    else {
      const entry = fileEntry(rule, laid, home);
      if (entry) files.push(entry);
    }
  }
  const others = expandOthers(body.others, home);
  const implied = impliedFiles(changeProfiles.length > 0, body.children.length > 0, hat, home.version);
  return {
    ...others,
    files: [...files, ...others.files, ...implied],
    changeProfiles,
    rlimits: body.rlimits.map((rule) => {
      const limit = readLimit(rule);
      return { rule, resource: rule.resource.value, ...(typeof limit === 'number' && { limit }) };
    }),
  };
}

/** Where the entries of a kind are kept. */
const KEPT = {
  network: 'networks',
  unix: 'unix',
  dbus: 'dbus',
  signal: 'signals',
  ptrace: 'ptraces',
  mqueue: 'mqueues',
  userns: 'userns',
  io_uring: 'ioUrings',
} as const;

interface OtherEntries extends Readonly<Record<(typeof KEPT)[keyof typeof KEPT], AccessEntry[]>> {
  readonly files: FileEntry[];
  readonly capabilities: CapabilityEntry[];
  readonly mounts: MountEntry[];
  readonly pivotRoots: PivotRootEntry[];
}

function expandOthers(rules: readonly Other[], home: Home): OtherEntries {
  const to: OtherEntries = {
    files: [],
    capabilities: [],
    mounts: [],
    pivotRoots: [],
    networks: [],
    unix: [],
    dbus: [],
    signals: [],
    ptraces: [],
    mqueues: [],
    userns: [],
    ioUrings: [],
  };
  for (const rule of rules) {
    const laid = lay(NOTHING, rule.prefix, home.version, false);
    if (rule.kind === 'all') keepEverything(everything(rule, laid), to);
    else if (rule.kind === 'capability')
      to.capabilities.push({
        rule,
        audit: isAudited(laid),
        mode: laid.mode,
        priority: 0,
        names: rule.names.map(({ value }) => value),
      });
    else if (rule.kind === 'pivot_root') to.pivotRoots.push(pivotRootEntry(rule, laid, home));
    else if (isMount(rule)) to.mounts.push(mountEntry(rule, laid, home));
    else to[KEPT[rule.kind]].push(accessEntry(rule, laid, home));
  }
  return to;
}

const isMount = (rule: Other): rule is MountRule => ['mount', 'remount', 'umount'].includes(rule.kind);

function keepEverything({ files, capability, access, mounts, pivotRoot }: Everything, to: OtherEntries): void {
  to.files.push(...files);
  to.capabilities.push(capability);
  to.mounts.push(...mounts);
  to.pivotRoots.push(pivotRoot);
  for (const kind of Object.values(KEPT)) to[kind].push(access);
}
