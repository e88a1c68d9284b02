import { CostLimitExceeded, CostTracker, TrackerPanic } from './cost';
import type { Frame } from './frame';
import type { PlanNode } from './nodes';
import { CelError, type CelValue } from './value';

/** What one expression may cost (k8s.io/apiserver/pkg/apis/cel, PerCallLimit). */
export const PER_CALL_LIMIT = 1_000_000;

/** A value, or an error in the server's words; and what it cost. */
export interface CelOutcome {
  readonly value?: CelValue;
  readonly error?: string;
  readonly cost: number;
}

/** Names and their values: undefined for none. */
export type CelNames = (name: string) => CelValue | undefined;

/** Evaluates a planned expression up to a limit. */
export function runPlan(node: PlanNode, names: CelNames, limit = PER_CALL_LIMIT): CelOutcome {
  const tracker = new CostTracker(limit);
  const frame: Frame = { tracker, resolve: names };
  try {
    const value = node.eval(frame);
    if (value instanceof CelError) return { error: value.message, cost: tracker.cost };
    return { value, cost: tracker.cost };
  } catch (error) {
    if (error instanceof CostLimitExceeded || error instanceof TrackerPanic)
      return { error: error.message, cost: tracker.cost };
    throw error;
  }
}
