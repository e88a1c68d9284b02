import { KEYS } from '../keys';
import { checkCharacters } from './check-characters';
import { checkCollisions } from './check-collisions';
import { checkKeys } from './check-keys';
import { checkNames } from './check-names';
import { checkPolicies } from './check-policies';
import { checkResources } from './check-resources';
import { checkWorkloads } from './check-workloads';
import type { Context, Values } from './context';

export type { Context, Values } from './context';

/** Everything that can be said of values for the chart, in one run. */
export function checkValues(values: Values, context: Context): void {
  checkKeys(values, KEYS, context);
  checkPolicies(values, context);
  checkResources(values, context);
  checkWorkloads(values, context);
  checkNames(values, context);
  checkCollisions(values, context);
  checkCharacters(values, context);
}
