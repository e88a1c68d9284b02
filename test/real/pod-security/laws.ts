/** Policies that hold together, each law in namespaces of its own. */
import { policy } from '../../pod-security/permissive';
import type { Law } from './bands';

/** Two policies of which each admits what the other does not. */
export const TWO: Law = {
  name: 'law-two',
  namespaces: ['law-two'],
  policies: [
    policy('law-two-a-users', { privileged: false, hostPID: false }),
    policy('law-two-b-agents', { hostNetwork: false, hostPID: false }),
  ],
};

/** Twenty, each for users of its own, and each fits pods of that user. */
export const TWENTY: Law = {
  name: 'law-twenty',
  namespaces: ['law-twenty'],
  policies: Array.from({ length: 20 }, (_, index) =>
    policy(`law-twenty-${String(index).padStart(2, '0')}`, {
      privileged: false,
      runAsUser: {
        rule: 'MustRunAs',
        ranges: [
          { min: 1000 * index + 1, max: 1000 * index + 500 },
          { min: 90_000, max: 90_000 },
        ],
      },
    }),
  ),
};

/** One that says everything about users and privileges. */
export const STRICT: Law = {
  name: 'law-strict',
  namespaces: ['law-strict', 'law-free', 'law-group'],
  exempt: ['law-free'],
  policies: [policy('law-strict', { privileged: false, runAsUser: { rule: 'MustRunAsNonRoot' } })],
};

/** Two of which one changes nothing and one sets what is open. */
export const CHOICE: Law = {
  name: 'law-choice',
  namespaces: ['law-choice'],
  policies: [
    policy('law-choice-a-sets', { readOnlyRootFilesystem: true }),
    policy('law-choice-b-leaves', { privileged: false, hostNetwork: false }),
    policy('law-choice-c-sets', { privileged: false, readOnlyRootFilesystem: true }),
  ],
};

export const LAWS = [TWO, TWENTY, STRICT, CHOICE];
