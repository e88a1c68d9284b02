import type { Json } from './objects';

/** One step into an object: a key, an index, the entry of a list that these keys tell apart, or a value of a set. */
export type Step = string | number | { readonly entry: Readonly<Record<string, Json>> } | { readonly value: Json };

export type Path = readonly Step[];

/** `spec.containers[name=web].image`, `metadata.labels["example.com/team"]`; unique for a path. */
export function pathText(path: Path): string {
  return path.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'string') return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  if ('value' in step) return `[${JSON.stringify(step.value)}]`;
  return `[${Object.entries(step.entry)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',')}]`;
}
