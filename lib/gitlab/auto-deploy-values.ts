import { CORE_SCHEMA, dump, load, Type } from 'js-yaml';
import { checkObject, isObject, mustBeArrayOf, mustBeString } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import { describe } from '../diagnostics/describe';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { callError } from '../diagnostics/diagnostic-error';
import type {
  AutoDeployAppArmorProps,
  AutoDeployMonitorProps,
  AutoDeployNetworkPolicyProps,
  AutoDeployRestrictedProps,
  AutoDeployTarget,
  AutoDeployValuesProps,
} from './auto-deploy';
import { checkedReadyProps } from './auto-deploy/check-ready-props';
import { checkValues, type Values } from './auto-deploy/checks';
import { merged } from './auto-deploy/merge';
import { normalize } from './auto-deploy/normalize';
import { appArmorValues, monitorValues, networkPolicyValues, restrictedValues } from './auto-deploy/ready';
import { RELEASE_NAME as RELEASE_NAME_MARK } from './auto-deploy/release-name';
import { literal } from './auto-deploy/template/literal';
import { NEWEST_READ, targetOf } from './auto-deploy/version';
import { commented, type TextFile } from './text-file';

export * from './auto-deploy';

/**
 * Values for Auto DevOps' auto-deploy-app chart: what stands in `.gitlab/auto-deploy-values.yaml` of an application.
 *
 * They are checked now, all in one run: keys that the deployment overrides, keys that the chart of the target image does not
 * have, policies that are for no pod, custom resources that Helm would spoil or refuse.
 */
export class AutoDeployValues {
  /**
   * Stands for the name of the release in the texts of constructs: names, labels, selectors. A NetworkPolicy that selects
   * `release: AutoDeployValues.RELEASE_NAME` is for the pods of one release.
   */
  public static readonly RELEASE_NAME = RELEASE_NAME_MARK;

  /**
   * Values that put every container of the deployment under an AppArmor profile. The profile goes into
   * `containerSecurityContext`, which reaches the application, its workers and its cron jobs.
   * @throws DiagnosticError when the API server would refuse the name.
   */
  public static appArmor(props: AutoDeployAppArmorProps): AutoDeployValues {
    return new AutoDeployValues(appArmorValues(checkedReadyProps(props, 'appArmor')));
  }

  /** Values that Pod Security's level `restricted` lets in. @throws DiagnosticError when a prop is wrong, or the target image is too old. */
  public static restricted(props: AutoDeployRestrictedProps = {}): AutoDeployValues {
    return new AutoDeployValues(restrictedValues(checkedReadyProps(props, 'restricted')));
  }

  /** Values with a NetworkPolicy that lets the ingress controller through. @throws DiagnosticError when a prop is wrong. */
  public static networkPolicy(props: AutoDeployNetworkPolicyProps = {}): AutoDeployValues {
    return new AutoDeployValues(networkPolicyValues(checkedReadyProps(props, 'networkPolicy')));
  }

  /** Values that block nothing and mark the pods for those who watch. @throws DiagnosticError when a prop is wrong. */
  public static monitorOnly(props: AutoDeployMonitorProps = {}): AutoDeployValues {
    return new AutoDeployValues(monitorValues(checkedReadyProps(props, 'monitorOnly')));
  }

  /**
   * The values of a file that is there already, checked like others. Comments in it are lost.
   * @throws DiagnosticError when it is no YAML, or for what is wrong with the values.
   */
  public static fromYaml(text: string, target: AutoDeployTarget = {}): AutoDeployValues {
    const values = readYaml(text);
    for (const key of ['autoDeployImageVersion', 'comments'].filter((name) => name in values)) {
      throw callError(BAD_PROPS, `"${key}" is no value of the auto-deploy-app chart`, 'leave it out');
    }
    return new AutoDeployValues({ ...values, ...target });
  }

  /** A text with braces that stay as they are when Helm reads it as a template. Constructs do not need it. */
  public static literal(text: string): string {
    if (typeof text !== 'string') {
      throw callError(BAD_PROPS, `"literal" takes a string, not ${describe(text)}`, 'write the text in quotes');
    }
    return literal(text);
  }

  /** Tag of auto-deploy-image for which the values were checked. */
  public readonly autoDeployImageVersion: string;
  /** What is doubtful about the values. Nothing of it stops anything. */
  public readonly warnings: Diagnostic[];

  readonly #values: Values;
  readonly #comments: readonly string[];
  /** What constructs among the props said of themselves: data made of them says it no more. */
  #told: readonly Diagnostic[];
  readonly #givenVersion: string | undefined;

  /** @throws DiagnosticError with everything that is wrong with the values. */
  public constructor(props: AutoDeployValuesProps = {}) {
    const problems = new DiagnosticCollector();
    const given: Values = isObject(props) ? props : {};
    if (!isObject(props)) checkObject(props, {}, {}, BAD_PROPS, problems.report);
    checkObject(
      { comments: given.comments },
      { comments: mustBeArrayOf(mustBeString) },
      {},
      BAD_PROPS,
      problems.report,
    );
    const told = new DiagnosticCollector();
    const target = targetOf(given.autoDeployImageVersion, problems.report);
    const context = { target, report: problems.report, tell: told.report };
    this.#values = normalize(given, context);
    checkValues(this.#values, context);
    this.#told = distinct(told.diagnostics);
    for (const problem of this.#told) problems.report(problem);
    problems.throwIfErrors();
    this.autoDeployImageVersion = context.target;
    this.warnings = [...problems.diagnostics];
    this.#comments = props.comments ?? [];
    this.#givenVersion = props.autoDeployImageVersion;
  }

  /**
   * These values with others on top. Objects are mixed key by key, and the later one wins; custom resources, extra volumes
   * and extra variables are kept from both; other lists are replaced, as Helm does. The last target that was given is taken.
   * @throws DiagnosticError for what is wrong with all of them together.
   */
  public merge(...others: AutoDeployValues[]): AutoDeployValues {
    const all: readonly AutoDeployValues[] = [this, ...others];
    if (!all.every((each) => each instanceof AutoDeployValues)) {
      throw callError(BAD_PROPS, '"merge" takes AutoDeployValues', 'new AutoDeployValues(…) makes some of values');
    }
    const together = new AutoDeployValues({
      ...all.map((each) => each.#values).reduce(merged),
      autoDeployImageVersion: all.map((each) => each.#givenVersion).findLast((version) => version !== undefined),
      comments: all.flatMap((each, index) =>
        index > 0 && each.#comments.length > 0 ? ['', ...each.#comments] : each.#comments,
      ),
    });
    together.#told = distinct(all.flatMap((each) => each.#told));
    together.warnings.push(...together.#told);
    return together;
  }

  /** The values as data. */
  public toValues(): { [key: string]: any } {
    return structuredClone(this.#values);
  }

  /** The file: what it is for as a comment, then the values. */
  public toYaml(): string {
    const about = this.#comments.length > 0 ? this.#comments : ['Values for Auto DevOps.'];
    const header = [
      ...about,
      '',
      ...USE,
      `Checked for auto-deploy-image ${this.autoDeployImageVersion}; keys read up to ${NEWEST_READ}.`,
    ];
    return commented(header) + dump(this.#values, { lineWidth: -1, noRefs: true });
  }
}

/** A prop of a wrong type, one that is missing, one that nobody knows. */
const BAD_PROPS = 'GITLAB1001';

/** A construct that is used twice says what it has to say once. */
function distinct(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

const USE = [
  'Use: copy this file to .gitlab/auto-deploy-values.yaml of the application, or name it in the variable',
  'HELM_UPGRADE_VALUES_FILE. Auto DevOps reads one file: put what you have there already into it.',
];

/** As Helm reads it: a date is a text. */
const HELM_SCHEMA = CORE_SCHEMA.extend({
  implicit: [new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text) => text === '<<' })],
});

/** @throws DiagnosticError when the text is no YAML, or holds something else than keys. */
function readYaml(text: string): Values {
  let values: unknown;
  try {
    values = load(text, { schema: HELM_SCHEMA });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw callError('GITLAB1019', `the values file is no YAML: ${reason}`, 'correct the line that is named');
  }
  if (isObject(values)) return values;
  if (values === undefined || values === null) return {};
  throw callError('GITLAB1019', 'the values file must hold keys and values', 'write "key: value" lines');
}

/** The ready-made files of `auto-deploy-values/`. */
export function autoDeployValuesFiles(): readonly TextFile[] {
  const appArmor = AutoDeployValues.appArmor({ profileName: 'deny-write' });
  const restricted = AutoDeployValues.restricted();
  const networkPolicy = AutoDeployValues.networkPolicy();
  const intro = new AutoDeployValues({
    comments: [
      'The files apparmor.yaml, restricted.yaml and network-policy.yaml in one. Each part says what it needs.',
    ],
  });
  const files = {
    'all.yaml': intro.merge(appArmor, restricted, networkPolicy),
    'apparmor.yaml': appArmor,
    'monitor-only.yaml': AutoDeployValues.monitorOnly(),
    'network-policy.yaml': networkPolicy,
    'restricted.yaml': restricted,
  };
  return Object.entries(files).map(([path, values]) => ({ path, text: values.toYaml() }));
}
