import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../lib/pod-security/language/check-policy';
import { LEVELS, POLICY_OF_LEVEL } from '../../../lib/pod-security/language/levels';
import { arbitraryPolicy } from '../arbitrary-policy';

const ANY = { rule: 'RunAsAny' };
const LEAST = { seLinux: ANY, runAsUser: ANY, supplementalGroups: ANY, fsGroup: ANY };
const RANGES = [{ min: 1, max: 2 }];

/** `CODE key` of everything that is found. */
const found = (fields: object): readonly string[] =>
  checkPolicy({ ...LEAST, ...fields }).map(({ code, severity, place }) =>
    [code.replace('PODSECURITY', ''), place?.key, ...(severity === 'error' ? [] : [severity])].join(' '),
  );

describe('a policy', () => {
  it('may be short', () => {
    expect(found({})).toEqual([]);
  });

  it.each(LEVELS)('of the level %s is right', (level) => {
    const { spec, profiles } = POLICY_OF_LEVEL[level];
    expect(checkPolicy({ ...spec, ...profiles })).toEqual([]);
  });

  it.each<readonly [string, object, readonly string[]]>([
    ['lacks a strategy', { runAsUser: undefined, fsGroup: undefined }, ['1001 runAsUser', '1001 fsGroup']],
    ['has a field that nobody knows', { hostPid: true }, ['1001 hostPid']],
    ['has a rule that nobody knows', { runAsUser: { rule: 'MustRunAsNonroot' } }, ['1001 runAsUser.rule']],
    ['has a rule of another strategy', { seLinux: { rule: 'MayRunAs' } }, ['1001 seLinux.rule']],
    ['has a volume that nobody knows', { volumes: ['secret', 'hostpath'] }, ['1001 volumes[1]']],
    ['has a text for a flag', { privileged: 'no' }, ['1001 privileged']],
    ['has a driver without a name', { allowedFlexVolumes: [{ driver: '' }] }, ['1001 allowedFlexVolumes[0].driver']],
    ['has a CSI driver of a wrong name', { allowedCSIDrivers: [{ name: 'a_b' }] }, ['1001 allowedCSIDrivers[0].name']],
    ['has a host path without a path', { allowedHostPaths: [{}] }, ['1001 allowedHostPaths[0].pathPrefix']],
    [
      'has an id below zero',
      { fsGroup: { rule: 'MustRunAs', ranges: [{ min: -1, max: 2 }] } },
      ['1001 fsGroup.ranges[0].min'],
    ],
    ['has a sysctl with a slash', { forbiddenSysctls: ['net/ipv4'] }, ['1001 forbiddenSysctls[0]']],
    ['has an AppArmor profile without its kind', { appArmorDefaultProfile: 'web' }, ['1001 appArmorDefaultProfile']],
    [
      'has a seccomp profile outside of its folder',
      { seccompAllowedProfiles: ['localhost/../a'] },
      ['1001 seccompAllowedProfiles[0]'],
    ],
    [
      'has two profiles in one text',
      { appArmorAllowedProfiles: ['localhost/a,unconfined'] },
      ['1001 appArmorAllowedProfiles[0]'],
    ],
    [
      'has a range from high to low',
      { runAsUser: { rule: 'MustRunAs', ranges: [{ min: 2, max: 1 }] } },
      ['1002 runAsUser.ranges[0]'],
    ],
    ['has group ranges for RunAsAny', { runAsGroup: { rule: 'RunAsAny', ranges: RANGES } }, ['1003 runAsGroup.ranges']],
    ['has no group ranges for MayRunAs', { runAsGroup: { rule: 'MayRunAs' } }, ['1003 runAsGroup.ranges']],
    ['has a rule without ranges', { fsGroup: { rule: 'MustRunAs' } }, ['1004 fsGroup.ranges warning']],
    ['wants a label and says none', { seLinux: { rule: 'MustRunAs' } }, ['1004 seLinux.seLinuxOptions warning']],
    [
      'allows what it takes away',
      { requiredDropCapabilities: ['KILL'], allowedCapabilities: ['CHOWN', 'KILL'] },
      ['1005 allowedCapabilities[1]'],
    ],
    [
      'adds what it takes away',
      { requiredDropCapabilities: ['KILL'], defaultAddCapabilities: ['KILL'] },
      ['1005 defaultAddCapabilities[0]'],
    ],
    [
      'allows all and takes some away',
      { requiredDropCapabilities: ['KILL'], allowedCapabilities: ['*'] },
      ['1005 requiredDropCapabilities'],
    ],
    [
      'escalates by default and may not',
      { allowPrivilegeEscalation: false, defaultAllowPrivilegeEscalation: true },
      ['1006 defaultAllowPrivilegeEscalation'],
    ],
    [
      'has a path that goes up',
      { allowedHostPaths: [{ pathPrefix: '/a/../b' }] },
      ['1007 allowedHostPaths[0].pathPrefix'],
    ],
    ['has sysctls beside all', { forbiddenSysctls: ['*', 'vm.a'] }, ['1008 forbiddenSysctls']],
    [
      'allows and forbids a sysctl',
      { allowedUnsafeSysctls: ['vm.a', 'net.*'], forbiddenSysctls: ['net.ipv4.*'] },
      ['1008 allowedUnsafeSysctls[1]'],
    ],
    [
      'names a RuntimeClass twice',
      { runtimeClass: { allowedRuntimeClassNames: ['a', 'a'] } },
      ['1009 runtimeClass.allowedRuntimeClassNames[1]'],
    ],
    [
      'has a RuntimeClass beside all',
      { runtimeClass: { allowedRuntimeClassNames: ['*', 'a'] } },
      ['1009 runtimeClass.allowedRuntimeClassNames'],
    ],
    [
      'has a default that is not allowed',
      { runtimeClass: { allowedRuntimeClassNames: [], defaultRuntimeClassName: 'a' } },
      ['1009 runtimeClass.allowedRuntimeClassNames'],
    ],
    ['has ports from high to low', { hostPorts: [{ min: 9, max: 8 }] }, ['1010 hostPorts[0] warning']],
    ['has ports that nothing can take', { hostPorts: [{ min: 65_536, max: 70_000 }] }, ['1010 hostPorts[0] warning']],
    [
      'sets an AppArmor profile that is not allowed',
      { appArmorDefaultProfile: 'runtime/default', appArmorAllowedProfiles: ['localhost/web'] },
      ['1012 appArmorDefaultProfile warning'],
    ],
    ['sets an AppArmor profile where all are allowed', { appArmorDefaultProfile: 'runtime/default' }, []],
    [
      'sets a seccomp profile where none is allowed',
      { seccompDefaultProfile: 'runtime/default' },
      ['1012 seccompDefaultProfile warning'],
    ],
    [
      'sets a seccomp profile that is allowed by its other name',
      { seccompDefaultProfile: 'runtime/default', seccompAllowedProfiles: ['docker/default'] },
      [],
    ],
    [
      'sets a seccomp profile where all are allowed',
      { seccompDefaultProfile: 'localhost/web.json', seccompAllowedProfiles: ['*'] },
      [],
    ],
  ])('that %s is told so', (_what, fields, wanted) => {
    expect(found(fields)).toEqual(wanted);
  });

  it('hears of all mistakes at once, each with a hint or a form', () => {
    const problems = checkPolicy({
      ...LEAST,
      volumes: ['configmap'],
      requiredDropCapabilities: ['KILL'],
      allowedCapabilities: ['KILL'],
      hostPorts: [{ min: 9, max: 8 }],
    });
    expect(problems.map(({ code }) => code)).toEqual(['PODSECURITY1001', 'PODSECURITY1005', 'PODSECURITY1010']);
    expect(problems[0]).toMatchObject({ hint: 'did you mean "configMap"?', place: { key: 'volumes[0]' } });
    expect(problems.filter(({ hint }) => hint === undefined)).toEqual([]);
  });

  it('is judged without what is not known yet', () => {
    const isOpen = (value: unknown): boolean => value === 'OPEN';
    const fields = {
      ...LEAST,
      privileged: 'OPEN',
      volumes: ['OPEN', 'secret'],
      runAsUser: { rule: 'MustRunAs', ranges: 'OPEN' },
      seLinux: { rule: 'MustRunAs', seLinuxOptions: 'OPEN' },
      runAsGroup: { rule: 'OPEN', ranges: [{ min: 'OPEN', max: 3 }] },
      allowedHostPaths: [{ pathPrefix: 'OPEN' }],
      allowedUnsafeSysctls: ['OPEN'],
      forbiddenSysctls: ['*'],
      runtimeClass: { allowedRuntimeClassNames: ['OPEN'], defaultRuntimeClassName: 'kata' },
    };
    expect(checkPolicy(fields, { isOpen })).toEqual([]);
    expect(checkPolicy({ ...fields, volumes: ['OPEN', 'none'] }, { isOpen })).toContainEqual(
      expect.objectContaining({ place: { key: 'volumes[1]' } }),
    );
  });

  it.each([undefined, null, 'text', [], 3])('that is no record, %j, is refused and harms nothing', (policy) => {
    expect(checkPolicy(policy).map(({ code }) => code)).toContain('PODSECURITY1001');
  });

  it('of whatever make is judged without a crash, and no key is named twice for one fault', () => {
    fc.assert(
      fc.property(arbitraryPolicy, (policy) => {
        const said = checkPolicy(policy).map(({ code, message }) => `${code} ${message}`);
        expect(new Set(said).size).toBe(said.length);
      }),
      { numRuns: 500 },
    );
  });
});
