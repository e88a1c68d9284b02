import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { Manifest } from '../../kubernetes/pod-templates';
import { type KubernetesVersion, minorOf } from '../../kubernetes/versions';
import { defaultingObjects } from '../../pod-security/language/admission/defaulting/objects';
import { evaluateAdmission } from '../../pod-security/language/admission/evaluate';
import { literalsOf } from '../../pod-security/language/admission/literals';
import { admissionObjects } from '../../pod-security/language/admission/objects';
import { DEFAULTING_SINCE, POLICIES_UNTIL, VALIDATION_SINCE } from '../../pod-security/language/bands';
import type { Level } from '../../pod-security/language/levels';
import { UNION } from '../../pod-security/language/names';
import type { PodAnswer } from '../../pod-security/language/pod/answer';
import type { Authorise, PodRequest } from '../../pod-security/language/pod/request';
import { evaluatePodSecurity } from '../../pod-security/language/psa/admission';
import { evaluateLevel } from '../../pod-security/language/psa/evaluate';
import { levelOf } from '../../pod-security/language/psa/from-policies';
import { MODES, modeLabel } from '../../pod-security/language/psa/namespace';
import { evaluatePolicies } from '../../pod-security/language/psp/evaluate';
import { authoriseBy } from '../../pod-security/language/rbac';
import { servedSince } from '../../pod-security/language/read/check-admission';
import { type Inventory, rightsOf, unknownRoles } from '../../pod-security/language/read/inventory';
import { readProblem } from '../../pod-security/language/read/problems';

/** By what pods are judged. */
export interface JudgeSettings {
  /** Policies, rights and namespaces. */
  readonly inventory: Inventory;
  /** Of the cluster that is asked. */
  readonly version: KubernetesVersion;
  /** A level for all namespaces. Without it the labels of the namespaces in the files count. */
  readonly level?: Level;
}

/** Answers as one part of the API server. */
export type Judge = (request: PodRequest) => PodAnswer;

/** All parts that have a say, in the order in which the server asks them, and what should be known about their answers. */
export interface Judges {
  readonly judges: readonly Judge[];
  readonly notices: readonly Diagnostic[];
}

/** The judges of a cluster. None: there is nothing to judge by. */
export function judgesOf(settings: JudgeSettings): Judges {
  const authorise = authoriseOf(settings.inventory);
  const parts = [policyJudges(settings, authorise.authorise), { judges: levelJudges(settings), notices: [] }];
  const judges = parts.flatMap((part) => part.judges);
  const asks = settings.inventory.policies.length > 0;
  return { judges, notices: [...(asks ? authorise.notices : []), ...parts.flatMap(({ notices }) => notices)] };
}

/** Who may use policies: RBAC, where there are roles or bindings; everybody otherwise, which is said. */
function authoriseOf({ roles, bindings, policies }: Inventory): {
  readonly authorise: Authorise;
  readonly notices: readonly Diagnostic[];
} {
  if (roles.length + bindings.length > 0) {
    return { authorise: authoriseBy(rightsOf({ roles, bindings })), notices: unknownRoles({ roles, bindings }) };
  }
  const message = 'the files hold no roles and no bindings: everybody may use every policy here';
  const hint = 'add the files with the roles and bindings';
  const [first] = policies;
  return {
    authorise: () => true,
    notices: [readProblem('anybody', message, first === undefined ? {} : { file: first.object.file }, hint, 'note')],
  };
}

const NONE: Judges = { judges: [], notices: [] };

/** What the policies become on a cluster of this version, and the admission policies that stand in the files. */
function policyJudges({ inventory, version }: JudgeSettings, authorise: Authorise): Judges {
  const policies = inventory.policies.map(({ policy }) => policy);
  const minor = minorOf(version);
  if (minor >= VALIDATION_SINCE) return admissionJudges(inventory, version, authorise);
  if (policies.length === 0) return NONE;
  if (minor > POLICIES_UNTIL) return nearestLevel(inventory, version);
  return { judges: [(request) => evaluatePolicies(request, policies, authorise)], notices: [] };
}

/** Between the policies and what replaced them a cluster has levels alone: the one that says the same, as far as one does. */
function nearestLevel({ policies }: Inventory, version: KubernetesVersion): Judges {
  const { level, notEnforced } = levelOf(policies.map(({ policy }) => policy));
  const place = { file: policies[0]?.object.file ?? '-' };
  const has = `Kubernetes ${version} has levels in place of policies, and no rights to use them`;
  const lost = new Map<string, string[]>();
  for (const { policy, field, why } of notEnforced) {
    const says = `"${field}" is not enforced by Kubernetes ${version}: ${why}`;
    lost.set(says, [...(lost.get(says) ?? []), policy]);
  }
  return {
    judges: [({ pod }) => evaluateLevel(pod, level, version)],
    notices: [
      readProblem(
        'band',
        `${has}: "${level}" is the one that refuses no pod that one of them lets in`,
        place,
        undefined,
        'note',
      ),
      ...[...lost].map(([says, names]) =>
        readProblem('band', `${says} (${names.join(', ')})`, place, undefined, 'warning'),
      ),
    ],
  };
}

/** Admission policies: those of the files, and those that a chart of ours makes of PodSecurityPolicies. */
function admissionJudges(inventory: Inventory, version: KubernetesVersion, authorise: Authorise): Judges {
  const minor = minorOf(version);
  const served = inventory.admission.filter(({ kind }) => minor >= servedSince(kind));
  const given = served.map(({ manifest }) => manifest);
  const objects = [...madeOf(inventory, minor), ...given];
  if (objects.length === 0) return NONE;
  // A right to one policy of several counts for the name of all of them: our roles carry it.
  const ofUnion: Authorise = (who, what) =>
    (what.name ?? '').split(UNION).some((name) => authorise(who, { ...what, name }));
  return { judges: [(request) => evaluateAdmission(request, objects, ofUnion, minor)], notices: [] };
}

/** Name of the admission policies that PodSecurityPolicies become. */
const MADE = 'pod-security';

function madeOf({ policies }: Inventory, minor: number): readonly Manifest[] {
  if (policies.length === 0) return [];
  const named = policies.map(({ policy }) => policy).sort((one, other) => (one.name < other.name ? -1 : 1));
  const completed = minor >= DEFAULTING_SINCE;
  const literals = named.map((policy) => literalsOf(policy, 'refuse'));
  // What a server can afford is found out where a chart is made: that takes seconds, and answers nothing here.
  const manifests = admissionObjects(literals, { name: MADE, mode: 'enforce', constant: true, completed });
  const defaulting = completed ? defaultingObjects(literals, { name: MADE, constant: true }) : [];
  return [...manifests, ...defaulting].map((object) => ({ ...object }));
}

/** Whether the labels of a namespace hold its pods to a level. */
export function isLabelled(labels: Readonly<Record<string, string>>): boolean {
  return MODES.some((mode) => labels[modeLabel(mode)] !== undefined);
}

/** One level for all, or what the labels of the namespaces say. */
function levelJudges({ level, version, inventory }: JudgeSettings): readonly Judge[] {
  if (level !== undefined) return [({ pod }) => evaluateLevel(pod, level, version)];
  if (![...inventory.namespaces.values()].some(isLabelled)) return [];
  return [(request) => evaluatePodSecurity(request, version)];
}

/**
 * Asks one judge after the other: each looks at the pod as those before it left it, and all must let it in. Those that
 * come after a refusal are asked too, so that all reasons are told at once.
 */
export function ask(judges: readonly Judge[], request: PodRequest): PodAnswer {
  let pod = request.pod;
  const answers = judges.map((judge) => {
    const answer = judge({ ...request, pod });
    pod = answer.mutated ?? pod;
    return answer;
  });
  const policy = answers.find((answer) => answer.policy !== undefined)?.policy;
  const warnings = answers.flatMap((answer) => answer.warnings ?? []);
  return {
    allowed: answers.every(({ allowed }) => allowed),
    reasons: answers.flatMap(({ reasons }) => reasons),
    ...(policy !== undefined && { policy }),
    ...(pod !== request.pod && { mutated: pod }),
    ...(warnings.length > 0 && { warnings }),
  };
}
