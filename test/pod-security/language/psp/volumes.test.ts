import { describe, expect, it } from 'vitest';
import { isTokenVolume, mountingOf, volumeKind } from '../../../../lib/pod-security/language/psp/volumes';
import { VOLUME_KINDS } from '../../../../lib/pod-security/language/words';
import { policy } from '../../permissive';
import { alone, faults, pod } from './policies';

describe('the kind of a volume', () => {
  it.each(VOLUME_KINDS)('%s is what policies call it', (kind) => {
    expect(volumeKind({ name: 'a', [kind === 'cephFS' ? 'cephfs' : kind]: {} })).toBe(kind);
  });

  it('is an emptyDir where 1.24 knows none', () => {
    expect(volumeKind({ name: 'a', image: { reference: 'x' }, secret: null })).toBe('emptyDir');
  });
});

describe('the volume of a token', () => {
  const item = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };

  it.each<readonly [string, object, boolean]>([
    ['the token', { serviceAccountToken: { path: 'token', audience: '' } }, true],
    ['a token elsewhere', { serviceAccountToken: { path: 'other' } }, false],
    ['a token for somebody else', { serviceAccountToken: { path: 'token', audience: 'vault' } }, false],
    ['the certificate of the server', { configMap: { name: 'kube-root-ca.crt' } }, true],
    ['another ConfigMap', { configMap: { name: 'other' } }, false],
    ['the namespace', { downwardAPI: { items: [item] } }, true],
    ['nothing of the pod', { downwardAPI: {} }, true],
    ['the namespace elsewhere', { downwardAPI: { items: [{ ...item, path: 'x' }] } }, false],
    ['another field', { downwardAPI: { items: [item, { path: 'namespace', fieldRef: { fieldPath: 'x' } }] } }, false],
    ['a resource', { downwardAPI: { items: [{ path: 'namespace', resourceFieldRef: {} }] } }, false],
    ['a secret', { secret: { name: 'a' } }, false],
  ])('%s: %s', (_, source, wanted) => {
    expect(isTokenVolume({ sources: [{ configMap: { name: 'kube-root-ca.crt' } }, source] })).toBe(wanted);
  });

  it('is refused where neither secrets nor projected volumes are allowed', () => {
    const asked = pod({}, { volumes: [{ name: 'a', projected: { sources: [] } }] });
    const answers = [['secret'], ['projected'], ['configMap']].map((volumes) => alone(asked, policy('a', { volumes })));
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false]);
    expect(faults(answers[2] ?? { allowed: true, reasons: [] })[0]).toContain('projected volumes are not allowed');
  });
});

describe('a folder of the node', () => {
  it.each([
    ['/var', '/var', true],
    ['/var/', '/var', true],
    ['/var', '/var/', true],
    ['/var//', '/var', true],
    ['/var', '/var//', false],
    ['/var/log', '/var', true],
    ['/various', '/var', false],
    ['/va', '/var', false],
    ['/', '/', true],
    ['/a', '/', true],
    ['a', 'a', true],
  ])('%s lies in %s: %s', (path, pathPrefix, lies) => {
    expect(mountingOf(path, [{ pathPrefix }])).toBe(lies ? 'freely' : 'never');
  });

  it('is mounted read-only where nothing that holds it says otherwise', () => {
    expect(mountingOf('/a/b', [{ pathPrefix: '/a', readOnly: true }, { pathPrefix: '/c' }])).toBe('readOnly');
    expect(mountingOf('/a/b', [{ pathPrefix: '/a', readOnly: true }, { pathPrefix: '/a/b' }])).toBe('freely');
    expect(mountingOf('/a', [])).toBe('freely');
  });
});

it.each([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
])('the sysctl %s is safe', (name) => {
  const asked = pod({}, { securityContext: { sysctls: [{ name }] } });
  expect(alone(asked, policy('a', { allowedUnsafeSysctls: [] })).allowed).toBe(true);
});
