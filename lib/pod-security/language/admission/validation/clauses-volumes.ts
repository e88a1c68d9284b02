import { cel } from '../variable';
import { type Clause, unless, type Values, when } from './clause';

const allows = (kind: string): string => `("*" in policy.volumes || "${kind}" in policy.volumes)`;

const allowsValue = ({ volumes }: Values, kind: string): boolean => volumes.includes('*') || volumes.includes(kind);

/** The token of a service account comes in a projected volume: it is let in where secrets are. */
const kinds: Clause = {
  name: 'volumeKinds',
  given: {
    faults: unless(
      '"*" in policy.volumes',
      cel`variables.volumes.filter(v, !(v.kind in policy.volumes) && !(v.isToken && "secret" in policy.volumes))
        .map(v, v.fault)`,
    ),
    neverFails: ({ volumes }) => volumes.includes('*'),
  },
};

/** What begins with the prefix and one slash lies in it. */
const liesIn = (paths: string): string => `${paths}.exists(p, v.slashed.startsWith(p.endsWith("/") ? p : p + "/"))`;

const [WRITABLE, READ_ONLY] = ['policy.writableHostPaths', 'policy.readOnlyHostPaths'];

/** Only where the kind is allowed: the server looks no further otherwise. */
const hostPaths: Clause = {
  name: 'hostPaths',
  given: {
    faults: when(
      `${allows('hostPath')} && size(${WRITABLE}) + size(${READ_ONLY}) > 0`,
      cel`variables.hostPaths.map(v, ${liesIn(WRITABLE)} ? "" : ${liesIn(READ_ONLY)} ?
        variables.hostPathMounts[variables.hostPathNames.indexOf(v.name)] : v.fault).filter(t, t != "")`,
    ),
    neverFails: (policy) =>
      !allowsValue(policy, 'hostPath') || policy.writableHostPaths.length + policy.readOnlyHostPaths.length === 0,
  },
};

const drivers = (kind: 'flexVolume' | 'csi', field: 'allowedFlexVolumes' | 'allowedCSIDrivers'): Clause => ({
  name: `${kind}Drivers`,
  given: {
    faults: when(
      `${allows(kind)} && size(policy.${field}) > 0`,
      `variables.${kind}Volumes.filter(v, !(v.driver in policy.${field})).map(v, v.fault)`,
    ),
    neverFails: (policy) => !allowsValue(policy, kind) || policy[field].length === 0,
  },
});

/** What policies say of volumes. */
export const VOLUME_CLAUSES: readonly Clause[] = [
  kinds,
  hostPaths,
  drivers('flexVolume', 'allowedFlexVolumes'),
  drivers('csi', 'allowedCSIDrivers'),
];
