import type { Report } from '../../../diagnostics/collector';
import { complaints } from '../complain';
import type { ExpandedPolicy, ExpandedProfile } from '../expand/model';
import type { Abi, PolicyFile } from '../model/policy';
import type { Trivia } from '../model/rules';
import { CODES } from '../problems';
import { unixSockets, unmediated } from './abi';
import { disconnected, ownProcesses, runtimeSignals, takenNames, wideAbstractions } from './containers';
import type { Finding, Lint, Subject } from './lint';
import { anyProfile, keptEnvironment, powerfulCapabilities, unconfinedExec } from './power';
import { silentDenials } from './silence';
import { deniedRules, uselessRules } from './useless';
import { kernelSwitches, withoutOwner, writeAndExecute, writesAnywhere } from './writes';

/** In the order of their codes. */
const LINTS: readonly Lint[] = [
  uselessRules,
  deniedRules,
  writeAndExecute,
  powerfulCapabilities,
  unixSockets,
  silentDenials,
  disconnected,
  runtimeSignals,
  ownProcesses,
  withoutOwner,
  unconfinedExec,
  keptEnvironment,
  writesAnywhere,
  anyProfile,
  unmediated,
  wideAbstractions,
  takenNames,
  kernelSwitches,
];

/** Of profiles that only write to the log: what they open and what they lack does not matter there, denials do. */
const LINTS_OF_COMPLAIN: readonly Lint[] = [uselessRules, deniedRules, silentDenials, takenNames];

const LINTS_OF: { readonly [mode in ExpandedProfile['flags']['mode']]?: readonly Lint[] } = {
  complain: LINTS_OF_COMPLAIN,
  unconfined: [],
};

/**
 * Warns of what the parser takes and practitioners would not: each kind has a code of its own, from APPARMOR1110 on. A comment
 * `# container-security: ignore APPARMOR1115` at a rule, above a profile or at the top of the file switches one off there.
 *
 * @param policy what became of the file
 */
export function lintPolicy(file: PolicyFile, policy: ExpandedPolicy, report: Report): void {
  const complain = complaints(report);
  const abi = file.items.find((item): item is Abi => item.kind === 'abi')?.path.value.replace(/^abi\//, '');
  const lintOne = (profile: ExpandedProfile, top: boolean, around: readonly Trivia[]): void => {
    const within = [...around, profile.node];
    const subject: Subject = {
      profile,
      forContainers: top && isForContainers(profile),
      abi,
      complete: isComplete(profile),
      file,
    };
    for (const finding of (LINTS_OF[profile.flags.mode] ?? LINTS).flatMap((lint) => lint(subject))) {
      if (isIgnored(finding, within)) continue;
      const { code, rule, message, hint } = finding;
      complain(code, rule ?? profile.node.name, message, hint, 'warning');
    }
    for (const child of profile.children) lintOne(child, false, within);
  };
  const top = file.items[0];
  for (const profile of policy.profiles) lintOne(profile, true, top === undefined ? [] : [top]);
}

/**
 * Programs that start by themselves have a path to be found by; containers are put under a name. So are helpers of other
 * programs of a host, whose profiles have an include for the administrator.
 */
const isForContainers = ({ kind, attachments, node }: ExpandedProfile): boolean =>
  kind === 'profile' &&
  attachments.length === 0 &&
  !node.rules.some((rule) => rule.kind === 'include' && rule.path.value.startsWith('local/'));

const isComplete = ({ node }: ExpandedProfile): boolean =>
  node.rules.every((rule) => rule.kind !== 'include' || rule.ifExists || rule.files.length > 0);

const IGNORE = /^#\s*container-security:\s*ignore\s+(.*)$/;

function isIgnored({ code, rule }: Finding, around: readonly Trivia[]): boolean {
  return [...around, ...(rule ? [rule] : [])].some(({ above = [], behind = '' }) =>
    [...above, behind].some((comment) => IGNORE.exec(comment.trim())?.[1]?.includes(CODES[code])),
  );
}
