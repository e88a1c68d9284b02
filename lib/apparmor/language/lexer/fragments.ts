import { atLeast, type ParserVersion } from '../versions';

/** Pieces of patterns, as parts of regular expressions. Fact: the definitions in the lexers of each version. */
export interface Fragments {
  /** A name or a path: a comma belongs to it unless a blank follows; a backslash takes a blank into it. */
  readonly ids: string;
  /** The same without what parts a condition from its value. */
  readonly idsOfRule: string;
  /** A name in parentheses of `peer=(…)`. */
  readonly conditionName: string;
  readonly listValue: string;
  readonly includePath: string;
  readonly label: string;
  readonly modes: string;
  readonly variable: string;
  readonly setVariable: string;
  readonly boolVariable: string;
}

const ID = '(?:[^ \\t\\r\\n"!,\\\\]+|\\\\[ \\t"!,]|,[^ \\t\\r\\n"!,]|\\\\)';
const NAME = '[A-Za-z][A-Za-z0-9_]*';
const SET_VARIABLE = `@(?:\\{${NAME}\\}|${NAME})`;
/** What may follow a variable, so that both together are a path; else `@{X} =` could not be told from one. */
const AFTER_VARIABLE = '(?:\\\\[ \\t"!,()]|,[^ \\t\\n"!,=+]|[^ \\t\\n"!,=+])';
const AFTER_VARIABLE_5 = '(?:\\\\[ \\t"!,()]|[^ \\t\\n"!,=+]\\?|,[^ \\t\\n"!,=+?]|[^ \\t\\n"!,=+?])';

/** Which lexer a version has. */
function rulePatterns(version: ParserVersion): Pick<Fragments, 'idsOfRule' | 'conditionName' | 'label'> {
  if (atLeast(version, '5.0')) {
    const ids = '(?:[^ \\t\\n"!,=()+&:]|:[^ \\t\\n"!,=()+&])(?:[^ \\t\\n"!,=:)]|:[^ \\t\\n"!,=)]|,[^ \\t\\n"!,=:)])*';
    return {
      idsOfRule: ids,
      conditionName: ids,
      label: `(?:/|${SET_VARIABLE}${AFTER_VARIABLE_5}|:[^=]|&)${ID}*`,
    };
  }
  const end = atLeast(version, '3.0') ? '=)' : '=';
  return {
    idsOfRule: `[^ \\t\\n"!,=()+&](?:[^ \\t\\n"!,${end}]|,[^ \\t\\n"!,${end}])*`,
    conditionName: `[^ \\t\\n"!,${end}]+`,
    label: `(?:/|${SET_VARIABLE}${AFTER_VARIABLE}|:|&)${ID}*`,
  };
}

export function fragmentsOf(version: ParserVersion): Fragments {
  return {
    ...rulePatterns(version),
    ids: `${ID}+`,
    listValue: '(?:\\\\[ \\t"!,()]|[^ \\t\\n"!,()])+',
    includePath: atLeast(version, '3.0') ? '(?:\\\\[ \\t"!,]|,[^ \\t\\r\\n"!,<>]|[^ \\t\\r\\n"!,<>])+' : `${ID}+`,
    modes: '(?:[RrWwaLlMmkXx]|[PpCc]?[IiUu][Xx]|[PpCc][Xx])+',
    variable: NAME,
    setVariable: SET_VARIABLE,
    boolVariable: `\\$(?:\\{${NAME}\\}|${NAME})`,
  };
}
