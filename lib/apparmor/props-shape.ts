import {
  either,
  mustBeArray,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeInteger,
  mustBeMapOf,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustBeText,
  mustHaveShape,
  mustMatch,
  type Predicate,
  required,
  type Shape,
} from '../diagnostics/predicates';
import { mustBeExpression, mustBeInstance } from '../helm/sound-props';
import { holdsToken } from '../helm/token/tokens';
import { PARSER_VERSIONS } from './language/versions';

// What the props of this area are, for callers whose language does not tell.

/** A text that stands for an expression: what `asAny()` gives. */
const mustBeToken: Predicate = (value) =>
  typeof value === 'string' && holdsToken(value) ? undefined : 'an expression';

/** `true`, `false`, or something that is one of them when the chart is installed. */
const mustBeFlag = orToken(either(mustBeBoolean, mustBeExpression));

/** An integer in these limits, or the token of a chart value. */
function mustBeCount(least: number, most: number): Predicate {
  return (value) => {
    if (typeof value === 'number' && holdsToken(value)) return undefined;
    const fits = mustBeInteger(value) === undefined && Number(value) >= least && Number(value) <= most;
    return fits ? undefined : `an integer from ${least} to ${most}`;
  };
}

/** Data of Kubernetes, an expression of it, or its token. */
function orToken(data: Predicate): Predicate {
  return (value) =>
    mustBeExpression(value) === undefined || mustBeToken(value) === undefined ? undefined : data(value);
}

const isProfile = mustBeInstance('an AppArmorProfile', 'localhostProfile');

/** Whoever gives a whole policy means its profiles. */
const mustBeProfile: Predicate = (value) => {
  const isPolicy = typeof value === 'object' && value !== null && 'profiles' in value;
  if (!isPolicy) return isProfile(value);
  return { noun: 'an AppArmorProfile', hint: 'those of a policy: "profiles: policy.profiles"' };
};

/** `AppArmorLoaderProps`. */
export const LOADER_PROPS: Shape = {
  image: required(mustBeText),
  imagePullPolicy: mustBeText,
  profiles: mustBeArrayOf(mustBeProfile),
  profileMap: mustBeExpression,
  pollSeconds: mustBeCount(1, 3600),
  unloadRemoved: mustBeFlag,
  nodeProfiles: mustBeFlag,
  readyWithoutAppArmor: mustBeFlag,
  metricsPort: mustBeCount(1, 65_535),
  resources: orToken(mustBeObject),
  podSettings: (value) => (mustBeExpression(value) === undefined ? 'an object' : mustBeObject(value)),
  tolerations: orToken(mustBeArray),
  podAnnotations: mustBeExpression,
  podLabels: mustBeExpression,
  serviceAccountAnnotations: mustBeExpression,
};

/** `AppArmorProfileProps`. */
export const PROFILE_PROPS: Shape = {
  text: required(mustBeString),
  file: mustBeString,
  parserVersion: mustBeOneOf(PARSER_VERSIONS),
  includeFolders: mustBeArrayOf(mustBeText),
};

/** No name at all would put nothing under the profile. */
const mustNameSome: Predicate = (value) =>
  Array.isArray(value) && value.length === 0
    ? { noun: 'a list of at least one container', hint: 'leave it out for all containers' }
    : mustBeArrayOf(mustBeText)(value);

/** `ConfineProps`. */
export const CONFINE_PROPS: Shape = {
  containers: mustNameSome,
  kubernetesVersion: mustMatch(/^v?1\.\d+(\.\d+)?$/, 'a version of Kubernetes such as 1.29'),
};

const mustBeKeys = mustMatch(
  /^[^.\s[\]]+(\.[^.\s[\]]+)*$/,
  'a path of keys such as controller.containerSecurityContext',
);

/** `ChartValuesProps`. */
export const CHART_VALUES_PROPS: Shape = {
  securityContext: mustBeKeys,
  podAnnotations: mustBeKeys,
  container: mustBeText,
};

/** `AppArmorChildSpec`. */
const CHILD_SPEC: Shape = {
  name: required(mustBeText),
  attachment: mustBeText,
  flags: mustBeArrayOf(mustBeText),
  attachDisconnectedPath: mustBeText,
  killSignal: mustBeText,
  errorNumber: mustBeText,
  includes: mustBeArrayOf(mustBeText),
  includesIfExist: mustBeArrayOf(mustBeText),
  rules: mustBeArrayOf(mustBeInstance('a rule such as FileRule.read(…)', '_node')),
};

/** `AppArmorProfileSpec`. */
export const PROFILE_SPEC: Shape = {
  ...CHILD_SPEC,
  parserVersion: mustBeOneOf(PARSER_VERSIONS),
  abi: mustBeText,
  tunables: mustBeArrayOf(mustBeText),
  variables: mustBeMapOf(mustBeArrayOf(mustBeString)),
  children: mustBeArrayOf(mustHaveShape(CHILD_SPEC)),
  hats: mustBeArrayOf(mustHaveShape(CHILD_SPEC)),
};
