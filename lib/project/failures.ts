import type { DiagnosticError } from '../diagnostics/diagnostic-error';
import { problem } from './problem';
import type { Outcome, ProgramName } from './programs';

/** What programs say when something is wrong with the world around them, and what that means. */
interface Failure {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (match: RegExpExecArray) => string;
  readonly hint: string;
}

/** The first one that matches counts. */
const FAILURES: readonly Failure[] = [
  {
    pattern: /context "([^"]*)" does not exist|context was not found for specified context: (\S+)/,
    code: 'PROJECT1004',
    message: ([, a, b]) => `the context "${a ?? b}" is not in the kubeconfig`,
    hint: 'see `kubectl config get-contexts`; in GitLab a context is called path/of/the/agent-project:agent, and the project needs ci_access',
  },
  {
    pattern:
      /(?:cannot|is not allowed to|not authorized to) ([a-z]+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/,
    code: 'PROJECT1006',
    message: ([, verb = '', resource = '', group = '', namespace]) =>
      `no right to ${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in the namespace ${namespace}`}`,
    hint: 'the administrator of the cluster grants it, such as by rbac/ci-access.yaml; see docs/diff.md for what each command needs',
  },
  {
    pattern:
      /You must be logged in to the server|Unauthorized|the server has asked for the client to provide credentials/,
    code: 'PROJECT1007',
    message: () => 'the cluster does not take the credentials of the kubeconfig',
    hint: 'renew them; in GitLab a job gets them from the agent: is the agent connected, and does its ci_access name the project?',
  },
  {
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/,
    code: 'PROJECT1009',
    message: () => 'another pipeline works on a release right now',
    hint: 'wait until it is done and run again; if nobody works on it, the release is half-installed: helm history NAME, then helm rollback or helm uninstall',
  },
  {
    // Before the cluster: both are told with the same words of the network.
    pattern:
      /looks like "([^"]+)" is not a valid chart repository|(?:Get|Head) "(https?:[^"]*(?:\/index\.yaml|\/v2\/)[^"]*)"/,
    code: 'PROJECT1015',
    message: ([, a, b]) => `the chart repository ${a ?? b} cannot be reached`,
    hint: 'look at its address in applications/NAME/helmfile.yaml, and at the network of this machine; charts in charts/ need none',
  },
  {
    pattern:
      /timed out waiting for the condition|(?:INSTALLATION|UPGRADE) FAILED[\s\S]*context deadline exceeded|not ready\. status: [\s\S]*context deadline exceeded/,
    code: 'PROJECT1019',
    message: () => 'not everything became ready in time, so Helm took it back or left it as failed',
    hint: 'look at the pods and events of the namespace (`kubectl get pods,events`); the time is `timeout` in applications/defaults.yaml',
  },
  {
    pattern:
      /Unable to connect to the server|connection refused|was refused - did you specify|i\/o timeout|no such host|TLS handshake timeout|x509:|Kubernetes cluster unreachable|no configuration has been provided|context deadline exceeded/,
    code: 'PROJECT1005',
    message: () => 'the cluster cannot be reached',
    hint: 'look at KUBECONFIG, the context and the network: `kubectl version` must answer',
  },
  {
    // What our own helmfiles say, at the end of helmfile's words for where it stands.
    pattern: /say which cluster: --environment NAME/,
    code: 'PROJECT1010',
    message: () => 'this project has several clusters, and none was named: --environment NAME',
    hint: 'see `environments` in helmfile.yaml',
  },
  {
    pattern:
      /environment "([^"]+)" is not defined|no releases found that matches specified selector.*environment\(([^)]+)\)/,
    code: 'PROJECT1010',
    message: ([, a, b]) => `helmfile knows no environment "${a ?? b}", or it has no release`,
    hint: 'see `environments` in helmfile.yaml',
  },
  {
    pattern: /(?:specified state file .* is not found|no state file found|file .* doesn't exist)/,
    code: 'PROJECT1010',
    message: ([said]) => `this is no project of helmfile: ${said}`,
    hint: 'give the folder that holds helmfile.yaml',
  },
];

/** Titles of helmfile above what helm said. */
const HEADINGS = /^\s*(STDERR|COMBINED OUTPUT):\s*$/;
/** Programs put what went wrong last. */
const LINES = 6;

/** The sentence for what a program said, if it is one that we know. */
export function knownFailure(stderr: string): DiagnosticError | undefined {
  for (const { pattern, code, message, hint } of FAILURES) {
    const match = pattern.exec(stderr);
    if (match !== null) return problem(code, message(match), `${hint}${quoted(stderr)}`);
  }
  return undefined;
}

/** The error for a program that failed. `doing`: what was tried, such as `rendering shop/web`. */
export function failureOf(name: ProgramName, doing: string, { code, stdout, stderr }: Outcome): DiagnosticError {
  const said = stderr.trim() === '' ? stdout : stderr;
  return (
    knownFailure(said) ??
    problem('PROJECT1016', `${doing} failed: ${name} ended with exit code ${code}`, `it said:${quoted(said)}`)
  );
}

function quoted(text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '' && !HEADINGS.test(line));
  // helmfile says what helm said, and then once more.
  return [...new Set(lines.map((line) => line.trim()))]
    .slice(-LINES)
    .map((line) => `\n  | ${line}`)
    .join('');
}
