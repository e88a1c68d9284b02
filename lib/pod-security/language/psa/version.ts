import { KUBERNETES_VERSIONS, minorOf } from '../../../kubernetes/versions';

/** The standards of later minors are not known: the library takes the newest that it knows. */
const NEWEST = Math.max(...KUBERNETES_VERSIONS.map(minorOf));

const VERSION = /^v?1\.(0|[1-9]\d*)$/;

/** Whether the value of a label is a version: `latest` or `v1.30`. */
export const isPolicyVersion = (label: string): boolean =>
  label === 'latest' || (label.startsWith('v') && VERSION.test(label));

/**
 * Number of the minor whose standards a version means: 24 for `1.24` or `v1.24`, the newest that is known for `latest`.
 *
 * @throws RangeError when it is no version.
 */
export function minorOfPolicy(version: string): number {
  if (version === 'latest') return NEWEST;
  const minor = VERSION.exec(version)?.[1];
  if (minor === undefined) throw new RangeError(`"${version}" is no version of the Pod Security Standards`);
  return Math.min(Number(minor), NEWEST);
}

/** The version by which a cluster judges when a namespace names one: a server knows none that is newer than itself. */
export const versionInCluster = (version: string, cluster: string): string =>
  `1.${Math.min(minorOfPolicy(version), minorOfPolicy(cluster))}`;
