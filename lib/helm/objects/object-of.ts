import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { describe } from '../../diagnostics/describe';
import { callError } from '../../diagnostics/diagnostic-error';

/**
 * The object of a construct: itself, or the one below a resource of cdk8s-plus.
 *
 * @param call what was called, for the message.
 * @throws DiagnosticError when there is none.
 */
export function objectOf(construct: IConstruct, call: string): ApiObject {
  const hint = 'an ApiObject, or a resource of cdk8s-plus';
  if (typeof construct !== 'object' || construct === null || !('node' in construct))
    throw callError('HELM1050', `${call} must be given a construct, not ${describe(construct)}`, hint);
  try {
    return ApiObject.of(construct);
  } catch {
    throw callError('HELM1050', `${call} was given ${construct.node.path}, which holds no object`, hint);
  }
}
