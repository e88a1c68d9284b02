import { dump } from 'js-yaml';
import { checkObject, mustMatch, required } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import { commented, type TextFile } from './text-file';

/** A profile that the containers of an Auto DevOps deployment run under. */
export interface AutoDeployAppArmorProps {
  /** Name of the profile as the kernel knows it: it must be loaded on every node that may run the pods. */
  readonly profileName: string;
}

/** What the API server takes as `localhostProfile`. */
const PROFILE_NAME = /^(?=[\s\S]{1,4095}$)\S([\s\S]*\S)?$/;
const PROFILE_NOUN = 'the name of a profile: up to 4095 characters, without white space at its ends';

/** The version of the auto-deploy-app chart whose keys were read: image v2.113.0, chart 2.100.2. */
const READ_FROM = 'auto-deploy-image v2.113.0';

/**
 * Values for Auto DevOps' auto-deploy-app chart.
 *
 * The profile goes into `containerSecurityContext` (auto-deploy-image v2.69.0 and newer): that reaches the application,
 * its workers and its cron jobs. The annotation in `podAnnotations` would reach them too, but it names a container, and
 * the API server refuses worker pods, which have no container of that name.
 */
export class AutoDeployValues {
  /**
   * Values that put every container of the deployment under an AppArmor profile.
   * @throws DiagnosticError when the API server would refuse the name.
   */
  public static appArmor(props: AutoDeployAppArmorProps): AutoDeployValues {
    const problems = new DiagnosticCollector();
    const shape = { profileName: required(mustMatch(PROFILE_NAME, PROFILE_NOUN)) };
    checkObject(props, shape, {}, 'GITLAB1001', problems.report);
    problems.throwIfErrors();
    return new AutoDeployValues(
      {
        containerSecurityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: props.profileName } },
      },
      [
        `Puts the application, its workers and its cron jobs under the AppArmor profile "${props.profileName}".`,
        '',
        'Before: install the chart "apparmor" with that profile among its values, so that every node has it.',
        'Then copy this file to .gitlab/auto-deploy-values.yaml of the application, or name it in the variable',
        'HELM_UPGRADE_VALUES_FILE.',
        '',
        'Needs Kubernetes 1.30 or newer. Not reached: the db-migrate and db-initialize jobs, and initContainers, which',
        'need a securityContext of their own.',
        `Keys read from ${READ_FROM}.`,
      ],
    );
  }

  private constructor(
    private readonly content: { readonly [key: string]: unknown },
    private readonly header: readonly string[],
  ) {}

  /** The file, with a comment that says how to use it. */
  public toYaml(): string {
    return commented(this.header) + dump(this.content, { lineWidth: 120, noRefs: true });
  }
}

/** The ready-made files of `auto-deploy-values/`. */
export function autoDeployValuesFiles(): readonly TextFile[] {
  return [{ path: 'apparmor.yaml', text: AutoDeployValues.appArmor({ profileName: 'deny-write' }).toYaml() }];
}
