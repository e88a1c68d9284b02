import { holdsToken } from '../helm/token/tokens';

/** Values of a chart, and what else is known only when objects are written. */
export function isOpen(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number') return holdsToken(value);
  return typeof value === 'object' && value !== null && 'resolve' in value && typeof value.resolve === 'function';
}
