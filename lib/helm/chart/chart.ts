import { type ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { describe } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { callError } from '../../diagnostics/diagnostic-error';
import { nearestHint } from '../../diagnostics/nearest';
import type { Shape } from '../../diagnostics/predicates';
import { isSound } from '../checks/check-arguments';
import { checkFile, checkFileName } from '../checks/check-files';
import type { MapTemplate } from '../document/block';
import { Expression, toNode } from '../expression/expression';
import type { BoundVariable, ExpressionNode, NamedTemplate, Owner } from '../expression/node';
import { literal } from '../expression/node';
import { keysAround } from '../objects/names';
import { ObjectNames } from '../objects/object-names';
import { soundPart, soundProps } from '../sound-props';
import { ValueGroup } from '../values/value-group';
import type { HelmChartProps, SubchartProps } from './chart-props';
import { chartTemplate, includedTemplate, labelsTemplate, nameTemplate } from './helpers';
import type { OverlayOperation } from './overlay';
import { CHART_PROPS, SUBCHART_PROPS } from './props-shape';
import { Capabilities, ChartInfo, ReleaseInfo } from './release-info';
import { renderChart } from './render';
import type { RenderOptions } from './render-options';
import { renderWithSubcharts } from './render-subcharts';

const HELM_CHART = Symbol.for('cdk8s-container-security.helm.HelmChart');

/** A subchart as it was declared: by its own construct, or by name, version and repository. */
export type Subchart = { readonly chart: HelmChart | undefined; readonly props: SubchartProps };

/**
 * A Helm chart. It is a cdk8s chart too: any cdk8s construct works inside, and a plain cdk8s `App` gets its objects as they
 * are with the default values.
 *
 * Objects are named after the release (`<release>-<chart>-<id>`) and carry the labels that Kubernetes recommends. Values are
 * declared on `values`; `release`, `capabilities` and `info` are what Helm itself knows.
 */
export class HelmChart extends Chart {
  /** The Helm chart that a construct is in. @throws Error when there is none. */
  public static ofConstruct(construct: IConstruct): HelmChart {
    const chart = [...construct.node.scopes].reverse().find(HelmChart.isHelmChart);
    if (!chart) throw new Error(`${construct.node.path} is not inside a HelmChart`);
    return chart as HelmChart;
  }

  /** Whether a construct is a Helm chart, of whatever copy of this library. */
  public static isHelmChart(construct: any): boolean {
    return construct !== null && typeof construct === 'object' && HELM_CHART in construct;
  }

  /** Name of the chart. */
  public readonly chartName: string;
  /** The values of the chart. */
  public readonly values: ValueGroup;
  /** `.Release`. */
  public readonly release: ReleaseInfo;
  /** `.Capabilities`. */
  public readonly capabilities: Capabilities;
  /** `.Chart`. */
  public readonly info: ChartInfo;
  /** The release's full name, with which the names of all objects start: `<release>-<chart>`. */
  public readonly fullname: Expression;

  /** @internal */
  public readonly _props: Partial<HelmChartProps>;
  /** @internal */
  public readonly _owner: Owner;
  /**
   * What is wrong or doubtful, known before synth. Constructs of every domain add theirs: synth tells them with its own.
   * @internal
   */
  public readonly _problems: Diagnostic[] = [];
  /** @internal */
  public readonly _labelTemplate: MapTemplate;
  /** @internal */
  public readonly _overlays = new Map<ApiObject, OverlayOperation[]>();
  /** @internal */
  public readonly _subcharts: Subchart[] = [];
  /** @internal */
  public readonly _files = new Map<string, string>();
  /** @internal */
  public readonly _ciValues = new Map<string, unknown>();
  /** @internal */
  public readonly _crds = new Map<string, unknown>();
  /** @internal */
  public readonly _readme: string[] = [];
  /** @internal */
  public readonly _notes: { readonly condition?: ExpressionNode; readonly text: string }[] = [];
  /** @internal */
  public readonly _commonLabels: unknown[] = [];
  /** @internal */
  public readonly _commonAnnotations: unknown[] = [];
  /** @internal */
  public readonly _checks: { readonly failWhen: ExpressionNode; readonly message: ExpressionNode }[] = [];
  private readonly included = new Map<NamedTemplate, Expression>();
  private readonly names: ObjectNames;

  public constructor(scope: Construct, id: string, props: HelmChartProps) {
    super(scope, id, soundPart<HelmChartProps>(props, CHART_PROPS));
    Object.defineProperty(this, HELM_CHART, { value: true });
    this._props = this.sound<HelmChartProps>(props, CHART_PROPS);
    this.chartName = this._props.chartName ?? id;
    const owner: Owner = { path: this.node.path, name: this.chartName, issued: new Map(), templates: [] };
    this._owner = owner;
    const hasAppVersion = Boolean(this._props.appVersion);
    this.values = ValueGroup._of({ owner, hasAppVersion, report: (problem) => this._problems.push(problem) }, []);
    this.release = ReleaseInfo._of(owner);
    this.capabilities = Capabilities._of(owner);
    this.info = ChartInfo._of(owner);
    const nameOverride = this.values.addString('nameOverride', {
      description: "Replaces the chart's name in the names of objects and in labels.",
      defaultValue: '',
      maxLength: 63,
      pattern: DNS_LABEL_OR_EMPTY,
    });
    const fullnameOverride = this.values.addString('fullnameOverride', {
      description: 'Replaces the whole first part of the names of objects, which is the release and the chart.',
      defaultValue: '',
      maxLength: 63,
      pattern: DNS_LABEL_OR_EMPTY,
    });
    const name = nameTemplate(owner, this.chartName, nameOverride._node);
    owner.templates.push(name);
    this.names = new ObjectNames({ owner, prefix: this.chartName, override: fullnameOverride._node, name });
    this.fullname = this.names.fullname;
    const chart = chartTemplate(owner, this.chartName);
    owner.templates.push(chart);
    this._labelTemplate = labelsTemplate(owner, this.chartName, name, chart, this._props.appVersion !== undefined);
  }

  /** Names an object after the release: `<release>-<chart>-<path of ids>`. Inside a `Range` the key comes last. */
  public generateObjectName(apiObject: ApiObject): string {
    const keys = keysAround(apiObject, this).map((key) => this._variable(key));
    return this.names.nameOf(apiObject, this, keys);
  }

  /** @internal */
  public _variable(variable: BoundVariable): Expression {
    return Expression._of({ kind: 'variable', variable, type: variable.type, owner: this._owner });
  }

  /**
   * A named template of this chart, `<chart>.<name>`. Its text is what a string gives, and JSON for everything else.
   * @returns the expression that includes it, of the type of its body.
   */
  public addTemplate(name: string, body: Expression): Expression {
    const template: NamedTemplate = { name: `${this.chartName}.${name}`, body: toNode(body) };
    this._owner.templates.push(template);
    const node = includedTemplate(this._owner, template);
    const included = body instanceof Expression ? body._through(node) : Expression._of(node);
    this.included.set(template, included);
    return included;
  }

  /** A named template that was added before. @throws DiagnosticError when there is none of that name. */
  public template(name: string): Expression {
    const { templates } = this._owner;
    const template = templates.find((candidate) => candidate.name === `${this.chartName}.${name}`);
    if (!template) {
      const names = templates.map((known) => known.name.slice(this.chartName.length + 1));
      const hint = nearestHint(String(name), names) ?? 'add it with addTemplate first';
      throw callError('HELM1061', `the chart ${this.chartName} has no template "${name}"`, hint);
    }
    return this.included.get(template) ?? Expression._of(includedTemplate(this._owner, template));
  }

  /** Lines for NOTES.txt, which Helm prints after install and upgrade. Expressions may stand in the text. */
  public addNotes(...lines: string[]): void {
    this._notes.push({ text: this.soundLines('addNotes.lines', lines) });
  }

  /** Lines for NOTES.txt that are printed only when a condition is true. */
  public addNotesWhen(condition: Expression, ...lines: string[]): void {
    const text = this.soundLines('addNotesWhen.lines', lines);
    if (isSound(this, 'addNotesWhen.condition', condition)) this._notes.push({ condition: toNode(condition), text });
  }

  /** A section of the README, in Markdown: after what the chart's props say, before the values. */
  public addReadme(markdown: string): void {
    if (isSound(this, 'addReadme.markdown', markdown)) this._readme.push(markdown);
  }

  private soundLines(argument: 'addNotes.lines' | 'addNotesWhen.lines', lines: readonly string[]): string {
    return lines.filter((line) => isSound(this, argument, line)).join('\n');
  }

  /** Labels for every object of the chart: a map, or an expression of one. Labels of the object itself win. */
  public addLabels(labels: any): void {
    if (isSound(this, 'addLabels.labels', labels)) this._commonLabels.push(labels);
  }

  /** Annotations for every object of the chart: a map, or an expression of one. Annotations of the object itself win. */
  public addAnnotations(annotations: any): void {
    if (isSound(this, 'addAnnotations.annotations', annotations)) this._commonAnnotations.push(annotations);
  }

  /**
   * A check of the values against each other, when the chart is rendered: what no schema can say. All checks that fail are
   * told at once.
   */
  public addCheck(failWhen: Expression, message: string): void {
    const sound = [isSound(this, 'addCheck.failWhen', failWhen), isSound(this, 'addCheck.message', message)];
    if (sound.every(Boolean)) this._checks.push({ failWhen: toNode(failWhen), message: toNode(message) });
  }

  /**
   * An extra file of the chart, as it is.
   * @returns its text inside templates: `.Files.Get`.
   */
  public addFile(path: string, text: string): Expression {
    checkFile(this, path, text);
    this._files.set(path, text);
    const get = { kind: 'call', fn: '.Files.Get', args: [literal(path)], type: 'string', owner: this._owner } as const;
    return Expression._of(get);
  }

  /** Values for a test installation: `ci/<name>-values.yaml`. They are checked against the declarations. */
  public addCiValues(name: string, values: any): void {
    if (checkFileName(this, 'ci', name, this._ciValues, values)) this._ciValues.set(name, values);
  }

  /** A custom resource definition for `crds/`: installed before everything else, never templated, never upgraded by Helm. */
  public addCrd(name: string, manifest: any): void {
    if (checkFileName(this, 'crds', name, this._crds, manifest)) this._crds.set(name, manifest);
  }

  /** A chart of another repository that this one brings with it. */
  public addSubchart(props: SubchartProps): void {
    this._subcharts.push({
      chart: undefined,
      props: this.sound<SubchartProps>(props, SUBCHART_PROPS, this.nextSubchart()),
    });
  }

  /** A chart of this app that this one brings with it, inside `charts/`. */
  public addLocalSubchart(chart: HelmChart, props: SubchartProps = {}): void {
    const key = this.nextSubchart();
    if (HelmChart.isHelmChart(chart))
      this._subcharts.push({ chart, props: this.sound<SubchartProps>(props, SUBCHART_PROPS, key) });
    else
      this.problem(
        'HELM1050',
        key,
        `a local subchart must be a HelmChart, not ${describe(chart)}`,
        'for a chart of a repository there is addSubchart',
      );
  }

  /**
   * The objects of this chart and of its local subcharts as Helm would render them with these values, computed without Helm.
   * @throws Error where Helm would fail, and for what only Helm or a cluster can compute.
   */
  public render(options: RenderOptions = {}): any[] {
    return renderWithSubcharts(this, options).map(({ object }) => object);
  }

  /** The props without what is wrong with them, which is reported. */
  private sound<T extends object>(props: unknown, shape: Shape, key?: string): Partial<T> {
    return soundProps<T>(props, shape, { path: this.node.path, ...(key ? { key } : {}) }, (problem) =>
      this._problems.push(problem),
    );
  }

  private nextSubchart(): string {
    return `dependencies.${this._subcharts.length}`;
  }

  private problem(code: string, key: string, message: string, hint: string): void {
    this._problems.push({ code, severity: 'error', message, hint, place: { path: this.node.path, key } });
  }

  /** The objects with the default values, for a plain cdk8s `App` and for `Testing.synth`. Subcharts have their own. */
  public toJson(): any[] {
    return renderChart(this, {}).map(({ object }) => object);
  }
}

/** What may stand in the middle of a DNS label, or nothing. */
const DNS_LABEL_OR_EMPTY = '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$';
