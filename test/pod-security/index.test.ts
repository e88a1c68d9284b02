import { expect, it } from 'vitest';
import * as podSecurity from '../../lib/pod-security';

it('offers constructs and subjects, and nothing of how their props are checked', () => {
  expect(Object.keys(podSecurity).sort()).toEqual(['PodSecurityPolicy', 'PodSecurityPolicySet', 'PolicySubject']);
});
