import {
  CelActivation,
  type CelEnvironment,
  type CelProgram,
  type CelValue,
  compileCel,
  compileVariables,
  environmentOfServer,
  evaluateCel,
} from '../cel';
import { DYN } from '../cel/types';
import { LazyVariables } from '../cel/variables';
import { type AdmissionPolicy, report } from './objects';
import { SHARED } from './validation/shared';
import type { Variable } from './variable';
import { WORST_PODS } from './worst-pods';

/** What a binding may cost for one request (k8s.io/apiserver/pkg/apis/cel, RuntimeCELCostBudget). */
export const BINDING_LIMIT = 10_000_000;

/** The first server with ValidatingAdmissionPolicy in v1: what it compiles, later ones do. */
const OLDEST_MINOR = 30;

const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** What one expression costs at most. */
export interface ExpressionCost {
  /** Name of the variable; `expression` and `messageExpression`. */
  readonly name: string;
  readonly cost: number;
}

/** What an admission policy costs at most. */
export interface WorstCase {
  /** Of one request: the validation and its message, which the server evaluates each time. */
  readonly total: number;
  readonly expressions: readonly ExpressionCost[];
}

/** Nobody may do anything, so every check is made. */
const REQUEST = {
  oldObject: null,
  request: { operation: 'CREATE', namespace: 'n'.repeat(63), userInfo: { username: 'nobody', groups: [] } },
  authority: { who: { username: 'nobody', groups: [] }, authorise: () => false },
};

type Values = ReadonlyMap<string, CelValue>;

interface Outcome {
  readonly cost: number;
  readonly value: CelValue;
}

function compiled({ name, expression }: Variable, environment: CelEnvironment): CelProgram {
  const { program, problems } = compileCel(expression, environment);
  if (program === undefined) throw new Error(`"${name}" does not compile: ${problems[0]?.message}`);
  return program;
}

function run(name: string, program: CelProgram, variables: Values, pod?: object): Outcome {
  const lazy = new LazyVariables(new Map([...variables].map(([key, value]) => [key, () => value])));
  const activation = new CelActivation({ ...REQUEST, object: pod, more: { variables: lazy } });
  const { cost, error, value } = evaluateCel(program, activation, NO_LIMIT);
  if (value === undefined) throw new Error(`"${name}" fails: ${error}`);
  return { cost, value };
}

/** A pod with all that policies share, evaluated. */
interface Ready {
  readonly pod: object;
  readonly values: Values;
}

interface Shared {
  readonly environment: CelEnvironment;
  readonly pods: readonly Ready[];
  /** By name, the dearest pod. */
  readonly costs: ReadonlyMap<string, number>;
}

let shared: Shared | undefined;

/** What does not depend on any policy, once for all of them. */
function sharedCosts(): Shared {
  if (shared !== undefined) return shared;
  const { environment } = compileVariables(SHARED, { minor: environmentOfServer(OLDEST_MINOR) });
  const programs = SHARED.map((variable) => ({ name: variable.name, program: compiled(variable, environment) }));
  const costs = new Map<string, number>();
  const pods = WORST_PODS.map((pod): Ready => {
    const values = new Map<string, CelValue>();
    for (const { name, program } of programs) {
      const { cost, value } = run(name, program, values, pod);
      values.set(name, value);
      costs.set(name, Math.max(cost, costs.get(name) ?? 0));
    }
    return { pod, values };
  });
  shared = { environment, pods, costs };
  return shared;
}

/** A list of faults: what it costs, and to print it. */
interface FaultsCost {
  readonly faults: number;
  readonly report: number;
}

/** Policies are written again and again in one program: by the text of their faults. */
const known = new Map<string, FaultsCost>();
const MOST_KNOWN = 1000;

/** Printed alone: with others each gets less room. */
const PRINTED = report('"a-policy-with-a-long-name: " + variables.faults.join(", ")');

function faultsCost(expression: string): FaultsCost {
  const found = known.get(expression);
  if (found !== undefined) return found;
  const { environment, pods } = sharedCosts();
  const program = compiled({ name: 'faults', expression }, environment);
  const printer = compiled(PRINTED, { ...environment, variables: new Map([['faults', DYN]]) });
  const each = pods.map(({ pod, values }) => {
    const faults = run('faults', program, values, pod);
    const printed = run('report', printer, new Map([['faults', faults.value]]));
    return { faults: faults.cost, report: printed.cost + ITEM_COST };
  });
  const cost = {
    faults: Math.max(...each.map(({ faults }) => faults)),
    report: Math.max(...each.map((one) => one.report)),
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(expression, cost);
  return cost;
}

/** What is around the text of one policy in the report: looking whether there is any, and which list it is. */
const ITEM_COST = 100;

/** As long as a report ever is. */
const LONGEST = 'n'.repeat(5000);

/** Expressions that look at what others found, not at the pod: as if every policy fitted and nobody might use any. */
function lateCosts(
  { spec }: AdmissionPolicy,
  { variables, ...environment }: CelEnvironment,
): readonly ExpressionCost[] {
  // What type they have makes no difference to what they cost.
  const types = new Map([...(variables ?? []), ...spec.variables.map(({ name }) => [name, DYN] as const)]);
  const values = new Map<string, CelValue>([
    ['account', 'default'],
    ['report', LONGEST],
    ...spec.variables.flatMap(({ name }): [string, CelValue][] => {
      if (kindOf(name) === 'errors') return [[name, []]];
      return kindOf(name) === 'use' ? [[name, false]] : [];
    }),
  ]);
  const [validation] = spec.validations;
  const texts = [
    ...spec.variables.filter(({ name }) => kindOf(name) === 'use'),
    { name: 'expression', expression: validation?.expression ?? '' },
    { name: 'messageExpression', expression: validation?.messageExpression ?? '' },
  ];
  return texts.map((text) => ({
    name: text.name,
    cost: run(text.name, compiled(text, { ...environment, variables: types }), values).cost,
  }));
}

/**
 * What an admission policy costs in the worst case: the largest pod, everything wrong with it, so that every fault is
 * written, and every policy asked for as if it fitted. The message is written with variables of its own, cannot ask who may
 * use what, and sees the faults beside defaults, if there are any, or all of them.
 */
export function worstCase(admission: AdmissionPolicy): WorstCase {
  const { variables } = admission.spec;
  const { environment, costs } = sharedCosts();
  const faults = variables.flatMap(({ name, expression }) => {
    const kind = kindOf(name);
    return kind === 'errors' || kind === 'reasons' ? [{ name, kind, ...faultsCost(expression) }] : [];
  });
  const own = [
    ...variables.flatMap(({ name }) => (costs.has(name) ? [{ name, cost: costs.get(name) ?? 0 }] : [])),
    ...faults.map(({ name, faults: cost }) => ({ name, cost })),
  ];
  const late = lateCosts(admission, environment);
  const printed = Math.max(
    ...(['errors', 'reasons'] as const).map((kind) =>
      total(
        faults.filter((each) => each.kind === kind),
        'report',
      ),
    ),
  );
  const expressions = [...own, ...late, { name: 'report', cost: printed }];
  const sum = (...kinds: readonly Kind[]): number =>
    total(
      expressions.filter(({ name }) => kinds.includes(kindOf(name))),
      'cost',
    );
  const validation = sum('shared', 'errors', 'use', 'expression');
  const message = sum('shared', 'report', 'messageExpression') + Math.max(sum('errors'), sum('reasons'));
  return { total: validation + message, expressions };
}

function total<Key extends string>(items: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return items.reduce((sum, item) => sum + item[key], 0);
}

const KINDS = ['errors', 'reasons', 'use', 'report', 'expression', 'messageExpression'] as const;

type Kind = (typeof KINDS)[number] | 'shared';

/** What an expression is there for, by its name: `errors_0`. */
function kindOf(name: string): Kind {
  const [kind] = name.split('_');
  return KINDS.find((each) => each === kind) ?? 'shared';
}
