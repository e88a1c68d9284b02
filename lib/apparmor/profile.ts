import { Construct, type IConstruct } from 'constructs';
import { checkObject } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { hasErrors } from '../diagnostics/place';
import { readTextFile } from '../helm/text-file';
import { holdsToken } from '../helm/token/tokens';
import { bind, mustBeWorkload } from './binding/bind';
import { type ChartValuesProps, chartValues } from './binding/chart-values';
import { formsFor } from './binding/forms';
import { IncludeFiles } from './include-files';
import { checkProfiles } from './language/check-profiles';
import { lintProfiles } from './language/lint-profiles';
import { printPolicy } from './language/print/print-policy';
import { CODES, shown } from './language/problems';
import { PARSER_VERSIONS, type ParserVersion } from './language/versions';
import { type AppArmorProfileSpec, policyOf } from './profile-spec';
import { CONFINE_PROPS, PROFILE_PROPS, PROFILE_SPEC } from './props-shape';

/** Where the text of a profile is. */
export interface AppArmorProfileProps {
  /** The profile in the AppArmor profile language, apparmor.d(5). It defines one profile; hats and children may be inside. */
  readonly text: string;
  /** Name of the file that the text came from, for messages. @default - none */
  readonly file?: string;
  /** Version of apparmor_parser that will read the text, such as `4.1`. @default - that of the loader's image */
  readonly parserVersion?: string;
  /**
   * Folders where includes such as `<abstractions/base>` are looked up, `/etc/apparmor.d` or a copy of it: the text is then
   * checked with them, as the parser does on a node. What an include in a text refers to is taken on trust without.
   * @default - includes are not followed
   */
  readonly includeFolders?: string[];
}

/** Which containers come under a profile. */
export interface ConfineProps {
  /**
   * Names of containers, init containers included. Of several workloads one at least must have it.
   * @default - all containers of the pods
   */
  readonly containers?: string[];
  /**
   * Version of Kubernetes that the manifests are for, such as `1.29`. A HelmChart does not need it: the cluster that it is
   * installed into says its version.
   * @default - 1.30 or newer
   */
  readonly kubernetesVersion?: string;
}

/** An AppArmor profile: what a container under it may do. It is read now: an error names file, line and column. */
export class AppArmorProfile extends Construct {
  /** A profile in a file. @throws DiagnosticError when the file cannot be read, or is no profile. */
  public static fromFile(scope: Construct, id: string, file: string): AppArmorProfile {
    return new AppArmorProfile(scope, id, {
      text: readTextFile(file, [scope.node.path, id].filter(Boolean).join('/'), FILE),
      file,
    });
  }

  /** A profile given as text. @throws DiagnosticError when it is no profile. */
  public static fromText(scope: Construct, id: string, text: string): AppArmorProfile {
    return new AppArmorProfile(scope, id, { text });
  }

  /**
   * A profile said in types: what the text of one says, without its punctuation.
   *
   * @throws DiagnosticError when a prop is wrong, or when the text that comes of it is no profile.
   */
  public static of(scope: Construct, id: string, spec: AppArmorProfileSpec): AppArmorProfile {
    const wrong = new DiagnosticCollector();
    const place = { path: [scope.node.path, id].filter(Boolean).join('/') };
    checkObject(spec, PROFILE_SPEC, place, BAD_PROPS, wrong.report);
    wrong.throwIfErrors();
    return new AppArmorProfile(scope, id, {
      text: printPolicy(policyOf(spec)),
      ...(spec.parserVersion !== undefined && { parserVersion: spec.parserVersion }),
    });
  }

  /** The name under which the kernel knows the profile. */
  public readonly profileName: string;
  /** The text. */
  public readonly text: string;
  /** What is doubtful about the text, such as a missing `abi` rule. Nothing of it stops synth. */
  public readonly warnings: Diagnostic[];

  private readonly props: AppArmorProfileProps;

  /** @throws DiagnosticError when the props are wrong, or the text is no profile, or more than one. */
  public constructor(scope: Construct, id: string, props: AppArmorProfileProps) {
    super(scope, id);
    const wrong = new DiagnosticCollector();
    checkObject(props, PROFILE_PROPS, { path: this.node.path }, BAD_PROPS, wrong.report);
    wrong.throwIfErrors();
    const { names, diagnostics } = checkProfiles(props.text, props.file, parserOf(props), includesOf(props));
    const [first, second] = names.filter(({ parent }) => parent === undefined);
    const problems: Diagnostic[] = diagnostics.map(asConstruct);
    if (second) {
      problems.push({
        code: 'APPARMOR1020',
        severity: 'error',
        message: `a second profile, "${shown(second.name)}", stands in the text of "${shown(first?.name ?? '')}"`,
        hint: 'give each profile a construct of its own: a workload is put under one of them by its name',
        place: { ...(props.file === undefined ? {} : { file: props.file }), line: second.line, column: second.column },
      });
    }
    if (holdsToken(props.text)) {
      problems.push({
        code: 'APPARMOR1025',
        severity: 'warning',
        message:
          'the text holds an expression of the chart: what it becomes is not checked, and may bring rules of its own',
        hint: 'only for values that the schema of the chart limits, such as by a pattern without blanks, commas and braces',
        place: props.file === undefined ? {} : { file: props.file },
      });
    }
    const placed = problems.map((problem) => ({ ...problem, place: { ...problem.place, path: this.node.path } }));
    if (hasErrors(placed) || !first) {
      throw new DiagnosticError(placed, { texts: new Map([[props.file ?? '', props.text]]) });
    }
    this.warnings = placed;
    this.profileName = first.name;
    this.text = props.text;
    this.props = props;
  }

  /**
   * Puts containers under this profile: all pods of a workload, or of all workloads below a construct. Takes an `ApiObject`,
   * a resource of cdk8s-plus of any version, or any construct that holds some.
   *
   * In a HelmChart the cluster decides how it is said: by `securityContext.appArmorProfile` from Kubernetes 1.30 on, by an
   * annotation of the pod before (KEP-24). Elsewhere `kubernetesVersion` decides. An AppArmorLoader among them stays as it is:
   * it could not load the profile under which it waits to be started.
   *
   * @throws DiagnosticError when the props are wrong. What is wrong with the workload ends synth.
   */
  public confine(workload: IConstruct, props: ConfineProps = {}): void {
    const wrong = new DiagnosticCollector();
    checkObject(props, CONFINE_PROPS, { path: this.node.path }, BAD_PROPS, wrong.report);
    wrong.throwIfErrors();
    mustBeWorkload(workload);
    const { containers, kubernetesVersion } = props;
    const profileOf = (name: string) => (containers?.includes(name) === false ? undefined : this.profileName);
    const forms = formsFor(workload, kubernetesVersion);
    bind(workload, { profileOf, containers: containers ?? [], all: containers === undefined, forms });
  }

  /**
   * Values that put a container of a chart that is not ours under this profile. Where they go is for that chart to say: a path
   * of keys with dots, such as `controller.containerSecurityContext`. Write them to a values file, or hand them to a subchart.
   *
   * @throws DiagnosticError when the props are wrong.
   */
  public chartValues(props: ChartValuesProps): { [key: string]: any } {
    return chartValues(this, props);
  }

  /**
   * What a parser takes and practitioners would not write: warnings with the codes APPARMOR1110 to APPARMOR1127, which
   * `container-security check apparmor` prints too. Synth does not print them.
   */
  public get lints(): Diagnostic[] {
    const { text, file } = this.props;
    return lintProfiles(checkProfiles(text, file, parserOf(this.props), includesOf(this.props))).map((each) => ({
      ...each,
      place: { ...each.place, path: this.node.path },
    }));
  }

  /** What `securityContext.appArmorProfile.localhostProfile` of a container says. */
  public get localhostProfile(): string {
    return this.profileName;
  }

  /** What the annotation of Kubernetes before 1.30 says: `localhost/<name>`. */
  public get annotationValue(): string {
    return `localhost/${this.profileName}`;
  }
}

/** The props were checked: it is one of the versions, or none. */
function parserOf({ parserVersion }: AppArmorProfileProps): ParserVersion | undefined {
  return PARSER_VERSIONS.find((version) => version === parserVersion);
}

/** A prop of a wrong type, one that is missing, one that nobody knows: as the chart generator has it. */
const BAD_PROPS = 'HELM1050';

/** Which parser will read the text is known to whoever gives the loader its image: what some lack is only doubtful. */
const TOO_NEW: readonly string[] = [CODES.flagTooNew, CODES.ruleTooNew];

function asConstruct(problem: Diagnostic): Diagnostic {
  return TOO_NEW.includes(problem.code) ? { ...problem, severity: 'warning' } : problem;
}

const includesOf = ({ includeFolders }: AppArmorProfileProps): IncludeFiles | undefined =>
  includeFolders && new IncludeFiles(includeFolders);

/** The check tells of a byte order mark. */
const FILE = { code: 'APPARMOR1021', noun: 'the profile', keepsMark: true } as const;
