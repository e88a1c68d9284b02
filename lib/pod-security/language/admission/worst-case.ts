import { VALIDATION_SINCE } from '../bands';
import {
  CelActivation,
  type CelEnvironment,
  type CelProgram,
  type CelValue,
  type CompiledVariable,
  compileCel,
  compileVariables,
  environmentOfServer,
  evaluateCel,
} from '../cel';
import { LazyVariables } from '../cel/variables';
import type { AdmissionPolicy } from './objects';
import { SHARED } from './validation/shared';
import { WORST_PODS } from './worst-pods';

/** What a binding may cost for one request (k8s.io/apiserver/pkg/apis/cel, RuntimeCELCostBudget). */
export const BINDING_LIMIT = 10_000_000;

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
const AUTHORITY = { who: { username: 'nobody', groups: [] }, authorise: () => false };

type Operation = 'CREATE' | 'UPDATE';

const request = (operation: Operation): object => ({
  operation,
  namespace: 'n'.repeat(63),
  userInfo: { username: 'nobody', groups: [] },
});

/** An admission policy, compiled. */
interface Compiled {
  readonly variables: readonly CompiledVariable[];
  readonly expression: CelProgram;
  readonly messageExpression: CelProgram;
}

/** As the first server with such policies compiles it: what it takes, later ones do. */
function compiled({ spec }: AdmissionPolicy): Compiled {
  const { variables, environment } = compileVariables(spec.variables, { minor: environmentOfServer(VALIDATION_SINCE) });
  const [validation] = spec.validations;
  return {
    variables,
    expression: programOf(validation?.expression, environment),
    messageExpression: programOf(validation?.messageExpression, environment),
  };
}

function programOf(text = '', environment: CelEnvironment): CelProgram {
  const { program, problems } = compileCel(text, environment);
  if (program === undefined) throw new Error(`"${text}" does not compile: ${problems[0]?.message}`);
  return program;
}

/** An expression that was evaluated. */
interface Evaluated extends ExpressionCost {
  readonly value: CelValue;
  /** The variables that it asked for. */
  readonly asked: readonly Evaluated[];
}

/** What all policies share, evaluated before for a pod: it is the same for every admission policy. */
const sharedOf = new WeakMap<object, Map<string, Evaluated>>();

const SHARED_NAMES: ReadonlySet<string> = new Set(SHARED.map(({ name }) => name));

/** The variables as one expression asks for them. */
class AskedVariables extends LazyVariables {
  public needed: Evaluated[] = [];
  /** Whether every policy is taken to fit, whatever is wrong with the pod. */
  public fits = false;

  public constructor(private readonly evaluated: ReadonlyMap<string, Evaluated>) {
    super(new Map());
  }

  public override find(key: CelValue): CelValue | undefined {
    const found = typeof key === 'string' ? this.evaluated.get(key) : undefined;
    if (found === undefined) return undefined;
    this.needed.push(found);
    return this.fits && found.name.startsWith(FAULTS) ? noFaults(found.value) : found.value;
  }
}

/** Evaluates the expressions of an admission policy for one pod, each once. */
class Meter {
  private readonly known = new Map<string, Evaluated>();
  private readonly shared: Map<string, Evaluated>;
  private readonly variables = new AskedVariables(this.known);
  private readonly activations: Readonly<Record<Operation, CelActivation>>;

  public constructor(object: object) {
    this.shared = sharedOf.get(object) ?? new Map();
    sharedOf.set(object, this.shared);
    const activation = (operation: Operation): CelActivation =>
      new CelActivation({
        object,
        oldObject: null,
        request: request(operation),
        authority: AUTHORITY,
        more: { variables: this.variables },
      });
    this.activations = { CREATE: activation('CREATE'), UPDATE: activation('UPDATE') };
  }

  /** A variable, which may be one that was evaluated before. */
  public take(name: string, program: CelProgram): void {
    const evaluated = this.shared.get(name) ?? this.run(name, program, 'CREATE', name.startsWith(USE));
    this.known.set(name, evaluated);
    if (SHARED_NAMES.has(name)) this.shared.set(name, evaluated);
  }

  public run(name: string, program: CelProgram, operation: Operation, fits = false): Evaluated {
    this.variables.needed = [];
    this.variables.fits = fits;
    const { value, cost, error } = evaluateCel(program, this.activations[operation], NO_LIMIT);
    if (value === undefined) throw new Error(`"${name}" fails: ${error}`);
    const evaluated = { name, value, cost, asked: this.variables.needed };
    this.known.set(name, evaluated);
    return evaluated;
  }
}

/** The lists by which policies are taken to fit: `errors_0`. */
const FAULTS = 'errors_';

/** What says whether a policy may be used: it is asked of those that fit. */
const USE = 'use_';

/** As many policies, nothing wrong. */
const noFaults = (faults: CelValue): CelValue => (Array.isArray(faults) ? faults.map(() => []) : faults);

/** An expression and all that it needs, each once. */
function withAsked(evaluated: Evaluated, found = new Set<Evaluated>()): ReadonlySet<Evaluated> {
  if (!found.has(evaluated)) {
    found.add(evaluated);
    for (const each of evaluated.asked) withAsked(each, found);
  }
  return found;
}

const sum = (evaluated: Iterable<Evaluated>): number => [...evaluated].reduce((total, { cost }) => total + cost, 0);

/**
 * What an admission policy costs in the worst case: the largest pod, everything wrong with it, so that every fault is
 * written, and every policy asked for as if it fitted. The message is written with variables of its own, and for a new pod
 * from other faults than for a change.
 */
export function worstCase(admission: AdmissionPolicy): WorstCase {
  const parts = compiled(admission);
  const [most, totals] = [new Map<string, number>(), [] as number[]];
  for (const pod of WORST_PODS) {
    const meter = new Meter(pod);
    for (const { name, program } of parts.variables) {
      if (program !== undefined && name !== REPORT) meter.take(name, program);
    }
    const validation = withAsked(meter.run('expression', parts.expression, 'CREATE', true));
    const messages = (['CREATE', 'UPDATE'] as const).map((operation) => {
      const report = parts.variables.find(({ name }) => name === REPORT)?.program;
      if (report !== undefined) meter.run(REPORT, report, operation);
      return withAsked(meter.run('messageExpression', parts.messageExpression, operation));
    });
    totals.push(sum(validation) + Math.max(...messages.map(sum)));
    for (const { name, cost } of [validation, ...messages].flatMap((each) => [...each])) {
      most.set(name, Math.max(cost, most.get(name) ?? 0));
    }
  }
  return { total: Math.max(...totals), expressions: [...most].map(([name, cost]) => ({ name, cost })) };
}

const REPORT = 'report';
