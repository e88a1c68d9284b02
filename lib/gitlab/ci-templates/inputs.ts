/** Inputs that several templates share, and what their values have to match. */
import type { Input } from './template';

/** What Helm takes for the name of a release: at most 53 characters. */
export const RELEASE_NAME = '^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$';
export const NAMESPACE_NAME = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';
/** A time in the words of Go: `5m`, `1h30m`. */
export const DURATION = '^([0-9]+(ms|s|m|h))+$';
/** A version, a range such as `~1.2` or `1.x`, or nothing. */
export const VERSION_RANGE = '^([~^]?v?[0-9][-0-9A-Za-z.+]*)?$';
/** A file or folder of the project; it starts like no option of a program and holds nothing that a glob would read. */
export const PATH = '^[A-Za-z0-9_.][-A-Za-z0-9_./]*$';
/** A path below the registry of the project. */
export const REGISTRY_PATH = '^[a-z0-9]+([-._/][a-z0-9]+)*$';
/** A script of package.json. */
const NPM_SCRIPT = '^[A-Za-z0-9][-A-Za-z0-9_.:]*$';

/** Version of this package, and tag of the image that holds its command line. */
export const PACKAGE_VERSION = '0.1.0';

/** Folder of the program of a project: where package.json stands. */
export const PROGRAM_FOLDER: Input = {
  description: 'Folder of the project with package.json and its lock file.',
  default: '.',
  regex: PATH,
};

export const npmScript = (what: string, name: string): Input => ({
  description: `Script of package.json that ${what}.`,
  default: name,
  regex: NPM_SCRIPT,
});

export const stage = (what: string, name: string): Input => ({ description: `Stage of ${what}.`, default: name });

/** A tag can be moved to other content, a digest cannot. */
const PIN = 'Pin it by digest: NAME:TAG@sha256:…';

export const NODE_IMAGE: Input = {
  description: `Image with Node.js 20 or later and npm. ${PIN}`,
  default: 'node:22.20.0-alpine',
};

export const HELM_IMAGE: Input = {
  description: `Image with helm 3 or 4 and kubectl. ${PIN}`,
  default: 'registry.gitlab.com/gitlab-org/cluster-integration/cluster-applications:v2.7.0',
};

export const COMMAND_IMAGE: Input = {
  description: `Image with container-security, helm, helmfile and kubectl. ${PIN}`,
  default: `$CI_REGISTRY_IMAGE/container-security:${PACKAGE_VERSION}`,
};
