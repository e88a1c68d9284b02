import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { literalsOf } from '../../lib/pod-security/language/admission/literals';
import { admissionObjects } from '../../lib/pod-security/language/admission/objects';
import { arrivingPod } from '../../lib/pod-security/language/pod/arriving';
import type { Pod } from '../../lib/pod-security/language/pod/model';
import { serviceAccount } from '../../lib/pod-security/language/pod/request';
import { evaluatePolicies } from '../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../lib/pod-security/language/psp/policy';
import { inParallel } from '../helm/values/helm-chart';
import { build } from '../package/build';
import { psaPod } from '../pod-security/arbitrary-psa-pod';
import { validPolicy } from '../pod-security/arbitrary-valid-policy';
import { validPod } from '../pod-security/valid-pod';
import { api, create } from '../real/cluster/api';
import { type RunningCluster, startCluster } from '../real/cluster/control-plane';
import { waitUntil } from '../real/cluster/guarded';
import { clusterTools } from '../real/cluster/minors';
import { missing, tool } from '../tools/find';
import { compiled } from './compiled';
import { table } from './table';

const PODS = 1_000;
const POLICIES = 20;
const SEED = 20_261_121;
const MINOR = '1.36';
/** For each figure. */
const SECONDS = 1;
/** Each this often, in turns; the best counts, for what else the machine does only ever takes away. */
const RUNS = 3;
/** Requests that the server has at once. */
const AT_ONCE = 16;
const LEVELS = ['baseline', 'restricted'] as const;

/** Pods in a second of processor time. `Text` is with decoding of JSON, `cold` the first round of a process. */
interface Ours {
  readonly coldPolicies: number;
  readonly coldRestricted: number;
  /** Seconds of processor time before all others. */
  readonly warmUp: number;
  readonly policies: number;
  readonly baseline: number;
  readonly restricted: number;
  readonly baselineText: number;
  readonly restrictedText: number;
  readonly refused: Readonly<Record<(typeof LEVELS)[number], number>>;
  readonly peakMb: number;
}

interface Library {
  readonly evaluatePerSecond: number;
  readonly decodePerSecond: number;
  readonly refused: number;
}

export interface PodSecurityResult {
  readonly pods: number;
  readonly policies: number;
  readonly ours: Ours;
  readonly library?: Readonly<Record<(typeof LEVELS)[number], Library>>;
  /** Dry runs: with the restricted level, and with the policies as an admission policy. */
  readonly server?: { readonly level: number; readonly policies: number };
}

const say = (what: string): void => void process.stderr.write(`${what}\n`);

/** The best of each figure. */
function best<T extends object>(runs: readonly T[]): T {
  const figures = Object.entries(runs[0] ?? {}).map(([key, value]) => {
    if (typeof value !== 'number') return [key, value];
    const all = runs.map((run) => Number(Object.entries(run).find(([other]) => other === key)?.[1]));
    return [key, Math.max(...all)];
  });
  return Object.fromEntries(figures) as T;
}

function libraryOf(judge: string, input: string, level: string): Library {
  const output = execFileSync(judge, ['bench', level, `v${MINOR}`, `${SECONDS}`], { input, encoding: 'utf8' });
  return JSON.parse(output) as Library;
}

/** Evaluators in processes of their own: ours and the library, in turns. */
function evaluators(
  pods: readonly Pod[],
  policies: readonly NamedPolicy[],
): Pick<PodSecurityResult, 'ours' | 'library'> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-pod-security-'));
  try {
    const [podFile, policyFile] = [join(scratch, 'pods'), join(scratch, 'policies')];
    const input = pods.map((pod) => JSON.stringify(pod)).join('\n');
    writeFileSync(podFile, input);
    writeFileSync(policyFile, JSON.stringify(policies));
    const worker = compiled('pod-security-worker');
    const judge = tool('psa-judge');
    if (judge === undefined) say(missing('psa-judge'));
    const runs = Array.from({ length: RUNS }, (_, run) => {
      say(`evaluators, run ${run + 1} of ${RUNS}`);
      const printed = execFileSync(process.execPath, [worker, podFile, policyFile, MINOR, `${SECONDS}`], {
        encoding: 'utf8',
      });
      const library = LEVELS.flatMap((level) => (judge ? [[level, libraryOf(judge, input, level)] as const] : []));
      return { ours: JSON.parse(printed) as Ours, library };
    });
    const ours = best(runs.map((run) => run.ours));
    const library = LEVELS.map(
      (level) =>
        [level, best(runs.flatMap((run) => run.library.filter(([of]) => of === level).map(([, one]) => one)))] as const,
    );
    for (const [level, { refused }] of library) {
      if (judge && refused !== ours.refused[level]) throw new Error(`the library refuses ${refused} pods at ${level}`);
    }
    return { ours, ...(judge ? { library: Object.fromEntries(library) as PodSecurityResult['library'] } : {}) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Posts over connections that stay open. */
function poster({ server, ca, token }: RunningCluster, path: string): (body: string) => Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (body) =>
    new Promise((resolve, reject) => {
      const call = request(`${server}${path}`, { method: 'POST', ca, headers, agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      call.on('error', reject);
      call.end(body);
    });
}

/** Processor time of the API server alone, as it says it itself. */
async function cpuSeconds(cluster: RunningCluster): Promise<number> {
  const { body } = await api(cluster, 'GET', '/metrics');
  const found = /^process_cpu_seconds_total (\S+)$/m.exec(body)?.[1];
  if (found === undefined) throw new Error('the server does not say its processor time');
  return Number(found);
}

/** How many pods the server answers in a second of its processor time. */
async function rateOf(cluster: RunningCluster, namespace: string, pods: readonly Pod[]): Promise<number> {
  const post = poster(cluster, `/api/v1/namespaces/${namespace}/pods?dryRun=All`);
  const bodies = pods.map((pod) => JSON.stringify(pod));
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    say(`the server, ${namespace}, run ${run + 1} of ${RUNS}`);
    const start = await cpuSeconds(cluster);
    await inParallel(AT_ONCE, bodies, post);
    rates.push(bodies.length / ((await cpuSeconds(cluster)) - start));
  }
  return Math.max(...rates);
}

/** A namespace that enforces a level, and one with the policies as an admission policy. */
async function furnish(cluster: RunningCluster, policies: readonly NamedPolicy[], refused: Pod): Promise<void> {
  const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  for (const [name, labels] of [['level', restricted] as const, ['policies', {}] as const]) {
    await create(cluster, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    // Without its service account a namespace has no pods.
    const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
    await waitUntil('a service account', async () => (await api(cluster, 'GET', account)).status === 200, []);
  }
  const literals = policies.map((policy) => literalsOf(policy, 'refuse'));
  const options = { name: 'bench', mode: 'enforce', namespaces: ['policies'], constant: true } as const;
  for (const object of admissionObjects(literals, options)) {
    const resource = object.kind === 'ValidatingAdmissionPolicy' ? 'policies' : 'policybindings';
    await create(cluster, `/apis/admissionregistration.k8s.io/v1/validatingadmission${resource}`, object);
  }
  const path = '/api/v1/namespaces/policies/pods?dryRun=All';
  const isRefused = async (): Promise<boolean> => (await api(cluster, 'POST', path, refused)).status === 403;
  await waitUntil('the admission policy', isRefused, []);
}

/** What a server does with the same pods, in a dry run. */
async function serverRates(
  pods: readonly Pod[],
  policies: readonly NamedPolicy[],
): Promise<PodSecurityResult['server']> {
  const absent = clusterTools(MINOR).find((name) => tool(name) === undefined);
  if (absent !== undefined) {
    say(missing(absent));
    return undefined;
  }
  const user = serviceAccount('policies', 'default');
  const refused = pods.find((pod) => {
    const request = { operation: 'CREATE', pod: arrivingPod(pod), namespaceName: 'policies', user } as const;
    return !evaluatePolicies(request, policies, () => true).allowed;
  });
  if (refused === undefined) throw new Error('the policies refuse no pod');
  say(`the server ${MINOR} starts`);
  const cluster = await startCluster(MINOR);
  try {
    await furnish(cluster, policies, refused);
    return { level: await rateOf(cluster, 'level', pods), policies: await rateOf(cluster, 'policies', pods) };
  } finally {
    await cluster.stop();
  }
}

/**
 * How many pods in a second of processor time (others may work on the machine): ours against the Go library of Pod Security
 * Admission, and twenty PodSecurityPolicies against the dry run of a server that has them as an admission policy. Cases:
 * `evaluators` leaves the server out.
 */
export async function benchPodSecurity(json: boolean, only: readonly string[]): Promise<void> {
  build();
  const pods = fc.sample(psaPod.map(validPod), { seed: SEED, numRuns: PODS });
  const policies = fc
    .sample(validPolicy, { seed: SEED, numRuns: POLICIES })
    .map((policy, index): NamedPolicy => ({ ...policy, name: `policy-${index}` }));
  const found = evaluators(pods, policies);
  const server = only.includes('evaluators') ? undefined : await serverRates(pods, policies);
  const result: PodSecurityResult = {
    pods: PODS,
    policies: POLICIES,
    ...found,
    ...(server === undefined ? {} : { server }),
  };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${report(result)}\n`);
}

function report({ pods, policies, ours, library, server }: PodSecurityResult): string {
  const row = (what: string, mine: number, theirs: number | undefined, goal = ''): readonly string[] => [
    what,
    `${Math.round(mine)}`,
    theirs === undefined ? '-' : `${Math.round(theirs)}`,
    theirs === undefined ? '-' : (mine / theirs).toFixed(2),
    goal,
  ];
  const rows = [
    row(`${policies} policies, beside the server's dry run`, ours.policies, server?.policies, '100'),
    row(`restricted, beside the server's dry run`, ours.restricted, server?.level),
    ...LEVELS.flatMap((level) => [
      row(`${level}, beside the library`, ours[level], library?.[level].evaluatePerSecond, '1'),
      row(`${level} from JSON, beside the library`, ours[`${level}Text`], library?.[level].decodePerSecond, '1'),
    ]),
  ];
  const head = [`${pods} pods`, 'ours', 'theirs', 'ratio', 'goal'];
  const cold = `${Math.round(ours.coldPolicies)} with the policies, ${Math.round(ours.coldRestricted)} at restricted`;
  return `${table([head, ...rows])}

Pods in a second of processor time, the best of ${RUNS} runs in turns; a ratio above 1: ours is faster.
Ours is the compiled package after ${ours.warmUp} seconds of the same. Its first ${pods} pods, cold: ${cold}.
Its peak memory: ${Math.round(ours.peakMb)} MB.
The server is kube-apiserver ${MINOR}, the policies an admission policy there; the library is k8s.io/pod-security-admission.`;
}
