import type { Implementation } from '../nodes';
import { type CelOpaque, type CelValue, noSuchOverload } from '../value';

/** A function asked of a value of a class. */
export const ofKind =
  <T extends CelOpaque>(
    kind: abstract new (...args: never[]) => T,
    of: (target: T, args: readonly CelValue[]) => CelValue,
  ): Implementation =>
  ([target = null, ...args]) =>
    target instanceof kind ? of(target, args) : noSuchOverload();

/** A function of one text. */
export const ofText =
  (of: (text: string) => CelValue): Implementation =>
  ([text = null]) =>
    typeof text === 'string' ? of(text) : noSuchOverload();

/** A function that is asked of values of several classes: each knows its own. */
export const anyOf =
  (
    ...implementations: readonly (readonly [abstract new (...args: never[]) => CelOpaque, Implementation])[]
  ): Implementation =>
  (args, overload) => {
    const target = args[0] ?? null;
    const found = implementations.find(([kind]) => target instanceof kind);
    return found === undefined ? noSuchOverload() : found[1](args, overload);
  };
