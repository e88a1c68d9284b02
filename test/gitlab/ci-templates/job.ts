/** Runs the script of a job in a shell, with recorders for the programs of its image. */
import { tool } from '../../tools/find';
import { type Inputs, type PipelineResult, Project } from '../pipeline';
import { filled, matrixOf, templateOf } from './templates';

/** The shells of images, and the tools of this machine that bring them: Debian's, and BusyBox of Alpine. */
export const SHELLS: Readonly<Record<string, readonly string[]>> = { sh: [], bash: [], ash: ['busybox'] };

/** What a recorder does besides: a program that writes the file of an option `--output` or `--metrics`, and fails as told. */
const COMMAND = [
  'for argument in "$@"; do',
  '  case "$argument" in --output=*|--metrics=*) printf "%s\\n" "${DIFF:-a difference}" >"${argument#*=}" ;; esac',
  'done',
  'echo "said by $1"',
  'exit "${COMMAND_CODE:-0}"',
].join('\n');

/** Programs of the images, and what they do besides noting their arguments. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'container-security': COMMAND,
  kubectl:
    'case "$2" in get-contexts) echo acme/infra:known ;; current-context) exit "${CURRENT_CODE:-1}" ;; *) exit "${CONTEXT_CODE:-0}" ;; esac',
  curl: 'cat >"$calls/stdin"; exit "${CURL_CODE:-0}"',
  npm: 'if [ "$1" = run ] && [ -n "${WRITES:-}" ]; then mkdir -p "$(dirname "$WRITES")"; echo "a: 1" >"$WRITES"; fi',
  helm: [
    'case "$1" in',
    "  show) printf 'apiVersion: v2\\nname: web\\nversion: 1.2.0\\n' ;;",
    '  registry) cat >"$calls/stdin" ;;',
    '  template) echo "kind: Pod" ;;',
    'esac',
  ].join('\n'),
  gtcs: 'printf \'%s\' "$CS_IMAGE" >"$calls/image"',
  analyzer: '',
};

export interface JobRun {
  readonly template: string;
  readonly job: string;
  readonly inputs?: Inputs;
  /** Variables of the project and of GitLab: they go before those of the job, as they do there. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A project whose jobs find nothing but recorders. */
export function projectOfRecorders(): Project {
  const project = new Project();
  project.addScript('ash', `exec "${tool('busybox')}" ash "$@"`);
  for (const [name, then] of Object.entries(PROGRAMS)) project.addRecorder(name, then);
  return project;
}

/** Runs a job, of a matrix the first. */
export function runJob(
  project: Project,
  shell: string,
  { template, job, inputs, variables }: JobRun,
): Promise<PipelineResult> {
  const found = templateOf(template);
  const made = found.jobs[job];
  if (made === undefined) throw new Error(`no job "${job}" in ${template}`);
  const { script, variables: own, ...rest } = filled(found, made, inputs);
  const [matrix] = matrixOf({ script, ...rest });
  // A runner gives bash this option, and sh has it not.
  const lines = shell === 'bash' ? ['set -o pipefail', ...script] : script;
  return project.shell(shell, lines.join('\n'), { ...own, ...matrix, ...variables });
}
