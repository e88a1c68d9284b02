import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeIntegerFrom,
  mustBeMapOf,
  mustBeOneOf,
  mustBeText,
  mustHaveShape,
  mustMatch,
  required,
  type Shape,
} from '../../diagnostics/check';
import { isMap } from '../../helm/document/plain-map';
import { atLeastOne, both, mustBeData } from '../../helm/sound-props';

/** `restricted` asks for most. */
export const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;

const DNS_LABEL = /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Helm takes 53 characters for a release. */
const RELEASE = /^(?=.{1,53}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** What GitLab makes no other slug of: `CI_ENVIRONMENT_SLUG` is cut at 24 characters and gets a suffix when it differs. */
const ENVIRONMENT = /^(?=.{1,24}$)[a-z](-?[a-z0-9])*$/;

const PROJECT_PATH = /^[A-Za-z0-9_][-.A-Za-z0-9_]*(\/[A-Za-z0-9_][-.A-Za-z0-9_]*)+$/;

const mustBeEnvironment = mustMatch(
  ENVIRONMENT,
  'lower-case letters, digits and single hyphens between them, at most 24 characters, a letter first',
);
const mustBeDnsLabel = mustMatch(
  DNS_LABEL,
  'a DNS label: lower-case letters, digits and hyphens, at most 63 characters',
);
const mustBeProjectPath = mustMatch(PROJECT_PATH, 'the path of a project, such as "acme/cluster-management"');

/** No range, and nothing that a chart's repository would have to choose. */
const mustBePinned = mustMatch(
  /^v?\d+\.\d+\.\d+(-[-.0-9A-Za-z]+)?(\+[-.0-9A-Za-z]+)?$/,
  'one version, such as "1.2.3"',
);

const mustBeMap = (value: unknown): string | undefined => (isMap(value) ? undefined : 'an object');

const mustBeValues = both(mustBeMap, mustBeData);

const CLUSTER: Shape = {
  name: required(mustBeEnvironment),
  agent: required(mustBeDnsLabel),
  agentProject: mustBeProjectPath,
  kubeContext: mustBeText,
};

/** `ClusterManagementProjectProps`. */
export const PROJECT_PROPS: Shape = {
  projectPath: required(mustBeProjectPath),
  projectId: required(mustBeIntegerFrom(1, Number.MAX_SAFE_INTEGER)),
  clusters: atLeastOne(mustBeArrayOf(mustHaveShape(CLUSTER))),
  outdir: mustBeText,
  ciImage: mustBeText,
  chartVersions: mustBeMapOf(mustBePinned),
  mergeRequestAccess: mustBeBoolean,
  jobImpersonation: mustBeBoolean,
  enforcePodSecurity: mustBeBoolean,
};

const mustBeRelease = mustMatch(
  RELEASE,
  'a DNS label of at most 53 characters: lower-case letters, digits and hyphens',
);

/** `UpstreamChartSource`: helmfile takes these texts for templates, and one is the name of a folder. */
export const SOURCE: Shape = {
  chartName: required(mustBeRelease),
  repositoryName: required(mustBeDnsLabel),
  repository: required(mustMatch(/^(https|oci):\/\/[^\s{}@]+$/, 'an address that begins with https:// or oci://')),
  chartVersion: required(mustBePinned),
  defaultNamespace: required(mustBeDnsLabel),
  podSecurityLevel: required(mustBeOneOf(POD_SECURITY_LEVELS)),
};

/** `ApplicationOptions`. */
export const APPLICATION_OPTIONS: Shape = {
  name: mustBeRelease,
  namespaceName: mustBeDnsLabel,
  podSecurityLevel: mustBeOneOf(POD_SECURITY_LEVELS),
  values: mustBeValues,
  clusterValues: mustBeMapOf(mustBeValues),
  clusters: atLeastOne(mustBeArrayOf(mustBeText)),
};
