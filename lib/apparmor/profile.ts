import { readFileSync } from 'node:fs';
import { Construct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { hasErrors } from '../diagnostics/place';
import { checkProfiles } from './language/check-profiles';

/** Where the text of a profile is. */
export interface AppArmorProfileProps {
  /** The profile in the AppArmor profile language, apparmor.d(5). It defines one profile; hats and children may be inside. */
  readonly text: string;
  /** Name of the file that the text came from, for messages. @default - none */
  readonly file?: string;
}

/** An AppArmor profile: what a container under it may do. It is read now: an error names file, line and column. */
export class AppArmorProfile extends Construct {
  /** A profile in a file. @throws Error when the file cannot be read, DiagnosticError when it is no profile. */
  public static fromFile(scope: Construct, id: string, file: string): AppArmorProfile {
    return new AppArmorProfile(scope, id, { text: readFileSync(file, 'utf8'), file });
  }

  /** A profile given as text. @throws DiagnosticError when it is no profile. */
  public static fromText(scope: Construct, id: string, text: string): AppArmorProfile {
    return new AppArmorProfile(scope, id, { text });
  }

  /** The name under which the kernel knows the profile. */
  public readonly profileName: string;
  /** The text. */
  public readonly text: string;
  /** What is doubtful about the text, such as a missing `abi` rule. Nothing of it stops synth. */
  public readonly warnings: Diagnostic[];

  /** @throws DiagnosticError when the text is no profile, or more than one. */
  public constructor(scope: Construct, id: string, props: AppArmorProfileProps) {
    super(scope, id);
    const { names, diagnostics } = checkProfiles(props.text, props.file);
    const [first, second] = names;
    const problems: Diagnostic[] = [...diagnostics];
    if (second) {
      problems.push({
        code: 'APPARMOR1020',
        severity: 'error',
        message: `a second profile, "${second.name}", stands in the text of "${first?.name}"`,
        hint: 'give each profile a construct of its own: a workload is put under one of them by its name',
        place: { ...(props.file === undefined ? {} : { file: props.file }), line: second.line, column: second.column },
      });
    }
    const placed = problems.map((problem) => ({ ...problem, place: { ...problem.place, path: this.node.path } }));
    if (hasErrors(placed) || !first) {
      throw new DiagnosticError(placed, { texts: new Map([[props.file ?? '', props.text]]) });
    }
    this.warnings = placed;
    this.profileName = first.name;
    this.text = props.text;
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
