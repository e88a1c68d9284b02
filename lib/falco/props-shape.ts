import {
  mustBeArray,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeInteger,
  mustBeIntegerFrom,
  mustBeMapOf,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustHaveShape,
  mustMatch,
  type Predicate,
  required,
  type Shape,
} from '../diagnostics/check';
import { both, mustBeAnything, mustBeData, mustBeFixedText, mustBeInstance } from '../helm/sound-props';
import { FalcoArtifacts, FalcoDriver } from './choices';
import { SlackOutputFormat, WebhookMethod } from './outputs';
import { FalcoPriority } from './priority';
import { SECRET_NAME, SECRET_NAME_NOUN } from './secrets';

// What the props of this area are, for callers whose language does not tell.

const PRIORITY_NAMES: readonly string[] = Object.values(FalcoPriority);
const mustBePriority = mustBeOneOf(PRIORITY_NAMES);

/** A reference to a Secret is looked at by `secretVariable`: what these predicates say would show the secret. */
const mustBeReference: Predicate = mustBeAnything;

/** An address of HTTP, whose text is not shown: it may hold a secret. */
const mustBeAddress: Predicate = (value) => {
  const right = typeof value === 'string' && /^https?:\/\/[^\s,]+$/.test(value) && URL.canParse(value);
  return right ? undefined : [{ at: '', says: 'must be an address: http://… or https://…' }];
};

const mustBeTextMap = mustBeMapOf(mustBeFixedText);
const mustBeLabel = mustMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a DNS label, such as falcosidekick');
/** Kubernetes data: whoever writes a value says what it is. */
const mustBeFixedObject = both(mustBeObject, mustBeData);
/** Both as Kubernetes has them: a key that it does not know would be refused at installation, or passed over. */
const mustBeResources = both(
  mustHaveShape({ limits: mustBeObject, requests: mustBeObject, claims: mustBeArray }),
  mustBeData,
);
const mustBeTolerations = both(
  mustBeArrayOf(
    mustHaveShape({
      key: mustBeString,
      operator: mustBeOneOf(['Equal', 'Exists', 'Lt', 'Gt']),
      value: mustBeString,
      effect: mustBeOneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
      tolerationSeconds: mustBeInteger,
    }),
  ),
  mustBeData,
);
/** Headers may hold a secret: a wrong value is not shown. */
const mustBeHeaders: Predicate = (value) => {
  const right = mustBeTextMap(value) === undefined;
  return right ? undefined : [{ at: '', says: 'must be an object whose values are texts' }];
};

const SLACK: Shape = {
  webhookUrl: mustBeReference,
  channel: mustBeFixedText,
  username: mustBeFixedText,
  outputFormat: mustBeOneOf(Object.values(SlackOutputFormat)),
  minimumPriority: mustBePriority,
};

const WEBHOOK: Shape = {
  address: mustBeAddress,
  addressFrom: mustBeReference,
  method: mustBeOneOf(Object.values(WebhookMethod)),
  headers: mustBeHeaders,
  headersFrom: mustBeReference,
  checkCertificate: mustBeBoolean,
  minimumPriority: mustBePriority,
};

const mustBeSeverities: Predicate = mustHaveShape(
  Object.fromEntries(PRIORITY_NAMES.map((name) => [name, mustBeFixedText])),
);

const ALERTMANAGER: Shape = {
  addresses: required(both(mustBeArrayOf(mustBeAddress), (value) => notEmpty(value))),
  path: mustMatch(/^\/\S*$/, 'a path that begins with "/"'),
  expiresAfterSeconds: mustBeIntegerFrom(1, 31_536_000),
  severities: mustBeSeverities,
  gitlabEnvironment: mustBeFixedText,
  extraLabels: mustBeTextMap,
  extraAnnotations: mustBeTextMap,
  checkCertificate: mustBeBoolean,
  minimumPriority: mustBePriority,
};

function notEmpty(value: unknown): string | undefined {
  return Array.isArray(value) && value.length > 0 ? undefined : 'a list with at least one address';
}

/** `FalcosidekickProps`. */
export const FALCOSIDEKICK_PROPS: Shape = {
  slack: mustHaveShape(SLACK),
  webhook: mustHaveShape(WEBHOOK),
  alertmanager: mustHaveShape(ALERTMANAGER),
  existingSecret: mustMatch(SECRET_NAME, SECRET_NAME_NOUN),
  replicas: mustBeIntegerFrom(0, 1000),
  resources: mustBeResources,
  tolerations: mustBeTolerations,
  serviceMonitor: mustBeBoolean,
  serviceName: mustBeLabel,
  namespaceName: mustBeLabel,
  values: mustBeFixedObject,
};

/** `FalcoProps`. */
export const FALCO_PROPS: Shape = {
  rules: mustBeArrayOf(mustBeInstance('a FalcoRules', 'ruleNames')),
  driver: mustBeOneOf(Object.values(FalcoDriver)),
  leastPrivileged: mustBeBoolean,
  artifacts: mustBeOneOf(Object.values(FalcoArtifacts)),
  priority: mustBePriority,
  falcosidekick: mustBeInstance('a Falcosidekick', 'serviceName'),
  falcosidekickAsSubchart: mustBeBoolean,
  metrics: mustBeBoolean,
  serviceMonitor: mustBeBoolean,
  resources: mustBeResources,
  tolerations: mustBeTolerations,
  values: mustBeFixedObject,
};
