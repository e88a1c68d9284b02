import { quote } from '../../diagnostics/describe';
import { lostText, MAX_INTEGER } from './carrier';
import type { ValueShape } from './declaration';
import { parsePattern } from './pattern';
import { fits } from './sample';

/** A limit that makes no sense: the rest of the sentence that begins with the key. */
export interface RuleFault {
  readonly code: string;
  readonly says: string;
  readonly hint?: string;
}

export const RULE_CODES = { pattern: 'HELM2110', bounds: 'HELM2111', choices: 'HELM2112' } as const;

/** Faults of the limits of one shape; what lies inside it (items, entries, properties) is for the caller. */
export function ruleFaults(shape: ValueShape): readonly RuleFault[] {
  switch (shape.type) {
    case 'string':
      return [
        ...patternFaults('pattern', shape.pattern),
        ...countFaults('minLength', shape.minLength, 'maxLength', shape.maxLength),
        ...choiceFaults(shape),
      ];
    case 'integerOrString':
      return patternFaults('pattern', shape.pattern);
    case 'map':
      return [
        ...patternFaults('keyPattern', shape.keyPattern),
        ...countFaults('minEntries', undefined, 'maxEntries', shape.maxEntries),
      ];
    case 'list':
      return countFaults('minItems', shape.minItems, 'maxItems', shape.maxItems);
    case 'integer':
    case 'number':
      return boundFaults(shape, 'minimum', shape.minimum, 'maximum', shape.maximum);
    default:
      return [];
  }
}

function patternFaults(name: string, pattern: string | undefined): readonly RuleFault[] {
  if (pattern === undefined) return [];
  const parsed = parsePattern(pattern);
  if (parsed.kind === 'pattern') return [];
  const { says, hint } = parsed;
  return [
    {
      code: RULE_CODES.pattern,
      says: `has the ${name} ${quote(pattern)}, which ${says}`,
      ...(hint === undefined ? {} : { hint }),
    },
  ];
}

function countFaults(
  leastName: string,
  least: number | undefined,
  mostName: string,
  most: number | undefined,
): readonly RuleFault[] {
  const wrong = [[leastName, least] as const, [mostName, most] as const].filter(
    ([, count]) => count !== undefined && !(Number.isSafeInteger(count) && count >= 0),
  );
  if (wrong.length === 0) return orderFaults(leastName, least, mostName, most);
  return wrong.map(([name, count]) => ({
    code: RULE_CODES.bounds,
    says: `has ${name} ${count}, but it must be an integer from 0 on`,
  }));
}

function boundFaults(
  shape: ValueShape,
  leastName: string,
  least: number | undefined,
  mostName: string,
  most: number | undefined,
): readonly RuleFault[] {
  const isFine = (bound: number): boolean =>
    shape.type === 'integer' ? Number.isInteger(bound) && Math.abs(bound) <= MAX_INTEGER : Number.isFinite(bound);
  const noun = shape.type === 'integer' ? 'an integer between -(2^53 - 1) and 2^53 - 1' : 'a finite number';
  const wrong = [[leastName, least] as const, [mostName, most] as const].filter(
    ([, bound]) => bound !== undefined && !isFine(bound),
  );
  if (wrong.length === 0) return orderFaults(leastName, least, mostName, most);
  return wrong.map(([name, bound]) => ({
    code: RULE_CODES.bounds,
    says: `has ${name} ${bound}, but it must be ${noun}`,
  }));
}

function orderFaults(
  leastName: string,
  least = Number.NEGATIVE_INFINITY,
  mostName: string,
  most = Number.POSITIVE_INFINITY,
): readonly RuleFault[] {
  if (least <= most) return [];
  return [{ code: RULE_CODES.bounds, says: `has ${leastName} ${least} above ${mostName} ${most}: no value fits` }];
}

function choiceFaults(shape: Extract<ValueShape, { type: 'string' }>): readonly RuleFault[] {
  const { choices } = shape;
  if (choices === undefined) return [];
  const fault = (says: string): RuleFault => ({ code: RULE_CODES.choices, says });
  if (choices.length === 0) return [fault('has no choices: no value fits')];
  return choices.flatMap((choice, index) => {
    if (choices.indexOf(choice) !== index) return [fault(`has the choice ${quote(choice)} twice`)];
    if (lostText(choice, 'json') !== undefined)
      return [fault(`has the choice ${quote(choice)}, which ${lostText(choice, 'json')}`)];
    return fits(shape, choice) ? [] : [fault(`has the choice ${quote(choice)}, which its other limits refuse`)];
  });
}
