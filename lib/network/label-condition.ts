import { callError } from '../diagnostics/diagnostic-error';
import { flawsOf, mustBeArrayOf, mustBeString } from '../diagnostics/predicates';
import type { LabelSelectorRequirement } from '../kubernetes/label-selector';
import { CODES } from './language/codes';

/** A condition on one label of a pod. */
export class LabelCondition {
  /** The label has one of these values. */
  public static isOneOf(key: string, ...values: string[]): LabelCondition {
    return new LabelCondition('isOneOf', { key, operator: 'In', values });
  }

  /** The label is missing, or has none of these values. */
  public static isNoneOf(key: string, ...values: string[]): LabelCondition {
    return new LabelCondition('isNoneOf', { key, operator: 'NotIn', values });
  }

  /** The label is there. */
  public static exists(key: string): LabelCondition {
    return new LabelCondition('exists', { key, operator: 'Exists' });
  }

  /** The label is not there. */
  public static isMissing(key: string): LabelCondition {
    return new LabelCondition('isMissing', { key, operator: 'DoesNotExist' });
  }

  private constructor(
    method: string,
    /** @internal */
    public readonly _requirement: LabelSelectorRequirement,
  ) {
    const { key, values = [] } = _requirement;
    const [flaw] = flawsOf(mustBeArrayOf(mustBeString), [key, ...values], '');
    if (flaw !== undefined)
      throw callError(CODES.props, `the argument${flaw.at} of LabelCondition.${method}() ${flaw.says}`);
  }
}
