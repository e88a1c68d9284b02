import type { Assignment } from '../model/policy';
import type { Word } from '../model/source';

/** A variable of texts: `@{NAME}`. */
export interface SetVariable {
  readonly kind: 'set';
  readonly name: string;
  /** Where it was declared; none for those that the parser itself sets. */
  readonly declared?: Word;
  readonly values: readonly string[];
  /** Its values with other variables put in, once asked for. */
  expanded?: readonly string[] | VariableProblem;
}

/** A variable that is true or false: `${NAME}`. */
export interface BooleanVariable {
  readonly kind: 'boolean';
  readonly name: string;
  readonly declared: Word;
  readonly value: boolean;
}

export type Variable = SetVariable | BooleanVariable;

/** Variables of both kinds share their names. */
export type Symbols = Map<string, Variable>;

/** Why a variable has no values. */
export interface VariableProblem {
  readonly fault: 'unknown' | 'boolean' | 'recursive' | 'name' | 'tooLarge';
  /** The variable at fault, which another one may have named. */
  readonly name: string;
}

export const isProblem = (found: readonly string[] | VariableProblem): found is VariableProblem => 'fault' in found;

/** `@{NAME}`, `@NAME`, `${NAME}`, `$NAME`: the name alone. */
export const nameOf = (written: string): string => written.replace(/^[@$]\{?|\}$/g, '');

/** How the variable of an assignment is written, whole. */
export const shownVariable = ({ boolean, variable }: Assignment): string =>
  `${boolean ? '$' : '@'}{${nameOf(variable.value)}}`;
