import type { AccessEntry } from '../expand/model';
import type { Include } from '../model/policy';
import type { Rule } from '../model/rules';
import { type Finding, type Lint, meansName } from './lint';

/** APPARMOR1116: paths of a container may not reach the root of the node, and are then denied without the flag. */
export const disconnected: Lint = ({ profile, forContainers }) =>
  !forContainers || profile.flags.others.some((flag) => flag.startsWith('attach_disconnected'))
    ? []
    : [
        {
          code: 'disconnected',
          message: `files that a container has from outside of its root, such as pipes and volumes, are denied to "${profile.name}" whatever its rules say`,
          hint: 'write behind the name: flags=(attach_disconnected, mediate_deleted)',
        },
      ];

/** Profiles of those who send signals to containers: none, and those that Ubuntu 24.04 gives to runc and crun. */
const SENDERS = ['unconfined', 'runc', 'crun'];

/** Signals by which containers are stopped. */
const STOPS = ['term', 'kill'];

const peersOf = ({ conditions }: AccessEntry): readonly string[] | undefined =>
  conditions.find(({ name }) => name === 'peer')?.values;

const isAbout = (entry: AccessEntry, access: string, peer: string): boolean =>
  entry.mode !== 'deny' &&
  (entry.access.length === 0 || entry.access.includes(access)) &&
  (peersOf(entry)?.some((glob) => meansName(glob, peer)) ?? true);

const hasSignal = ({ conditions }: AccessEntry, signal: string): boolean =>
  conditions.find(({ name }) => name === 'set')?.values.includes(signal) ?? true;

/** APPARMOR1117: the container runtime cannot stop the container. */
export const runtimeSignals: Lint = ({ profile, forContainers, complete }) => {
  const missing = SENDERS.filter(
    (peer) =>
      !STOPS.every((signal) =>
        profile.signals.some((each) => isAbout(each, 'receive', peer) && hasSignal(each, signal)),
      ),
  );
  if (!forContainers || !complete || missing.length === 0) return [];
  return [
    {
      code: 'runtimeSignals',
      message: `"${profile.name}" takes no signals from ${missing.join(', ')}: a container runtime that runs so cannot stop the container`,
      hint: `write into it: ${missing.map((peer) => `signal receive peer=${peer},`).join(' ')}`,
    },
  ];
};

/** APPARMOR1118: processes of the container cannot look at each other, so ps and the probes that use it see nothing. */
export const ownProcesses: Lint = ({ profile, forContainers, complete }) => {
  const sees = ['read', 'readby'].every((access) =>
    profile.ptraces.some((each) => isAbout(each, access, profile.name)),
  );
  if (!forContainers || !complete || sees) return [];
  return [
    {
      code: 'ownProcesses',
      message: `processes under "${profile.name}" cannot look at each other: ps, and probes and hooks that look for a process, fail`,
      hint: 'write into it: ptrace (read, readby) peer=@{profile_name},',
    },
  ];
};

/** Abstractions that open more than their names say. Taken from the abstractions of AppArmor 3.0.8 and 4.1.0. */
const WIDE: Readonly<Record<string, string>> = {
  'abstractions/nameservice': 'sockets of inet, inet6 and netlink',
  'abstractions/user-tmp': 'all that the user has below /tmp and /var/tmp for writing',
  'abstractions/user-write': 'all that the user has in his home for writing',
  'abstractions/user-download': 'downloads of the user for writing',
  'abstractions/user-mail': 'mail of the user for writing',
  'abstractions/ssl_keys': 'private keys below /etc/ssl and /etc/letsencrypt',
  'abstractions/dbus': 'all of the system bus',
  'abstractions/dbus-session': 'all of the session bus',
  'abstractions/authentication': '/etc/shadow',
};

/** APPARMOR1125: an abstraction that opens much in a container. */
export const wideAbstractions: Lint = ({ profile, forContainers }) =>
  !forContainers
    ? []
    : profile.node.rules.filter(isWide).map(
        (rule): Finding => ({
          code: 'abstractionWide',
          rule,
          message: `${rule.path.value} opens to the container: ${WIDE[rule.path.value]}`,
          hint: 'write the rules that the program needs of it',
        }),
      );

const isWide = (rule: Rule): rule is Include => rule.kind === 'include' && Object.hasOwn(WIDE, rule.path.value);

/** Profiles that runtimes and distributions bring under these names. */
const TAKEN: readonly (readonly [pattern: RegExp, whose: string])[] = [
  [/^docker-default$/, 'Docker'],
  [/^cri-containerd\.apparmor\.d$/, 'containerd'],
  [/^crio-default(-|$)/, 'CRI-O'],
  [/^containers-default-/, 'Podman'],
  [/^nerdctl-default$/, 'nerdctl'],
  [/^buildkit-default$|^buildkitd?$/, 'BuildKit'],
  [/^lxc-container-default/, 'LXC'],
  [/^lxd-/, 'LXD'],
  [/^snap\./, 'snapd'],
  [/^libvirt-/, 'libvirt'],
  [/^(runc|crun|podman|buildah|unprivileged_userns|virtiofsd)$/, 'Ubuntu'],
  [/^unconfined$/, 'the kernel'],
];

/** APPARMOR1126: loading the profile replaces one that others rely on. */
export const takenNames: Lint = ({ profile, forContainers }) => {
  const taken = TAKEN.find(([pattern]) => pattern.test(profile.name));
  if (!forContainers || taken === undefined) return [];
  return [
    {
      code: 'nameTaken',
      message: `"${profile.name}" is the name of a profile of ${taken[1]}: loading this one replaces it for all that runs under it`,
      hint: 'take a name of your own, such as one with your project in it',
    },
  ];
};
