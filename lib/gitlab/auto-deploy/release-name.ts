import { isObject } from '../../diagnostics/predicates';

/**
 * Stands for the name of the release in the texts of constructs. It is what labels and names of Kubernetes may be, so that
 * constructs which check them take it.
 */
export const RELEASE_NAME = 'auto-deploy-release-name';
/** Stands for the namespace of the release. */
export const RELEASE_NAMESPACE = 'auto-deploy-namespace';

const EXPRESSIONS: Readonly<Record<string, string>> = {
  [RELEASE_NAME]: '{{ .Release.Name }}',
  [RELEASE_NAMESPACE]: '{{ .Release.Namespace }}',
};

/** The same data with expressions in the place of what stands for them. */
export function withExpressions(value: unknown): unknown {
  if (typeof value === 'string') return expressed(value);
  if (Array.isArray(value)) return value.map(withExpressions);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [expressed(key), withExpressions(part)]));
}

function expressed(text: string): string {
  return Object.entries(EXPRESSIONS).reduce((done, [mark, expression]) => done.replaceAll(mark, expression), text);
}
