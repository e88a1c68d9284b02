import type { PodAnswer } from '../../../../lib/pod-security/language/pod/answer';
import type { Pod, PodSpec } from '../../../../lib/pod-security/language/pod/model';
import type { PodRequest } from '../../../../lib/pod-security/language/pod/request';
import { evaluatePolicies } from '../../../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../../../lib/pod-security/language/psp/policy';

/** A pod of one container, `main`. */
export const pod = (
  container: object = {},
  spec: Partial<PodSpec> = {},
  annotations: Readonly<Record<string, string>> = {},
): Pod => ({
  metadata: { name: 'web', annotations },
  spec: { serviceAccountName: 'web', containers: [{ name: 'main', ...container }], ...spec },
});

export const request = (asked: Pod, more: Partial<PodRequest> = {}): PodRequest => ({
  operation: 'CREATE',
  pod: asked,
  namespaceName: 'shop',
  user: { username: 'jane', groups: ['system:authenticated'] },
  ...more,
});

/** What a single policy answers that everybody may use. */
export const alone = (asked: Pod, one: NamedPolicy): PodAnswer => evaluatePolicies(request(asked), [one], () => true);

/** Reasons in one text each, as the server writes them. */
export const faults = ({ reasons }: PodAnswer): readonly string[] =>
  reasons.map(({ field, message }) => `${field}: ${message}`);
