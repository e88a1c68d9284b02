import { block } from './template';

/** A cluster for which a job selects a context. */
interface Selection {
  /** Variable of the job with the context that was given as an input. */
  readonly variable: string;
  /** Lines before the question, such as what a test of them needs. */
  readonly before?: readonly string[];
  /** A test of the shell that is true where the cluster is named elsewhere: then no context is missing. */
  readonly elsewhere?: string;
  /** The format of printf, and its arguments, for a job that no cluster is given to. */
  readonly missing: string;
}

/** Selects the cluster of a job. Whatever is missing ends it with one sentence and what to do, before anything is touched. */
export const selectContext = ({ variable, before = [], elsewhere, missing }: Selection): string =>
  block(
    `context="\${${variable}:-\${KUBE_CONTEXT:-}}"`,
    ...before,
    'if [ -n "$context" ]; then',
    '  if ! kubectl config use-context -- "$context"; then',
    `    printf 'No context "%s" in the kubeconfig of this job: set KUBE_CONTEXT to PROJECT-PATH:AGENT of an agent whose ci_access names this project. It has:\\n' "$context" >&2`,
    '    kubectl config get-contexts --output=name >&2 || true',
    '    exit 2',
    '  fi',
    `elif ${elsewhere === undefined ? '' : `! ${elsewhere} && `}! kubectl config current-context >/dev/null 2>&1; then`,
    `  printf ${missing} >&2`,
    '  exit 2',
    'fi',
  );
