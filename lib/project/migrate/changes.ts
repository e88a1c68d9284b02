import { type NotCarriedOver, notCarriedOver } from '../../pod-security/language/admission/lost';
import { levelOf } from '../../pod-security/language/psa/from-policies';
import type { MigratedPolicy } from './policies';
import type { Change } from './report';

/** What changes for the policies on each band of clusters. */
export function changesOf(policies: readonly MigratedPolicy[]): readonly Change[] {
  const named = policies.map(({ policy }) => policy);
  const { level, notEnforced, stricter } = levelOf(named);
  const says = `a namespace has a level in place of policies, and nobody needs a right to use it. "${level}" refuses no pod that any of the policies let in; nothing labels your namespaces for you`;
  const alone = policies.map(({ name, policy }): Change => {
    const why = `where a namespace holds the pods of this policy alone, its level is "${levelOf([policy]).level}"`;
    return { band: '1.25', policy: name, field: '', kind: '', why };
  });
  const dropped = policies.filter(({ policy: { spec } }) => (spec.allowedProcMountTypes ?? []).length > 0);
  return [
    { band: '1.25', field: '', kind: '', why: says },
    ...(policies.length > 1 ? alone : []),
    ...notEnforced.map((each): Change => ({ band: '1.25', kind: 'not enforced', ...each })),
    ...stricter.map((each): Change => ({ band: '1.25', kind: 'stricter', ...each })),
    ...(['1.30', '1.36'] as const).flatMap((band) => notCarriedOver(named, band).map((each) => inWords(band, each))),
    ...(['1.30', '1.36'] as const).flatMap((band) =>
      dropped.map(({ name }) => ({ band, policy: name, ...PROC_MOUNT })),
    ),
  ];
}

/** DropDisabledFields of pkg/api/podsecuritypolicy in 1.24, whose gate is off by default. */
const PROC_MOUNT = {
  field: 'allowedProcMountTypes',
  kind: 'counts from here on',
  why: 'Kubernetes up to 1.24 drops it unless the feature gate ProcMountType is on',
};

const KINDS: Readonly<Record<NotCarriedOver['kind'], string>> = {
  lost: 'not enforced',
  'not-defaulted': 'not set',
  stricter: 'stricter',
};

function inWords(band: Change['band'], { policy, kind, ...rest }: NotCarriedOver): Change {
  return { band, ...(policy !== '' && { policy }), kind: KINDS[kind], ...rest };
}
