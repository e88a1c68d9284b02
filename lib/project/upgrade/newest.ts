import { load } from 'js-yaml';
import { gt, lt, major, parse, prerelease } from 'semver';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { isObject } from '../../diagnostics/predicates';
import { failureOf } from '../failures';
import type { OneProgram } from '../lint/one-program';
import type { Outcome } from '../programs';
import { ONE_VERSION, type Pin, shownAddress } from './pins';

/** What a repository has for a pin. */
export interface Newest {
  /** The newest version that may be taken; that of the pin when there is none. */
  readonly version: string;
  /** The newest of all when its major is another one, and that was not asked for. */
  readonly beyond?: string;
}

/** What helm says when there is no such chart or version. */
const NOT_THERE =
  /no chart name found|no chart version found|not found in .* (repository|index)|: not found$|improper constraint|could not locate a version matching/m;

/** What it says when nobody answers, or somebody answers who is no repository. */
const UNREACHABLE =
  /not a valid chart repository or cannot be reached|dial tcp|connection re(fused|set)|no such host|i\/o timeout|TLS handshake|x509:|did not end within|failed to fetch|unexpected EOF|could not be resolved to/;

/**
 * Asks helm for the newest version: one call, and a second where that has another major. Versions before 1.0 have the
 * major 0, whatever changes in them. A prerelease is taken for one only.
 */
export async function newestOf(helm: OneProgram, pin: Pin, anyMajor: boolean): Promise<Newest | Diagnostic> {
  const first = await ask(helm, pin, `>=${plain(pin.version)}`);
  if (typeof first !== 'string' || anyMajor || major(first) === major(pin.version)) {
    return typeof first === 'string' ? { version: newer(pin, first) } : first;
  }
  // With its suffix the upper end would let prereleases in.
  const suffix = prerelease(pin.version) === null ? '' : '-0';
  const range = `>=${plain(pin.version)}, <${major(pin.version) + 1}.0.0${suffix}`;
  const second = await ask(helm, pin, range);
  if (typeof second === 'string') return { version: newer(pin, second), beyond: first };
  return second.code === 'PROJECT1204' ? { version: pin.version, beyond: first } : second;
}

/** In a range nothing but the three numbers and the prerelease counts. */
const plain = (version: string): string => parse(version)?.version ?? version;

/** Two spellings of one version (`v1.2.3`, `1.2.3+build`) are no upgrade. */
const newer = ({ version }: Pin, found: string): string => (gt(found, version) ? found : version);

async function ask(helm: OneProgram, pin: Pin, range: string): Promise<string | Diagnostic> {
  const { name, repository } = pin.address;
  const from = repository === undefined ? [] : ['--repo', repository];
  // What stands after the two hyphens is a name, whatever it looks like.
  const outcome = await helm.run(['show', 'chart', ...from, '--version', range, '--', name]);
  if (outcome.code !== 0) return failure(pin, outcome, range);
  const version = versionIn(outcome.stdout);
  if (version !== undefined && !lt(version, pin.version)) return version;
  const message = `${shownAddress(pin.address)} answers for ${pin.application} with something that is no chart of a version ${range}`;
  return problem(pin, 'PROJECT1204', message, 'look at the repository with `helm show chart`');
}

function versionIn(text: string): string | undefined {
  try {
    const chart = load(text);
    const version = isObject(chart) ? chart.version : undefined;
    return typeof version === 'string' && ONE_VERSION.test(version) && parse(version) !== null ? version : undefined;
  } catch {
    return undefined;
  }
}

function failure(pin: Pin, outcome: Outcome, range: string): Diagnostic {
  const { application, address } = pin;
  const where = shownAddress(address);
  const said = withoutPassword(outcome.stderr.trim().split('\n').at(-1) ?? '');
  if (UNREACHABLE.test(outcome.stderr)) {
    const message = `the newest version of ${application} is not known: ${where} cannot be reached`;
    return problem(pin, 'PROJECT1203', message, `run it again when it can; helm said: ${said}`);
  }
  if (NOT_THERE.test(outcome.stderr)) {
    const message = `${where} has no version ${range} of ${pin.chart}`;
    return problem(pin, 'PROJECT1204', message, `look at name and version; helm said: ${said}`);
  }
  const [first] = failureOf('helm', `asking ${where} for ${application}`, {
    ...outcome,
    stderr: withoutPassword(outcome.stderr),
  }).diagnostics;
  return problem(pin, first?.code ?? 'PROJECT1016', first?.message ?? said, first?.hint ?? said);
}

const withoutPassword = (text: string): string => text.replace(/([a-z]+:\/\/)[^\s/@"]*@/g, '$1');

function problem({ release }: Pin, code: string, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, hint, place: { file: release.helmfile.shown } };
}
