import fc from 'fast-check';
import { GO_FUNCTIONS } from '../../../../lib/helm/expression/functions';
import { toJson, UnsupportedNumber } from '../../../../lib/helm/expression/functions/go/json';
import { broadKind } from '../../../../lib/helm/expression/functions/go/kinds';
import { printed } from '../../../../lib/helm/expression/functions/go/print';
import { compositeType, isUnordered } from '../../../../lib/helm/expression/functions/go/values';
import { type GoValue, NotEvaluable, type RenderContext, RenderError } from '../../../../lib/helm/expression/go-value';
import type { Argument } from './argument';
import { argumentsOf } from './calls';

/** What TypeScript says of a call. */
export type Prediction =
  | { readonly kind: 'value'; readonly line: string }
  | { readonly kind: 'error' }
  /** Not evaluable. */
  | { readonly kind: 'unknown' };

export interface Case {
  readonly fn: string;
  /** The call, as template text. */
  readonly call: string;
  /** What must stand in values.yaml. */
  readonly values: Readonly<Record<string, GoValue>>;
  readonly prediction: Prediction;
  /** A template that writes kind, type, JSON and print of the result, in base 64. */
  readonly template: string;
}

const TAB = '\t';
const PARTS = '(kindOf $r) (printf "%T" $r)';

function templateOf(call: string, sorted: boolean): string {
  const shown = sorted ? '(toJson (sortAlpha $r))' : '(toJson $r) (toJson (printf "%v" $r))';
  return `{{ $r := ${call} }}{{ list ${PARTS} ${shown} | join "\\t" | b64enc }}`;
}

/** The same line from TypeScript. Go's int and int64 are told apart by what the function declares. */
function lineOf(fn: string, value: GoValue): string {
  const { result } = GO_FUNCTIONS[fn] ?? {};
  const broad = broadKind(value);
  const kind = broad === 'integer' && (result === 'int' || result === 'int64') ? result : broad;
  const type = value === null ? '<nil>' : typeof value === 'object' ? compositeType(value) : kind;
  if (isUnordered(value))
    return [kind, type, toJson(GO_FUNCTIONS.sortAlpha?.evaluate?.([value], contextOf({})) ?? null)].join(TAB);
  return [kind, type, json(value), json(printed(value))].join(TAB);
}

function json(value: GoValue): string {
  try {
    return toJson(value);
  } catch (error) {
    if (error instanceof UnsupportedNumber) return '';
    throw error;
  }
}

export function contextOf(values: Readonly<Record<string, GoValue>>): RenderContext {
  return { values, builtins: {}, apiVersions: new Set(), variables: new Map() };
}

/** A call with these arguments, and what TypeScript says of it. */
export function caseOf(fn: string, args: readonly Argument[]): Case {
  const values = Object.assign({}, ...args.map((arg) => arg.values)) as Record<string, GoValue>;
  const call = [fn, ...args.map((arg) => arg.text)].join(' ');
  const known = { fn, call, values, template: templateOf(call, false) };
  try {
    const value = GO_FUNCTIONS[fn]?.evaluate?.(
      args.map((arg) => arg.value),
      contextOf(values),
    );
    if (value === undefined) return { ...known, prediction: { kind: 'unknown' } };
    return {
      ...known,
      template: templateOf(call, isUnordered(value)),
      prediction: { kind: 'value', line: lineOf(fn, value) },
    };
  } catch (error) {
    if (error instanceof RenderError) return { ...known, prediction: { kind: 'error' } };
    if (error instanceof NotEvaluable) return { ...known, prediction: { kind: 'unknown' } };
    throw error;
  }
}

/** Calls of a function with made-up arguments, always the same for one seed. */
export function casesOf(fn: string, count: number, seed: number): readonly Case[] {
  return fc.sample(argumentsOf(fn), { numRuns: count, seed }).map((args) => caseOf(fn, args));
}

/** Whether Helm's line is the foretold one. Where TypeScript cannot tell int from int64, either will do. */
export function isSame(actual: string, foretold: string): boolean {
  return foretold.startsWith('integer\t')
    ? actual.replace(/^int(64)?\tint(64)?\t/, 'integer\tinteger\t') === foretold
    : actual === foretold;
}
