import { describe, expect, it } from 'vitest';
import { notCarriedOver } from '../../../../lib/pod-security/language/admission/lost';
import { POLICY_OF_LEVEL } from '../../../../lib/pod-security/language/levels';

const restricted = [{ name: 'restricted', ...POLICY_OF_LEVEL.restricted }];
const privileged = [{ name: 'privileged', ...POLICY_OF_LEVEL.privileged }];

const fields = (found: ReturnType<typeof notCarriedOver>, kind: string): readonly string[] =>
  found.filter((each) => each.kind === kind && each.policy !== '').map(({ field }) => field);

const SET = ['allowPrivilegeEscalation', 'requiredDropCapabilities', 'runAsUser', 'seccompDefaultProfile'];

describe('what is not carried over', () => {
  it('is nothing where PodSecurityPolicy itself is, but that it cannot only watch', () => {
    expect(notCarriedOver(restricted, '1.24')).toEqual([]);
    expect(notCarriedOver(restricted, '1.24', { mode: 'audit' })).toMatchObject([{ policy: '', kind: 'lost' }]);
  });

  it('is every field that refuses or sets something from 1.25 to 1.29', () => {
    const found = notCarriedOver(restricted, '1.25');
    expect(fields(found, 'not-defaulted')).toEqual(SET);
    expect(fields(found, 'lost')).toEqual([
      ...['privileged', 'allowPrivilegeEscalation', 'requiredDropCapabilities', 'allowedCapabilities', 'volumes'],
      ...['hostNetwork', 'hostPorts', 'hostPID', 'hostIPC', 'runAsUser', 'allowedUnsafeSysctls'],
      ...['allowedProcMountTypes', 'seccompAllowedProfiles'],
    ]);
    expect(fields(notCarriedOver(privileged, '1.25'), 'lost')).toEqual(['allowedProcMountTypes']);
  });

  it('is what would be set from 1.30 on, and then a pod that leaves it out is refused or let in as was chosen', () => {
    const refused = notCarriedOver(restricted, '1.30');
    expect(refused.filter(({ policy }) => policy === '').map(({ kind }) => kind)).toEqual([
      'stricter',
      'stricter',
      'lost',
    ]);
    expect(fields(refused, 'not-defaulted')).toEqual(SET);
    expect(fields(refused, 'stricter')).toEqual(
      [...SET, 'seccompAllowedProfiles'].sort((one, other) => order(one) - order(other)),
    );
    const allowed = notCarriedOver(restricted, '1.30', { unsetOf: { restricted: 'allow' } });
    expect(fields(allowed, 'lost')).toEqual(SET);
    expect(fields(allowed, 'stricter')).toEqual(['seccompAllowedProfiles']);
  });

  it('is not the default from 1.36 on, but for containers that are attached later', () => {
    const found = notCarriedOver(restricted, '1.36');
    expect(fields(found, 'not-defaulted')).toEqual([]);
    expect(fields(found, 'stricter')).toEqual([...SET, 'seccompAllowedProfiles']);
    expect(found.filter(({ policy }) => policy === '').map(({ kind }) => kind)).toEqual(['stricter', 'stricter']);
    expect(fields(notCarriedOver(privileged, '1.36'), 'lost')).toEqual(['volumes']);
  });
});

const order = (field: string): number => [...SET, 'seccompAllowedProfiles'].indexOf(field);
