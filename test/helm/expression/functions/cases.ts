import fc from 'fast-check';
import { GO_FUNCTIONS } from '../../../../lib/helm/expression/functions';
import { toJson, UnsupportedNumber } from '../../../../lib/helm/expression/functions/go/json';
import { broadKind } from '../../../../lib/helm/expression/functions/go/kinds';
import { printed } from '../../../../lib/helm/expression/functions/go/print';
import { compositeType, isUnordered } from '../../../../lib/helm/expression/functions/go/values';
import { type GoValue, NotEvaluable, RenderError } from '../../../../lib/helm/expression/go-value';
import type { Argument } from './argument';
import { argumentsOf } from './calls';

/** What TypeScript says of a call. */
export type Prediction = { readonly kind: 'value'; readonly line: string } | { readonly kind: 'error' } | { readonly kind: 'unknown' };

export interface Case {
  readonly fn: string;
  /** The call, as template text. */
  readonly call: string;
  readonly values: Readonly<Record<string, GoValue>>;
  readonly prediction: Prediction;
  readonly since?: 4;
}

const TAB = '\t';

/** An action that prints all that is compared of a call's result, on one line. */
export function action(call: string, sorted = false): string {
  const shown = sorted ? ['{{ toJson (sortAlpha $r) }}'] : ['{{ toJson $r }}', '{{ toJson (printf "%v" $r) }}'];
  return [`{{- $r := ${call} }}{{ kindOf $r }}`, '{{ printf "%T" $r }}', ...shown].join(TAB);
}

/** The same line from TypeScript. Go's int and int64 are told apart by what the function declares. */
function lineOf(fn: string, value: GoValue): string {
  const { result } = GO_FUNCTIONS[fn] ?? {};
  const kind = broadKind(value) === 'integer' ? (result === 'int' || result === 'int64' ? result : 'integer') : broadKind(value);
  const type = value === null ? '<nil>' : typeof value === 'object' ? compositeType(value) : kind;
  if (isUnordered(value)) return [kind, type, toJson(GO_FUNCTIONS.sortAlpha?.evaluate?.([value], CONTEXT) ?? null)].join(TAB);
  return [kind, type, json(value), json(printed(value))].join(TAB).replaceAll('<no value>', '');
}

function json(value: GoValue): string {
  try {
    return toJson(value);
  } catch (error) {
    if (error instanceof UnsupportedNumber) return '';
    throw error;
  }
}

const CONTEXT = { values: {}, builtins: {}, apiVersions: new Set<string>(), variables: new Map<object, GoValue>() };

function predict(
  fn: string,
  args: readonly Argument[],
  values: Readonly<Record<string, GoValue>>,
): { prediction: Prediction; sorted: boolean } {
  try {
    const value = GO_FUNCTIONS[fn]?.evaluate?.(
      args.map((arg) => arg.value),
      { ...CONTEXT, values },
    );
    if (value === undefined) return { prediction: { kind: 'unknown' }, sorted: false };
    return { prediction: { kind: 'value', line: lineOf(fn, value) }, sorted: isUnordered(value) };
  } catch (error) {
    if (error instanceof RenderError) return { prediction: { kind: 'error' }, sorted: false };
    if (error instanceof NotEvaluable) return { prediction: { kind: 'unknown' }, sorted: false };
    throw error;
  }
}

/** Calls of a function with made-up arguments, always the same for one seed. */
export function casesOf(fn: string, count: number, seed: number): readonly Case[] {
  return fc.sample(argumentsOf(fn), { numRuns: count, seed }).map((args) => {
    const values = Object.assign({}, ...args.map((arg) => arg.values)) as Record<string, GoValue>;
    const call = [fn, ...args.map((arg) => arg.text)].join(' ');
    const { prediction, sorted } = predict(fn, args, values);
    const { since } = GO_FUNCTIONS[fn] ?? {};
    return { fn, call: action(call, sorted), values, prediction, ...(since ? { since } : {}) };
  });
}
