import { Construct, type IConstruct } from 'constructs';
import { bind, mustBeWorkload } from '../apparmor/binding/bind';
import { formsFor } from '../apparmor/binding/forms';
import { DEFAULT_PARSER, type ParserVersion } from '../apparmor/language/versions';
import { AppArmorProfile } from '../apparmor/profile';
import { checkObject, mustBeOneOf, mustBeString, mustBeText, required, type Shape } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic, Place } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { hasErrors } from '../diagnostics/place';
import { HelmChart } from '../helm';
import { readTextFile } from '../helm/text-file';
import { type Compiled, compileToAppArmor, profilesOf } from './compile';
import { checkOptions, checkProps, policyOfProps } from './from-props';
import { withMode } from './language/edit';
import type { Policy } from './language/model';
import { CODES, Problems } from './language/problems';
import { readPolicies } from './language/read';
import { toYaml } from './language/write';
import { PolicyMode } from './mode';
import type { ContainerPolicyOptions, ContainerPolicyProps } from './policy-props';
import { reportAsMarkdown, reportAsText, titleOf } from './report/print';

/**
 * One statement of what containers may run, read, write and open. It makes an AppArmor profile, and says what the cluster
 * will make of each of its properties: at synth, in the NOTES of the chart, and as data.
 */
export class ContainerPolicy extends Construct {
  /**
   * A policy in a YAML file. Of several in one file it is the one whose name is the id.
   * @throws DiagnosticError with every problem of the file: line, column, key.
   */
  public static fromYaml(
    scope: Construct,
    id: string,
    file: string,
    options: ContainerPolicyOptions = {},
  ): ContainerPolicy {
    return ContainerPolicy.read(scope, id, readTextFile(file, pathOf(scope, id), FILE), options, file);
  }

  /** A policy given as YAML text. @throws DiagnosticError with every problem of the text. */
  public static fromYamlText(
    scope: Construct,
    id: string,
    text: string,
    options: ContainerPolicyOptions = {},
  ): ContainerPolicy {
    return ContainerPolicy.read(scope, id, text, options);
  }

  /**
   * The same YAML text with another mode. Only that word changes: comments, order and blanks stay.
   * @param policyName which of the policies; left out: all of them
   * @throws DiagnosticError with every problem of a text that is no policy, and when no policy has this name.
   */
  public static changeMode(text: string, mode: PolicyMode, policyName?: string): string {
    checkCall(
      { text, mode, policyName },
      { text: required(mustBeString), mode: required(MODE), policyName: mustBeText },
    );
    if (policyName !== undefined) {
      const { policies } = readPolicies(text);
      const missing = policies.every(({ name }) => name !== policyName);
      if (policies.length > 0 && missing) throw new DiagnosticError([noneIsCalled(policyName, policies, {})]);
    }
    return withMode(text, mode, policyName);
  }

  private static read(
    scope: Construct,
    id: string,
    text: string,
    options: ContainerPolicyOptions,
    file?: string,
  ): ContainerPolicy {
    const path = pathOf(scope, id);
    checkCall({ text }, { text: required(mustBeString) }, path);
    checkOptions(options, path);
    const { policies, diagnostics } = readPolicies(text, file);
    const placed = diagnostics.map((problem) => ({ ...problem, place: { ...problem.place, path } }));
    const problems = hasErrors(placed) ? placed : [...placed, ...notChosen(policies, id, file, path)];
    if (hasErrors(problems)) throw new DiagnosticError(problems, { texts: new Map([[file ?? '', text]]) });
    const policy = chosen(policies, id) as Policy;
    const props: ContainerPolicyProps = { ...options };
    READ.set(props, { policy, warnings: problems });
    return new ContainerPolicy(scope, id, props);
  }

  /** Name of the policy. */
  public readonly policyName: string;
  /** Whether it blocks. */
  public readonly mode: PolicyMode;
  /** Labels of the pods that it is for. */
  public readonly pods: { [key: string]: string };
  /** The profile of all containers that have no rules of their own. */
  public readonly profile: AppArmorProfile;
  /** Profiles of the containers that have rules of their own, by the names of the containers. */
  public readonly containerProfiles: { [name: string]: AppArmorProfile };
  /** All profiles: for the `profiles` of an AppArmorLoader. */
  public readonly profiles: AppArmorProfile[];
  /** What is doubtful about the policy. Nothing of it stops synth. */
  public readonly warnings: Diagnostic[];
  private readonly compiled: readonly Compiled[];
  private readonly policy: Policy;

  /** @throws DiagnosticError that names the construct and each wrong key. */
  public constructor(scope: Construct, id: string, props: ContainerPolicyProps = {}) {
    super(scope, id);
    const chart = HelmChart.ofConstruct(this);
    const { policy, warnings } = READ.get(props) ?? this.ofProps(id, props);
    this.policy = policy;
    this.policyName = policy.name;
    this.mode = policy.mode === 'audit' ? PolicyMode.AUDIT : PolicyMode.ENFORCE;
    this.pods = { ...policy.pods };
    this.warnings = [...warnings];
    const profileName = props.profileName ?? `${chart.chartName}-${policy.name}`;
    // The props were checked: it is one of the versions.
    const parser = (props.parserVersion ?? DEFAULT_PARSER) as ParserVersion;
    const made = profilesOf(policy, profileName).map(({ name, container }) => {
      const target = { name, parser, portsInKernel: props.portsInKernel ?? false };
      const compiled = compileToAppArmor(policy, { ...target, ...(container !== undefined && { container }) });
      return {
        container,
        compiled,
        profile: new AppArmorProfile(this, container ?? 'Default', { text: compiled.text, parserVersion: parser }),
      };
    });
    this.compiled = made.map(({ compiled }) => compiled);
    this.profiles = made.map(({ profile }) => profile);
    this.profile = this.profiles[0] as AppArmorProfile;
    const named = made.flatMap(({ container, profile }) => (container === undefined ? [] : [[container, profile]]));
    this.containerProfiles = Object.fromEntries(named) as { [name: string]: AppArmorProfile };
    chart._problems.push(...warnings, this.reportProblem());
    chart.addNotes('', `Container policy ${policy.name}:`, this.reportText());
    chart.addReadme(this.reportMarkdown());
  }

  /** The profile that a container of this name runs under. */
  public profileOf(container: string): AppArmorProfile {
    // A container may have the name of what every object of JavaScript knows, such as `constructor`.
    const own = Object.hasOwn(this.containerProfiles, container) ? this.containerProfiles[container] : undefined;
    return own ?? this.profile;
  }

  /**
   * Puts the containers of a workload under the profiles of this policy, each under its own: an `ApiObject`, a resource of
   * cdk8s-plus of any version, or a construct with several. The cluster decides whether the field of Kubernetes 1.30 says it
   * or the annotation of before. A container with rules of its own must be there.
   *
   * @throws DiagnosticError for what is no construct. What is wrong with the workload ends synth.
   */
  public confine(workload: IConstruct): void {
    mustBeWorkload(workload);
    const profileOf = (container: string) => this.profileOf(container).profileName;
    const containers = Object.keys(this.containerProfiles);
    bind(workload, { profileOf, containers, all: true, forms: formsFor(workload) });
  }

  /** What each enforcer makes of each property, as a table for people. */
  public reportText(): string {
    return this.compiled.map(({ report }) => reportAsText(report)).join('\n\n');
  }

  /** The same as Markdown: it stands in the README of the chart. */
  public reportMarkdown(): string {
    const parts = this.compiled.map(({ report }) => `### Policy ${titleOf(report)}\n\n${reportAsMarkdown(report)}`);
    return ['## What the container policies do', ...parts].join('\n\n');
  }

  /** What each enforcer makes of each property: a list of reports as JSON, one for each profile. */
  public reportJson(): string {
    return `${JSON.stringify(
      this.compiled.map(({ report }) => report),
      undefined,
      2,
    )}\n`;
  }

  /** The policy in its YAML form. */
  public toYaml(): string {
    return toYaml(this.policy);
  }

  private ofProps(id: string, props: ContainerPolicyProps): ReadPolicy {
    const { path } = this.node;
    checkProps(props, path);
    const problems = Problems.ofProps(path);
    const policy = policyOfProps(props.policyName ?? id, props, problems);
    if (policy === undefined || problems.hasErrors) throw new DiagnosticError(problems.diagnostics);
    return { policy, warnings: problems.diagnostics };
  }

  /** What synth prints, so that nobody believes in a lock that is not there. */
  private reportProblem(): Diagnostic {
    const message = `what the cluster will make of this policy\n${this.reportText()}`;
    return { code: CODES.report, severity: 'note', message, place: { path: this.node.path } };
  }
}

/** A policy that has been read and checked, and what is doubtful about it. */
interface ReadPolicy {
  readonly policy: Policy;
  readonly warnings: readonly Diagnostic[];
}

/** Policies that were read from a text: their props say nothing. */
const READ = new WeakMap<ContainerPolicyProps, ReadPolicy>();

function pathOf(scope: Construct, id: string): string {
  return [scope.node.path, id].filter(Boolean).join('/');
}

/** Of several policies the one that is called as the construct. */
function chosen(policies: readonly Policy[], id: string): Policy | undefined {
  return policies.length === 1 ? policies[0] : policies.find(({ name }) => name === id);
}

function notChosen(
  policies: readonly Policy[],
  id: string,
  file: string | undefined,
  path: string,
): readonly Diagnostic[] {
  if (chosen(policies, id) !== undefined) return [];
  const hint = 'of several policies in one file the one is taken whose name is the id of the construct';
  return [{ ...noneIsCalled(id, policies, { ...(file !== undefined && { file }), path }), hint }];
}

function noneIsCalled(name: string, policies: readonly Policy[], place: Place): Diagnostic {
  const names = policies.map((policy) => JSON.stringify(policy.name)).join(', ');
  const message = `none of the policies is called ${JSON.stringify(name)}: ${names}`;
  return { code: CODES.notChosen, severity: 'error', message, place };
}

const MODE = mustBeOneOf(Object.values(PolicyMode));

/** What a call was given, for callers whose language does not tell. @throws DiagnosticError HELM1050 */
function checkCall(given: object, shape: Shape, path?: string): void {
  const problems = new DiagnosticCollector();
  checkObject(given, shape, { ...(path !== undefined && { path }) }, 'HELM1050', problems.report);
  problems.throwIfErrors();
}

const FILE = { code: CODES.unreadable, noun: 'the policy' } as const;
