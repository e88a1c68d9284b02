import { expect, it } from 'vitest';
import { profileAnnotations } from '../../../../lib/pod-security/language/annotations';
import { POLICY_OF_LEVEL } from '../../../../lib/pod-security/language/levels';
import { readPolicy } from '../../../../lib/pod-security/language/psp/policy';

it('reads a manifest, its annotations as profiles', () => {
  const { spec, profiles } = POLICY_OF_LEVEL.restricted;
  const manifest = {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name: 'a', annotations: { ...profileAnnotations(profiles), other: 'x' } },
    spec,
  };
  expect(readPolicy(manifest)).toEqual({ name: 'a', spec, profiles });
});

it('splits the lists of annotations at their commas, an empty one too', () => {
  const annotations = {
    'apparmor.security.beta.kubernetes.io/allowedProfileNames': 'runtime/default,localhost/a',
    'seccomp.security.alpha.kubernetes.io/allowedProfileNames': '',
    'seccomp.security.alpha.kubernetes.io/defaultProfileName': 'unconfined',
  };
  expect(readPolicy({ metadata: { name: 'a', annotations }, spec: {} }).profiles).toEqual({
    appArmorAllowedProfiles: ['runtime/default', 'localhost/a'],
    seccompAllowedProfiles: [''],
    seccompDefaultProfile: 'unconfined',
  });
});

it.each([undefined, null, 'text', [], {}])('reads %j as a policy without a name', (manifest) => {
  expect(readPolicy(manifest)).toEqual({ name: '', spec: {}, profiles: {} });
});

it('reads a field that is null as none', () => {
  const spec = {
    volumes: null,
    fsGroup: { rule: 'RunAsAny', ranges: null },
    allowedHostPaths: [{ pathPrefix: '/a', readOnly: null }],
  };
  expect(readPolicy({ metadata: { name: 'a' }, spec }).spec).toEqual({
    fsGroup: { rule: 'RunAsAny' },
    allowedHostPaths: [{ pathPrefix: '/a' }],
  });
});
