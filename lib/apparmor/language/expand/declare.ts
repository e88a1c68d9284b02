import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import { elsewhere } from '../complain';
import type { Assignment, Item } from '../model/policy';
import type { Rule } from '../model/rules';
import type { ParserVersion } from '../versions';
import { decide } from './conditions';
import { nameOf, type Symbols, shownVariable } from './symbols';

/** What stands outside of profiles, what it includes put in its place. */
export function* flatItems(items: readonly (Item | Rule)[]): Generator<Item | Rule> {
  for (const item of items) {
    if (item.kind === 'include') for (const { items: inner } of item.files) yield* flatItems(inner);
    else yield item;
  }
}

/** The variables that a text declares. */
export function declareVariables(items: readonly Item[], version: ParserVersion, complain: Complain): Symbols {
  const symbols: Symbols = new Map();
  for (const item of flatItems(items)) if (item.kind === 'assignment') assign(item, symbols, version, complain);
  return symbols;
}

function assign(assignment: Assignment, symbols: Symbols, version: ParserVersion, complain: Complain): void {
  const name = nameOf(assignment.variable.value);
  if (assignment.operator === '+=') append(assignment, name, symbols, complain);
  else if (assignment.operator === '=' && twice(assignment, name, symbols, complain)) return;
  else if (assignment.operator === '?=' && symbols.has(name)) {
    if (assignment.boolean) truthOf(assignment, symbols, version, complain);
  } else declare(assignment, name, symbols, version, complain);
}

function twice(assignment: Assignment, name: string, symbols: Symbols, complain: Complain): boolean {
  const before = symbols.get(name);
  if (before === undefined) return false;
  const where = before.declared && ` at ${elsewhere(before.declared.span, assignment.variable.span)}`;
  complain(
    'variableTwice',
    assignment.variable,
    `the variable ${shownVariable(assignment)} is declared already${where ?? ''}`,
    assignment.boolean ? 'give it another name' : 'write += to add values',
  );
  return true;
}

function append(assignment: Assignment, name: string, symbols: Symbols, complain: Complain): void {
  const before = symbols.get(name);
  const { boolean, values, variable } = assignment;
  if (boolean)
    complain(
      'variableKind',
      variable,
      `nothing can be added to ${shownVariable(assignment)}, which is true or false`,
      'write =',
    );
  else if (before === undefined)
    complain(
      'variableUndeclared',
      variable,
      `the variable ${shownVariable(assignment)} is not declared before values are added to it`,
      nearestHint(name, symbols.keys()) ?? 'write = here, or include the tunables that declare it',
    );
  else if (before.kind === 'boolean')
    complain('variableKind', variable, `nothing can be added to ${shownVariable(assignment)}, which is true or false`);
  else
    symbols.set(name, {
      ...before,
      expanded: undefined,
      values: [...before.values, ...values.map(({ value }) => value)],
    });
}

function declare(
  assignment: Assignment,
  name: string,
  symbols: Symbols,
  version: ParserVersion,
  complain: Complain,
): void {
  const { boolean, variable, values } = assignment;
  if (boolean) {
    const value = truthOf(assignment, symbols, version, complain);
    symbols.set(name, { kind: 'boolean', name, declared: variable, value });
  } else {
    symbols.set(name, { kind: 'set', name, declared: variable, values: values.map(({ value }) => value) });
  }
}

function truthOf(
  { expression, values, variable }: Assignment,
  symbols: Symbols,
  version: ParserVersion,
  complain: Complain,
): boolean {
  if (expression !== undefined) return decide(expression, symbols, version, complain);
  const [word] = values;
  if (word === undefined || !/^(?:true|false)$/i.test(word.value))
    complain('booleanValue', word ?? variable, 'a boolean variable is true or false', 'write true or false');
  return word?.value.toLowerCase() === 'true';
}
