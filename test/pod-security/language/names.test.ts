import { describe, expect, it } from 'vitest';
import { isDnsName, isSysctlPattern, sysctlsMeet } from '../../../lib/pod-security/language/names';

describe('names', () => {
  it.each(['a', 'a.b-c', 'secrets-store.csi.k8s.io', '1'])('%s is a DNS name', (name) => {
    expect(isDnsName(name)).toBe(true);
  });
  it.each(['', 'A', 'a_b', '-a', 'a-', 'a..b', 'a\n', 'a'.repeat(254)])('%j is no DNS name', (name) => {
    expect(isDnsName(name)).toBe(false);
  });
  it.each(['*', 'kernel.*', 'kernel.msg*', 'net.ipv4.tcp_syncookies', 'a'])('%s is a sysctl', (name) => {
    expect(isSysctlPattern(name)).toBe(true);
  });
  it.each(['', '**', 'a*b', 'net/ipv4', 'Kernel', '.', 'a.', 'a'.repeat(254)])('%j is no sysctl', (name) => {
    expect(isSysctlPattern(name)).toBe(false);
  });
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
    ['a.*', 'a.b', true],
    ['a.b', 'a.*', true],
    ['a.*', 'a.b.*', true],
    ['a.b*', 'a.*', true],
    ['a.*', 'b.*', false],
    ['*', 'b', true],
  ])('%s and %s meet: %s', (one, other, meet) => {
    expect(sysctlsMeet(one, other)).toBe(meet);
  });
});
