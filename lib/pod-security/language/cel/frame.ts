import type { CostTracker } from './cost';
import type { CelValue } from './value';

/** Where names get their values. */
export interface Frame {
  /** Undefined while literals are computed beforehand: that costs nothing. */
  readonly tracker: CostTracker | undefined;
  /** Undefined: nothing has that name. */
  resolve(name: string): CelValue | undefined;
}

/** Knows nothing. */
export const EMPTY: Frame = { tracker: undefined, resolve: () => undefined };
