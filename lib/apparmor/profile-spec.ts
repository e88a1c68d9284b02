import { flagWord, type ProfileParts, policyFileOf, profileOf } from './language/build/policy';
import type { PolicyFile, Profile } from './language/model/policy';
import type { Word } from './language/model/source';
import type { Rule } from './rules/rule';
import type { Signal } from './rules/signal';

/** Flags of a profile without a value: apparmor.d(5), "Profile Flags". */
export enum ProfileFlag {
  /** What is not allowed is denied; so it is without a flag too. */
  ENFORCE = 'enforce',
  /** What is not allowed is logged and allowed: to see what a profile would do. */
  COMPLAIN = 'complain',
  /** What is not allowed ends the process. */
  KILL = 'kill',
  /** The profile has a name and no effect. */
  UNCONFINED = 'unconfined',
  /** What is not denied is allowed. From apparmor_parser 4.1 on. */
  DEFAULT_ALLOW = 'default_allow',
  /** Ask a program of the system. From apparmor_parser 4.1 on. */
  PROMPT = 'prompt',
  /** Log all that is allowed. */
  AUDIT = 'audit',
  /** Paths of deleted files are judged as they were. */
  MEDIATE_DELETED = 'mediate_deleted',
  /** Paths that do not reach the root, as in containers, are taken to begin there. */
  ATTACH_DISCONNECTED = 'attach_disconnected',
  /** Paths begin at the process's root. */
  CHROOT_RELATIVE = 'chroot_relative',
  /** For who works on AppArmor. From apparmor_parser 4.1 on. */
  DEBUG = 'debug',
  /** A prompt may be interrupted. From apparmor_parser 4.1 on. */
  INTERRUPTIBLE = 'interruptible',
}

/** What a profile, a child profile or a hat consists of. */
export interface AppArmorChildSpec {
  /** Of a profile: as pods name it behind `localhost/`. Of a child or hat: without its parent. */
  readonly name: string;
  /** Glob of the programs that run under it when nobody says otherwise. Containers name their profile and need none. @default - none */
  readonly attachment?: string;
  /** @default - none */
  readonly flags?: ProfileFlag[];
  /** With the flag ATTACH_DISCONNECTED: the directory below which such paths are taken to be. From apparmor_parser 4.1 on. @default - the root */
  readonly attachDisconnectedPath?: string;
  /** With the flag KILL: the signal. From apparmor_parser 4.1 on. @default - kill */
  readonly killSignal?: Signal;
  /** What a denied call answers, such as `EPERM`. From apparmor_parser 4.1 on. @default - EACCES, mostly */
  readonly errorNumber?: string;
  /** Files with rules, below /etc/apparmor.d, such as `abstractions/base`. They must be there. @default - none */
  readonly includes?: string[];
  /** The same, for files that may be missing: `include if exists`. @default - none */
  readonly includesIfExist?: string[];
  /** What it allows and denies. What no rule allows is denied. @default - nothing is allowed */
  readonly rules?: Rule[];
}

/** A profile, said in types. */
export interface AppArmorProfileSpec extends AppArmorChildSpec {
  /** Version of apparmor_parser that will read the text, such as `4.1`. @default - that of the loader's image */
  readonly parserVersion?: string;
  /** File below /etc/apparmor.d with the features that the profile knows. @default abi/3.0 */
  readonly abi?: string;
  /** Files with variables, such as `tunables/global`, which abstractions need. @default - none */
  readonly tunables?: string[];
  /** Variables of this profile by name: `{ data: ['/srv/data'] }` is `@{data}` in a path. @default - none */
  readonly variables?: { [name: string]: string[] };
  /** Profiles that an `ExecRule.child` changes to. @default - none */
  readonly children?: AppArmorChildSpec[];
  /** Profiles that the program itself changes to and back, aa_change_hat(2). @default - none */
  readonly hats?: AppArmorChildSpec[];
}

const flagsOf = ({
  flags = [],
  attachDisconnectedPath,
  killSignal,
  errorNumber,
}: AppArmorChildSpec): readonly Word[] => [
  ...flags.map((flag) => flagWord(flag)),
  ...(attachDisconnectedPath === undefined ? [] : [flagWord('attach_disconnected.path', attachDisconnectedPath)]),
  ...(killSignal === undefined ? [] : [flagWord('kill.signal', killSignal)]),
  ...(errorNumber === undefined ? [] : [flagWord('error', errorNumber)]),
];

const partsOf = (
  spec: AppArmorChildSpec,
  keyword: ProfileParts['keyword'],
  inside: readonly Profile[],
): ProfileParts => ({
  keyword,
  name: spec.name,
  attachment: spec.attachment,
  flags: flagsOf(spec),
  includes: spec.includes,
  includesIfExist: spec.includesIfExist,
  rules: [...(spec.rules ?? []).map(({ _node }) => _node), ...inside.map((each) => ({ ...each, above: [''] }))],
});

/** The syntax of a profile that was said in types. @throws DiagnosticError APPARMOR1023 */
export function policyOf(spec: AppArmorProfileSpec): PolicyFile {
  const { abi = 'abi/3.0', tunables, variables, children = [], hats = [] } = spec;
  const inside = [
    ...children.map((each) => profileOf(partsOf(each, 'profile', []))),
    ...hats.map((each) => profileOf(partsOf(each, 'hat', []))),
  ];
  return policyFileOf({ abi, tunables, variables }, profileOf(partsOf(spec, 'profile', inside)));
}
