import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { Leaf } from '../document/classify';
import type { EmitListener } from '../document/emit';
import { childrenOf, type ExpressionNode } from '../expression/node';
import { UnboundVariable } from '../expression/print';
import { ownersOf } from '../token/tokens';
import type { ValueDeclaration } from '../values/declaration';
import type { HelmChart } from './chart';

const FAULTS: Readonly<Record<(Leaf & { kind: 'fault' })['fault'], readonly [code: string, message: string, hint: string]>> = {
  cut: ['HELM1020', 'a token was cut or changed', 'names, sizes and sums change tokens: put the expression there with Overlay, or give the whole text as one expression'],
  unknown: ['HELM1021', 'a token stands for nothing', 'markers cannot be written by hand or kept between runs; take the expression again'],
  misplaced: ['HELM1022', 'a list, a map or a block stands where only text can', 'asList() and asMap() stand for a whole list or map, or are spread into one'],
};

/** Follows what a chart's templates use: values, tokens, and the charts that they belong to. */
export class UsageTracker implements EmitListener {
  /** Identities of the tokens that were found again. */
  public readonly foundTokens = new Set<string>();
  private readonly usedPaths = new Set<string>();
  private readonly seen = new WeakSet<ExpressionNode>();
  private place: IConstruct;

  constructor(
    private readonly chart: HelmChart,
    private readonly report: (problem: Diagnostic) => void,
  ) {
    this.place = chart;
  }

  /** What is written from now on belongs to this construct. */
  public at(construct: IConstruct): void {
    this.place = construct;
  }

  /** Runs a part of the writing; a variable outside of its loop is reported, not thrown. */
  public guard<T>(write: () => T): T | undefined {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof UnboundVariable)) throw error;
      this.problem('HELM1023', error.message, 'use it only in objects below that construct, or in the body of that loop');
      return undefined;
    }
  }

  public found(identity: string): void {
    this.foundTokens.add(identity);
  }

  public used(node: ExpressionNode): void {
    if (this.seen.has(node)) return;
    this.seen.add(node);
    for (const owner of ownersOf(node)) if (!this.mayUse(owner.path)) this.foreign(node, owner.path);
    this.usedValues(node);
  }

  public fault(leaf: Leaf & { kind: 'fault' }, key: string): void {
    const [code, message, hint] = FAULTS[leaf.fault];
    this.problem(code, `${message}: ${JSON.stringify(shortened(leaf.text))}`, hint, key);
  }

  /** Whether a declared value, or something inside it, is used by a template. */
  public uses(declaration: ValueDeclaration): boolean {
    return this.usedPaths.has(declaration.path.join('\0'));
  }

  private usedValues(node: ExpressionNode): void {
    if (node.kind === 'value') this.usedPaths.add(node.declaration.path.join('\0'));
    for (const child of childrenOf(node)) this.usedValues(child);
  }

  /** A chart may use its own expressions, and the named templates of the charts that it brings with it. */
  private mayUse(path: string): boolean {
    return path === this.chart.node.path || this.chart._subcharts.some(({ chart }) => chart?.node.path === path);
  }

  private foreign(node: ExpressionNode, path: string): void {
    const what = node.kind === 'value' ? `the value "${node.declaration.path.join('.')}"` : 'an expression';
    this.problem('HELM1024', `${what} belongs to the chart ${path}`, `declare the value in ${this.chart.node.path}, or make ${path} a subchart`);
  }

  private problem(code: string, message: string, hint: string, key?: string): void {
    this.report({ code, severity: 'error', message, hint, place: { path: this.place.node.path, ...(key ? { key } : {}) } });
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
