import type { Report } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';
import { nearestHint } from '../diagnostics/nearest';
import { isObject } from '../diagnostics/predicates';
import { CILIUM_KEYS } from './cilium-keys';
import type { Values } from './cilium-values';
import { CODES } from './language/codes';

/** What the chart's templates read though its values.yaml shows it as a comment, or not at all. */
export const UNDOCUMENTED: readonly string[] = [
  'policyAuditMode',
  'egressMasqueradeInterfaces',
  'fragmentTracking',
  'gke.disableDefaultSnat',
  'nodeinit.reconfigureKubelet',
  'nodeinit.removeCbrBridge',
  'nodeinit.revertReconfigureKubelet',
];

/** Values that the chart does not know, each with the nearest that it does: the chart's own schema takes any key. */
export function refuseUnknown(values: Values, place: Place, report: Report, path = ''): void {
  const known = Object.hasOwn(CILIUM_KEYS, path) ? CILIUM_KEYS[path]?.split(' ') : undefined;
  if (known === undefined) return;
  for (const [key, value] of Object.entries(values)) {
    const full = path === '' ? key : `${path}.${key}`;
    if (known.includes(key)) {
      if (isObject(value)) refuseUnknown(value, place, report, full);
    } else if (!UNDOCUMENTED.includes(full)) {
      const names = [...known, ...UNDOCUMENTED.filter((name) => !name.includes('.') && path === '')];
      report({
        code: CODES.unknownValue,
        severity: 'error',
        message: `"${full}" is not among the values of Cilium's chart, which would pass it over without a word`,
        hint: nearestHint(key, names) ?? `known there: ${names.slice(0, 20).join(', ')}`,
        place: { ...place, key: `${place.key}.${full}` },
      });
    }
  }
}

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** How PEM begins in base64, as the chart wants it. */
const PEM_BASE64 = /^\s*LS0tLS1CRUdJTi/;

/** Private keys that stand as text: values lie in repositories and in the release of Helm. The key is not shown. */
export function refusePrivateKeys(value: unknown, place: Place, report: Report, path = ''): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value))
      refusePrivateKeys(part, place, report, path === '' ? key : `${path}.${key}`);
    return;
  }
  if (typeof value !== 'string' || value === '' || !holdsPrivateKey(path, value)) return;
  report({
    code: CODES.privateKey,
    severity: 'error',
    message: `"${path}" holds a private key, which must not stand here as text`,
    hint: 'make a Secret in the cluster and name it: "existingSecret" beside it, or let the chart make certificates',
    place: { ...place, key: `${place.key}.${path}` },
  });
}

/** What the chart has as `key` beside `cert` is the key of that certificate. */
function holdsPrivateKey(path: string, text: string): boolean {
  const pem = PEM_BASE64.test(text) ? Buffer.from(text, 'base64').toString('latin1') : text;
  if (PRIVATE_KEY.test(pem)) return true;
  const parent = path.slice(0, path.lastIndexOf('.'));
  const beside = Object.hasOwn(CILIUM_KEYS, parent) ? CILIUM_KEYS[parent]?.split(' ') : undefined;
  return path.endsWith('.key') && (beside?.includes('cert') ?? /\.tls$/.test(parent));
}

/** A value by its path; what is not given is as the chart's values.yaml has it, where that matters here. */
type Read = (path: string) => unknown;

interface Refusal {
  readonly key: string;
  readonly when: (read: Read) => boolean;
  readonly message: string;
  readonly hint: string;
}

const DEFAULTS: Readonly<Record<string, unknown>> = {
  'hubble.enabled': true,
  'hubble.tls.enabled': true,
  'hubble.tls.auto.enabled': true,
  'cluster.name': 'default',
  'cluster.id': 0,
};

const CLUSTER_NAME = /^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** What the chart itself ends with `fail`, and finds out only when it is installed: templates/validate.yaml. */
const REFUSALS: readonly Refusal[] = [
  {
    key: 'hubble.ui.enabled',
    when: (read) =>
      read('hubble.ui.enabled') === true &&
      read('hubble.ui.standalone.enabled') !== true &&
      read('hubble.relay.enabled') !== true,
    message: "Hubble's pages need the relay",
    hint: 'relay: true',
  },
  {
    key: 'hubble.relay.enabled',
    when: (read) => read('hubble.relay.enabled') === true && read('hubble.enabled') !== true,
    message: "Hubble's relay needs Hubble",
    hint: 'hubble.enabled: true',
  },
  {
    key: 'hubble.tls.auto.certManagerIssuerRef',
    when: (read) =>
      read('hubble.tls.enabled') === true &&
      read('hubble.tls.auto.enabled') === true &&
      read('hubble.tls.auto.method') === 'certmanager' &&
      isEmpty(read('hubble.tls.auto.certManagerIssuerRef')),
    message: 'certificates from cert-manager need an issuer',
    hint: 'certManagerIssuerRef: { group: cert-manager.io, kind: ClusterIssuer, name: … }',
  },
  {
    key: 'hubble.redact.http.headers',
    when: (read) =>
      !isEmpty(read('hubble.redact.http.headers.allow')) && !isEmpty(read('hubble.redact.http.headers.deny')),
    message: 'headers are either allowed or denied by name, not both',
    hint: 'leave one of the two lists out',
  },
  {
    key: 'authentication.enabled',
    when: (read) => read('authentication.mutual.spire.enabled') === true && read('authentication.enabled') !== true,
    message: 'SPIRE needs authentication to be on',
    hint: 'authentication.enabled: true',
  },
  {
    key: 'cluster.name',
    when: (read) => !CLUSTER_NAME.test(String(read('cluster.name'))),
    message: 'the name of the cluster must be a DNS label of up to 32 characters',
    hint: 'lower-case letters, digits and "-"',
  },
  {
    key: 'cluster.id',
    when: (read) =>
      (read('eni.enabled') === true || read('cni.chainingMode') === 'aws-cni') && Number(read('cluster.id')) > 127,
    message: 'with the network of AWS the number of the cluster is at most 127',
    hint: 'take a number from 0 to 127',
  },
  {
    key: 'eni.enabled',
    when: (read) => read('ipam.mode') === 'eni' && read('eni.enabled') !== true,
    message: 'addresses from network interfaces need ENI to be on',
    hint: 'platform: CiliumPlatform.EKS',
  },
  {
    key: 'routingMode',
    when: (read) => read('gke.enabled') === true && !isEmpty(read('routingMode')) && read('routingMode') !== 'native',
    message: 'on GKE Cilium routes natively',
    hint: 'leave "routingMode" out',
  },
];

/** Whole values, merged, as the chart gets them. */
export function checkCiliumValues(values: Values, place: Place, report: Report): void {
  const read: Read = (path) => {
    const found = path.split('.').reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), values);
    return found === undefined ? DEFAULTS[path] : found;
  };
  for (const { key, when, message, hint } of REFUSALS) {
    if (when(read))
      report({ code: CODES.chartRefuses, severity: 'error', message, hint, place: { ...place, key: `values.${key}` } });
  }
  if (read('gke.enabled') === true && isEmpty(read('ipv4NativeRoutingCIDR'))) {
    report({
      code: CODES.needed,
      severity: 'error',
      message: 'on GKE the agents need to know the addresses of the pods',
      hint: 'nativeRoutingCidr, as `gcloud container clusters describe NAME --format="value(clusterIpv4Cidr)"` tells it',
      place: { ...place, key: 'nativeRoutingCidr' },
    });
  }
  if (read('policyAuditMode') === true && read('policyEnforcementMode') === 'never') {
    report({
      code: CODES.recordsNothing,
      severity: 'warning',
      message: 'audit mode records nothing while policies are never enforced',
      hint: 'leave "policyEnforcementMode" to the prop "mode"',
      place: { ...place, key: 'values.policyEnforcementMode' },
    });
  }
}
