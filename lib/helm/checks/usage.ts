import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart } from '../chart/chart';
import type { Fault, Leaf } from '../document/classify';
import type { EmitListener } from '../document/lines';
import { faultOfLiteral } from '../document/literal-fault';
import { childrenOf, type ExpressionNode } from '../expression/node';
import { describeExpression, UnboundVariable } from '../expression/print';
import { mayBeRemnant } from '../token/remnants';
import { decodeText, type Piece } from '../token/tokens';
import type { ValueDeclaration } from '../values/declaration';
import type { DefaultsCheck, Needs } from './check-defaults';

const OUT_OF_SCOPE = 'use it only in objects below that construct, or in the body of that loop';

const PRINTED_HINT = 'write asString(), in Python as_string() inside the f-string';

/** What to write instead of an object of ours, by the name of its class. */
const PRINTED_HINTS: readonly (readonly [name: string, hint: string])[] = [
  ['ImageValue', 'write image.reference, in Python image.reference.as_string()'],
  ['SecretValue', 'write secretName or secretKey, in Python secret_name.as_string(); asValueFrom() is for env'],
  ['ValueGroup', 'write one of its values'],
  ['Block', 'inside a text: Expression.choose(condition, "one", "other"); Block.when stands for a whole value or item'],
  ['Loop', 'inside a text: Expression.call("join", ",", loop.collect(loop.item)); each() gives a list'],
];

const FAULTS: Readonly<Record<Fault, readonly [code: string, message: string, hint: string]>> = {
  cut: [
    'HELM1020',
    'a token was cut or changed',
    'names, sizes and sums change tokens: put the expression there with Overlay, or compute with Expression.call',
  ],
  unknown: [
    'HELM1021',
    'a token stands for nothing',
    'markers cannot be written by hand or kept between runs; take the expression again',
  ],
  printed: ['HELM1029', 'an object was printed where its expression was meant', PRINTED_HINT],
  misplaced: [
    'HELM1022',
    'a list, a map or a block stands where only text can',
    'asList() and asMap() stand for a whole list or map, or are spread into one',
  ],
  unbound: ['HELM1023', 'a variable stands outside of what binds it', OUT_OF_SCOPE],
  unprintable: [
    'HELM1027',
    'YAML has no form for this',
    'give texts, finite numbers, booleans, lists, records, expressions or blocks',
  ],
  lost: [
    'HELM1028',
    'this text cannot be carried',
    'leave out what Helm erases ("<no value>"), halves of surrogate pairs, control characters and U+FEFF in an expression, and keys of more than 1,022 characters',
  ],
};

/** Follows what a chart's templates use: values, tokens, and the charts that they belong to. */
export class UsageTracker implements EmitListener {
  /** Identities of the tokens that were found again. */
  public readonly foundTokens = new Set<string>();
  /** Texts in which a token was cut or changed. */
  public readonly cutTexts: string[] = [];
  private readonly usedPaths = new Set<string>();
  private readonly seen = new WeakSet<ExpressionNode>();
  private place: IConstruct;
  private needs: Needs = 0;

  constructor(
    private readonly chart: HelmChart,
    private readonly report: (problem: Diagnostic) => void,
    private readonly defaults: DefaultsCheck,
  ) {
    this.place = chart;
  }

  /** What is written from now on belongs to this construct. */
  public at(construct: IConstruct): void {
    this.place = construct;
    this.needs = 0;
  }

  /** Whether what was written since holds declared values, and none but those that have defaults. */
  public get holdsDefaults(): boolean {
    return this.needs === 1;
  }

  /** Runs a part of the writing; a variable outside of its loop is reported, not thrown. */
  public guard<T>(write: () => T): T | undefined {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof UnboundVariable)) throw error;
      this.problem('HELM1023', error.message, OUT_OF_SCOPE);
      return undefined;
    }
  }

  public found(identity: string): void {
    this.foundTokens.add(identity);
  }

  public used(node: ExpressionNode, key?: () => string): void {
    // A text around tokens is a new node each time: its parts are known again, and most of it is literal.
    if (node.kind === 'concat') for (const part of node.parts) this.used(part, key);
    else if (node.kind === 'literal') this.usedLiteral(node, key);
    else {
      this.needs = Math.max(this.needs, this.defaults.needsOf(node)) as Needs;
      if (this.seen.has(node)) return;
      this.seen.add(node);
      this.visit(node, key);
    }
  }

  public fault(leaf: Leaf & { kind: 'fault' }, key: string): void {
    const [code, message, hint] = FAULTS[leaf.fault];
    if (leaf.fault === 'cut') this.cutTexts.push(leaf.text);
    // What is unbound says where it belongs.
    if (leaf.fault === 'unbound') return this.problem(code, leaf.text, hint, key);
    const said = leaf.fault === 'cut' ? this.cutMessage(leaf.text) : message;
    const better =
      leaf.fault === 'printed' ? PRINTED_HINTS.find(([name]) => leaf.text.includes(`.${name} object`)) : undefined;
    this.problem(
      code,
      `${said}: ${JSON.stringify(shortened(leaf.fault === 'cut' ? leaf.text : withNames(leaf.text)))}`,
      better?.[1] ?? hint,
      key,
    );
  }

  /** Whether a declared value, or something inside it, is used by a template. */
  public uses(declaration: ValueDeclaration): boolean {
    return this.usedPaths.has(declaration.path.join('\0'));
  }

  /** Of whose token something is left, where only one can be meant. */
  private cutMessage(text: string): string {
    const nodes = [...this.chart._owner.issued].flatMap(([identity, node]) =>
      mayBeRemnant(text, identity) ? [describeExpression(node)] : [],
    );
    const [only, ...others] = new Set(nodes);
    return `a token${only !== undefined && others.length === 0 ? ` for ${only}` : ''} was cut or changed`;
  }

  private usedLiteral(node: ExpressionNode & { kind: 'literal' }, key: (() => string) | undefined): void {
    const fault = faultOfLiteral(node.value);
    if (!fault || this.seen.has(node)) return;
    this.seen.add(node);
    this.fault({ kind: 'fault', ...fault }, key?.() ?? '');
  }

  private visit(node: ExpressionNode, key: (() => string) | undefined): void {
    const children = childrenOf(node);
    if (node.kind === 'value') this.usedPaths.add(node.declaration.path.join('\0'));
    // A call has the owner of its arguments: only the leaves tell.
    if ((children.length === 0 || node.kind === 'include') && node.owner && !this.mayUse(node, node.owner.path))
      this.foreign(node, node.owner.path, key?.());
    for (const child of children) this.used(child, key);
  }

  /**
   * A chart may use its own expressions, and the named templates of the charts that it brings with it. Their values are
   * elsewhere for it, and what `.Chart` is depends on who asks.
   */
  private mayUse(node: ExpressionNode, path: string): boolean {
    if (path === this.chart._owner.path) return true;
    return node.kind === 'include' && this.chart._subcharts.some(({ chart }) => chart?.node.path === path);
  }

  private foreign(node: ExpressionNode, path: string, key: string | undefined): void {
    const hint =
      node.kind === 'include'
        ? `make ${path} a subchart, so that its named templates are there`
        : `declare the value in ${this.chart.node.path}`;
    this.problem('HELM1024', `${describeExpression(node)} belongs to the chart ${path}`, hint, key);
  }

  private problem(code: string, message: string, hint: string, key?: string): void {
    this.report({
      code,
      severity: 'error',
      message,
      hint,
      place: { path: this.place.node.path, ...(key ? { key } : {}) },
    });
  }
}

/** A text with what its tokens stand for in their places. */
function withNames(text: string): string {
  const { pieces } = decodeText(text);
  if (pieces.every(({ kind }) => kind === 'text')) return text;
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : `<${nameOfToken(piece)}>`)).join('');
}

function nameOfToken(piece: Exclude<Piece, { kind: 'text' }>): string {
  return piece.kind === 'b' ? 'a block' : describeExpression(piece.target as ExpressionNode);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
