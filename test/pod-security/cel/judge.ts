import { execFileSync } from 'node:child_process';
import type { CelVariable } from '../../../lib/pod-security/language/cel';
import { CelActivation, compileCel, compileVariables, evaluateCel } from '../../../lib/pod-security/language/cel';
import { encode } from './encode';
import { authorise, GRANTS, NAMESPACE, OBJECT, OLD, REQUEST, VARIABLES } from './world';

/** For what expressions are compiled: an environment, with the messages of patches or without. */
export interface Setting {
  readonly minor: number;
  readonly patch?: boolean;
  /** Whether errors must have the same words. Default: yes; those of Go's parsers of addresses and the like are Go's. */
  readonly words?: boolean;
}

/** Refused, a value or the words of an error, and what it cost with its variables. */
export interface Verdict {
  readonly refused: boolean;
  readonly error?: string;
  readonly value?: unknown;
  readonly cost: number;
}

interface JudgeAnswer {
  readonly compile?: string;
  readonly value?: unknown;
  readonly error?: string;
  readonly cost: number;
  readonly fault?: string;
}

const REFUSED: Verdict = { refused: true, cost: 0 };

/** What the server puts before the words of an error. */
const BEFORE = "' resulted in error: ";

const wordsOf = (error: string): string => error.slice(error.indexOf(BEFORE) + BEFORE.length);

/** What the server's own engine says. */
export function judged(
  program: string,
  expressions: readonly string[],
  { minor, patch = false }: Setting,
): readonly Verdict[] {
  const world = { object: OBJECT, oldObject: OLD, request: REQUEST, namespaceObject: NAMESPACE, grants: GRANTS };
  const questions = expressions.map((expression) =>
    JSON.stringify({ expression, variables: VARIABLES, ...world, version: `1.${minor}`, patch }),
  );
  const output = execFileSync(program, { input: questions.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 30 });
  return output
    .trimEnd()
    .split('\n')
    .map((line, index): Verdict => {
      const { compile, value, error, cost, fault }: JudgeAnswer = JSON.parse(line);
      if (fault !== undefined) throw new Error(`${expressions[index]}: ${fault}`);
      if (compile !== undefined) return REFUSED;
      return { refused: false, ...(error === undefined ? { value } : { error: wordsOf(error) }), cost };
    });
}

/** What our engine says. */
export function answered(expressions: readonly string[], setting: Setting): readonly Verdict[] {
  const { variables, environment } = compileVariables(VARIABLES as readonly CelVariable[], setting);
  return expressions.map((text): Verdict => {
    const { program } = compileCel(text, environment);
    if (program === undefined) return REFUSED;
    const activation = new CelActivation(
      {
        object: OBJECT,
        oldObject: OLD,
        request: REQUEST,
        namespaceObject: NAMESPACE,
        authority: { who: { username: 'u', groups: [] }, authorise },
        resource: { apiGroup: '', resource: 'pods', namespace: 'shop', name: 'web' },
      },
      variables,
    );
    const { value, error, cost, variablesCost } = evaluateCel(program, activation);
    return {
      refused: false,
      ...(value === undefined ? { error: error ?? '' } : { value: encode(value) }),
      cost: cost + variablesCost,
    };
  });
}

const textOf = (verdict: Verdict, { words = true }: Setting): string =>
  JSON.stringify(words || verdict.error === undefined ? verdict : { ...verdict, error: '' });

/** Expressions on which the two differ, with both verdicts. */
export function disagreements(
  program: string,
  expressions: readonly string[],
  setting: Setting,
): readonly { readonly text: string; readonly ours: Verdict; readonly theirs: Verdict }[] {
  const theirs = judged(program, expressions, setting);
  const ours = answered(expressions, setting);
  return expressions
    .map((text, index) => ({ text, ours: ours[index] as Verdict, theirs: theirs[index] as Verdict }))
    .filter((row) => textOf(row.ours, setting) !== textOf(row.theirs, setting));
}
