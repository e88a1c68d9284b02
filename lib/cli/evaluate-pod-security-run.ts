import type { Diagnostic } from '../diagnostics/diagnostic';
import { formatDiagnostics } from '../diagnostics/format';
import { formatPlace, hasErrors } from '../diagnostics/place';
import { visible } from '../diagnostics/visible';
import { minorOf } from '../kubernetes/versions';
import { ADMITTED_BY } from '../pod-security/language/annotations';
import type { Level } from '../pod-security/language/levels';
import type { Identity } from '../pod-security/language/pod/request';
import { checkInventory } from '../pod-security/language/read/check-inventory';
import { readInventory } from '../pod-security/language/read/inventory';
import { servedWorkload } from '../pod-security/language/read/served';
import { changesOf } from '../project/pod-security/changes';
import { evaluateWorkload, type PlacedReason, type WorkloadAnswer } from '../project/pod-security/evaluate';
import { judgesOf } from '../project/pod-security/judges';
import { unjudged } from '../project/pod-security/unjudged';
import { jsonLine } from './cluster-options';
import { UsageError } from './failure';
import { EXIT, type Io } from './io';
import { readManifests } from './manifests';
import { withoutPolicies } from './named-policies';
import { painterFor } from './painter';
import { progress } from './progress';
import { resolveTargets } from './settings';
import type { Targets } from './targets';

/** Options of `evaluate pod-security` as the user gave them. */
export interface EvaluatePodsOptions {
  readonly policies?: readonly string[];
  readonly level?: Level;
  readonly namespace: string;
  readonly user?: string;
  readonly group?: readonly string[];
  readonly target?: Partial<Targets>;
  readonly json?: boolean;
}

/** Answers for every pod and workload of the files. Sets the exit code. */
export async function runEvaluatePods(files: readonly string[], options: EvaluatePodsOptions, io: Io): Promise<void> {
  const { kubernetes: version } = await resolveTargets(options.target, io);
  const minor = minorOf(version);
  const { policies: named = [] } = options;
  const { texts, unreadable, filesOf } = await readManifests([...named, ...files], io);
  const inventory = readInventory(texts, options.namespace);
  const settings = { inventory, version, ...(options.level && { level: options.level }) };
  const { judges, notices } = judgesOf(settings);
  const workloads = inventory.workloads.map((workload) => servedWorkload(workload, minor));
  const problems: readonly Diagnostic[] = [
    ...unreadable,
    ...checkInventory(inventory, minor),
    ...withoutPolicies(
      inventory,
      named.map((name) => ({ name, files: filesOf.get(name) ?? [] })),
      unreadable,
    ),
    ...workloads.flatMap((each) => each.problems),
    ...notices,
    ...unjudged(settings, { namespaceName: options.namespace }),
  ];
  if (problems.length > 0) {
    const painter = painterFor(io.stderr, io.env);
    const sources = new Map(texts.map(({ file, text }) => [file, text]));
    io.stderr.write(`${formatDiagnostics(problems, { painter, texts: sources })}\n`);
  }
  if (hasErrors(problems)) io.exit(EXIT.USAGE);
  if (judges.length === 0) {
    throw new UsageError(
      'there is nothing to judge by: give --level restricted, or --policies with policies for this version',
    );
  }
  if (workloads.length === 0 && !hasErrors(problems)) {
    throw new UsageError('the files hold no pod, and no workload that makes pods');
  }
  const line = progress(workloads.length, 'objects', io);
  const asking = { judges, namespaceName: options.namespace, namespaces: inventory.namespaces, user: userOf(options) };
  for (const [index, { workload, problems: dropped }] of workloads.entries()) {
    line.done(index);
    const answer = evaluateWorkload(workload, asking);
    line.clear();
    const told = dropped.map(({ message }) => message);
    io.stdout.write(options.json === true ? jsonLine(asJson(answer, told)) : asText(answer, io));
    if (!answer.allowed) io.exit(EXIT.FINDINGS);
  }
  line.clear();
}

/** Everybody whom a cluster knows is in one group. */
function userOf({ user = '', group = [] }: EvaluatePodsOptions): Identity {
  return { username: user, groups: [...new Set([...group, 'system:authenticated'])] };
}

/** Every key is always there; what is not known is null. `told`: of the object, on standard error. */
function asJson(
  { object, namespaceName, allowed, reasons, policy, mutated, warnings }: WorkloadAnswer,
  told: readonly string[],
): object {
  return {
    file: object.file,
    name: object.name,
    kind: object.kind,
    namespace: namespaceName,
    allowed,
    reasons: reasons.map(({ place, ...reason }) => ({
      ...reason,
      ...(place.line !== undefined && { line: place.line, column: place.column }),
    })),
    policy: policy ?? null,
    mutated: mutated ?? null,
    warnings: [...told, ...warnings],
  };
}

function asText(answer: WorkloadAnswer, io: Io): string {
  const { object, namespaceName, allowed, reasons, policy, mutated, warnings } = answer;
  const painter = painterFor(io.stdout, io.env);
  const verdict = allowed ? painter('good', 'allowed') : painter('error', 'denied');
  // Something else refuses what a policy has let in.
  const by =
    policy === undefined ? '' : allowed ? `, by the policy ${policy}` : `, though the policy ${policy} lets it in`;
  const sets =
    mutated === undefined ? [] : changesOf(object.manifest, mutated).filter((each) => !each.includes(ADMITTED_BY));
  const reason = ({ field, message, policy: of, place }: PlacedReason): string => {
    const says = [...(of === undefined ? [] : [`${of}:`]), field === '' ? message : `${field}: ${message}`].join(' ');
    return `  ${painter('place', formatPlace({ ...place, key: undefined }))}: ${visible(says)}`;
  };
  const lines = [
    `${verdict}: ${visible(`${object.kind} ${namespaceName}/${object.name} (${object.file})${by}`)}`,
    ...reasons.map(reason),
    ...sets.map((change) => `  ${visible(`sets ${change}`)}`),
    ...warnings.map((warning) => `  ${painter('warning', 'warning:')} ${visible(warning)}`),
  ];
  return `${lines.join('\n')}\n`;
}
