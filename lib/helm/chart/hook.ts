import type { IConstruct } from 'constructs';
import { mustBeArrayOf, mustBeInteger, mustBeOneOf, required, type Shape } from '../../diagnostics/predicates';
import { objectOf } from '../objects/object-of';
import { atLeastOne, propProblems, soundPart } from '../sound-props';

/** When Helm runs a hook. */
export enum HookEvent {
  /** Before anything is installed. */
  PRE_INSTALL = 'pre-install',
  /** After everything is installed. */
  POST_INSTALL = 'post-install',
  /** Before anything is deleted. */
  PRE_DELETE = 'pre-delete',
  /** After everything is deleted. */
  POST_DELETE = 'post-delete',
  /** Before anything is changed by an upgrade. */
  PRE_UPGRADE = 'pre-upgrade',
  /** After an upgrade. */
  POST_UPGRADE = 'post-upgrade',
  /** Before anything is changed by a rollback. */
  PRE_ROLLBACK = 'pre-rollback',
  /** After a rollback. */
  POST_ROLLBACK = 'post-rollback',
  /** When `helm test` is called: a Pod or Job that ends with 0. Written to `templates/tests/`. */
  TEST = 'test',
}

/** When Helm deletes the object of a hook. */
export enum HookDeletePolicy {
  /** Before the hook runs again. */
  BEFORE_HOOK_CREATION = 'before-hook-creation',
  /** After it has succeeded. */
  HOOK_SUCCEEDED = 'hook-succeeded',
  /** After it has failed. */
  HOOK_FAILED = 'hook-failed',
}

/** How a hook runs. */
export interface HookProps {
  /** When. At least one. */
  readonly events: HookEvent[];
  /** Hooks of one event run in ascending order of their weights. @default 0 */
  readonly weight?: number;
  /** When the object is deleted. @default [HookDeletePolicy.BEFORE_HOOK_CREATION] */
  readonly deletePolicies?: HookDeletePolicy[];
}

const HOOK_PROPS: Shape = {
  events: required(atLeastOne(mustBeArrayOf(mustBeOneOf(Object.values(HookEvent))))),
  weight: mustBeInteger,
  deletePolicies: mustBeArrayOf(mustBeOneOf(Object.values(HookDeletePolicy))),
};

/**
 * Objects that are no part of the release: Helm makes them at an event, waits for them, and goes on.
 * Source: Helm's documentation of chart hooks; weights and policies are annotations.
 */
export class Hook {
  /**
   * Makes a hook of an object: an `ApiObject`, or a resource of cdk8s-plus of any version.
   * @throws DiagnosticError for what holds no object.
   */
  public static on(construct: IConstruct, props: HookProps): void {
    const { metadata, node } = objectOf(construct, 'Hook.on()');
    const problems = propProblems(props, HOOK_PROPS);
    node.addValidation({ validate: () => [...problems] });
    const { events = [], weight, deletePolicies } = soundPart<HookProps>(props, HOOK_PROPS);
    metadata.addAnnotation('helm.sh/hook', events.join(','));
    if (weight !== undefined) metadata.addAnnotation('helm.sh/hook-weight', String(weight));
    const policies = deletePolicies ?? [HookDeletePolicy.BEFORE_HOOK_CREATION];
    if (policies.length > 0) metadata.addAnnotation('helm.sh/hook-delete-policy', policies.join(','));
  }

  private constructor() {
    // Only annotations: there is nothing to hold.
  }
}
