import { cel } from '../variable';
import { type Clause, unless, type Values, when } from './clause';

const allows = (volumes: string, kind: string): string => `("*" in ${volumes} || "${kind}" in ${volumes})`;

const allowsValue = ({ volumes }: Values, kind: string): boolean => volumes.includes('*') || volumes.includes(kind);

/** The token of a service account comes in a projected volume: it is let in where secrets are. */
const kinds: Clause = {
  faults: ({ volumes }) =>
    unless(
      `"*" in ${volumes}`,
      cel`variables.volumes.filter(v, !(v.kind in ${volumes}) && !(v.isToken && "secret" in ${volumes})).map(v, v.fault)`,
    ),
  neverFails: ({ volumes }) => volumes.includes('*'),
};

/** What begins with the prefix and one slash lies in it. */
const liesIn = (paths: string): string => `${paths}.exists(p, v.slashed.startsWith(p.endsWith("/") ? p : p + "/"))`;

/** Only where the kind is allowed: the server looks no further otherwise. */
const hostPaths: Clause = {
  faults: ({ volumes, writableHostPaths: writable, readOnlyHostPaths: readOnly }) =>
    when(
      `${allows(volumes, 'hostPath')} && size(${writable}) + size(${readOnly}) > 0`,
      cel`variables.hostPaths.map(v, ${liesIn(writable)} ? "" : ${liesIn(readOnly)} ?
        variables.hostPathMounts[variables.hostPathNames.indexOf(v.name)] : v.fault).filter(t, t != "")`,
    ),
  neverFails: (policy) =>
    !allowsValue(policy, 'hostPath') || policy.writableHostPaths.length + policy.readOnlyHostPaths.length === 0,
};

const drivers = (kind: 'flexVolume' | 'csi', field: 'allowedFlexVolumes' | 'allowedCSIDrivers'): Clause => ({
  faults: ({ volumes, [field]: allowed }) =>
    when(
      `${allows(volumes, kind)} && size(${allowed}) > 0`,
      `variables.${kind}Volumes.filter(v, !(v.driver in ${allowed})).map(v, v.fault)`,
    ),
  neverFails: (policy) => !allowsValue(policy, kind) || policy[field].length === 0,
});

/** What policies say of volumes. */
export const VOLUME_CLAUSES: readonly Clause[] = [
  kinds,
  hostPaths,
  drivers('flexVolume', 'allowedFlexVolumes'),
  drivers('csi', 'allowedCSIDrivers'),
];
