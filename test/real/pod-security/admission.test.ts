/** PodSecurityPolicies as admission policies on a server, beside the evaluator of PodSecurityPolicy. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { literalsOf, type Unset } from '../../../lib/pod-security/language/admission/literals';
import { admissionObjects } from '../../../lib/pod-security/language/admission/objects';
import { APPARMOR_CONTAINER } from '../../../lib/pod-security/language/pod/app-armor-fields';
import { arrivingPod } from '../../../lib/pod-security/language/pod/arriving';
import type { Container, Pod, SecurityProfile } from '../../../lib/pod-security/language/pod/model';
import { checkPod } from '../../../lib/pod-security/language/psp/check-pod';
import { viewOf } from '../../../lib/pod-security/language/psp/containers';
import { evaluatePolicies } from '../../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../../lib/pod-security/language/psp/policy';
import { withSeccompInStep } from '../../../lib/pod-security/language/psp/profiles';
import { rulesOf } from '../../../lib/pod-security/language/psp/rules';
import { inParallel } from '../../helm/values/helm-chart';
import { arbitraryPod, RUNTIME_CLASSES } from '../../pod-security/arbitrary-pod';
import { validPolicy } from '../../pod-security/arbitrary-valid-policy';
import { describeWith } from '../../tools/describe';
import { api, apiJson, create } from '../cluster/api';
import { type Cluster, clusterTools, freshNamespace, sharedCluster } from '../cluster/cluster';
import { namespaceOf, settled } from './place';

const SEED = Number(process.env.ADMISSION_SEED ?? 20_261_121);
const POLICIES = Number(process.env.ADMISSION_POLICIES ?? 20);
const PODS = 20;
const CONNECTIONS = 8;
const GROUP = '/apis/admissionregistration.k8s.io/v1';
const KINDS = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'] as const;
const VARIANTS: readonly Unset[] = ['refuse', 'allow'];

/** The administrator may use every policy. */
const ADMIN = { user: 'admin', groups: ['system:masters'] };

const REFUSED = /denied request: PodSecurityPolicy: unable to admit pod: \[(.*)\]$/s;
const FAULT = /(?:^|, )(?=(?:spec|pod|podsecuritypolicy)\.[^\s:]+: (?:Invalid value|Required value|Forbidden)\b)/;

/** What the policy would have set, and what is not there: PodSecurityPolicy says nothing of that, for it sets it. */
const UNSET = ': Required value: the default of the policy is ';

const profileOf = (name: string): SecurityProfile =>
  name === 'runtime/default'
    ? { type: 'RuntimeDefault' }
    : name === 'unconfined'
      ? { type: 'Unconfined' }
      : { type: 'Localhost', localhostProfile: name.slice('localhost/'.length) };

const isSeccomp = (key: string): boolean => key.includes('seccomp.security.alpha.kubernetes.io/');

/** A pod as somebody writes it for a server without annotations of profiles. */
function withFields(pod: Pod): Pod {
  const { annotations = {} } = pod.metadata ?? {};
  const inContainers = (containers: readonly Container[] = []) =>
    containers.map((container) => {
      const name = annotations[`${APPARMOR_CONTAINER}${container.name}`] ?? '';
      if (name === '') return container;
      return { ...container, securityContext: { ...container.securityContext, appArmorProfile: profileOf(name) } };
    });
  const { initContainers, containers } = pod.spec;
  return {
    metadata: { ...pod.metadata, annotations: {} },
    spec: { ...pod.spec, initContainers: inContainers(initContainers), containers: inContainers(containers) },
  };
}

/** Whoever sees all of `/proc` must live in a user namespace, and with it not in namespaces of the node. */
const IN_USER_NAMESPACE = { hostUsers: false, hostNetwork: undefined, hostPID: undefined, hostIPC: undefined };

/** Expressions see no empty lists: the server writes an empty one otherwise than one that is not there. */
const withoutEmpty = (pod: Pod): Pod =>
  JSON.parse(JSON.stringify(pod), (_, value) => (Array.isArray(value) && value.length === 0 ? undefined : value));

/** Profiles of seccomp are fields alone: annotations do nothing since 1.27. Accounts are those that every namespace has. */
function modern(pod: Pod): Pod {
  const { metadata, spec } = withSeccompInStep(withoutEmpty(pod));
  const annotations = Object.entries(metadata?.annotations ?? {}).filter(([key]) => !isSeccomp(key));
  const isUnmasked = JSON.stringify(spec).includes('Unmasked');
  return {
    metadata: { ...metadata, annotations: Object.fromEntries(annotations) },
    spec: { ...spec, serviceAccountName: undefined, ...(isUnmasked ? IN_USER_NAMESPACE : {}) },
  };
}

/** PodSecurityPolicy says it once when it completes a list in which something stands twice. */
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** What PodSecurityPolicy says to a pod: to one that it completes, or to one that it must take as it is. */
function expected(pod: Pod, policy: NamedPolicy, unset: Unset): { allowed: boolean; reasons?: readonly string[] } {
  const rules = rulesOf(policy);
  if (rules === undefined) return { allowed: false };
  // In step, or it would copy the fields of seccomp into annotations, which is a change as well.
  const arrived = arrivingPod(withSeccompInStep(pod));
  const answer = evaluatePolicies(
    {
      operation: unset === 'allow' ? 'CREATE' : 'UPDATE',
      pod: arrived,
      oldPod: { ...arrived, metadata: { labels: { is: 'other' } } },
      namespaceName: 'any',
      user: { username: 'admin', groups: [] },
    },
    [policy],
    () => true,
  );
  const faults = unset === 'allow' ? answer.reasons : checkPod(viewOf(arrived), rules);
  // What it sets may make a pod invalid: here nothing is set.
  const reasons = answer.policy === undefined ? faults.map(({ field, message }) => `${field}: ${message}`) : [];
  return { allowed: answer.policy !== undefined, reasons: distinct(reasons) };
}

describeWith(clusterTools('1.36'), 'PodSecurityPolicies as admission policies, on Kubernetes 1.36', () => {
  let cluster: Cluster;
  let prefix: string;
  const standing: string[] = [];

  const policies: readonly NamedPolicy[] = fc
    .sample(validPolicy, { seed: SEED, numRuns: POLICIES })
    .map((policy, index) => ({ name: `made-up-${index}`, ...policy }));

  const place = async (name: string, literals: Parameters<typeof admissionObjects>[0], namespaces: string[]) => {
    // Both variants of a policy in the short form, those of the next in the general one.
    const constant = standing.length % 4 < 2;
    standing.push(name);
    const objects = admissionObjects(literals, { name, mode: 'enforce', namespaces, constant });
    for (const [index, object] of objects.entries()) await create(cluster, `${GROUP}/${KINDS[index]}`, object);
  };

  const dryRun = (namespace: string, pod: Pod) =>
    apiJson(
      cluster,
      'POST',
      `/api/v1/namespaces/${namespace}/pods?dryRun=All`,
      { apiVersion: 'v1', kind: 'Pod', ...pod },
      ADMIN,
    );

  const plain: Pod = {
    metadata: { name: 'plain' },
    spec: { containers: [{ name: 'c', image: 'example.com/main:1' }] },
  };

  beforeAll(async () => {
    cluster = await sharedCluster('1.36');
    prefix = await freshNamespace(cluster, 'admission');
    await Promise.all(
      RUNTIME_CLASSES.map((name) =>
        // Other tests may have made it.
        api(cluster, 'POST', '/apis/node.k8s.io/v1/runtimeclasses', {
          apiVersion: 'node.k8s.io/v1',
          kind: 'RuntimeClass',
          metadata: { name },
          handler: 'runc',
        }),
      ),
    );
    for (const [index, policy] of policies.entries()) {
      for (const unset of VARIANTS) {
        const name = `${prefix}-${index}-${unset}`;
        const { path, object } = namespaceOf(name);
        await create(cluster, path, object);
        await place(name, [literalsOf(policy, unset)], [name]);
      }
    }
    // What is learnt of last is in force last.
    await place(`${prefix}-last`, [], [prefix]);
    await settled('admission policies are in force', async () => {
      const { status, body } = await dryRun(prefix, plain);
      return status === 403 && JSON.stringify(body).includes('ValidatingAdmissionPolicy')
        ? undefined
        : JSON.stringify(body);
    });
  });

  afterAll(async () => {
    for (const kind of [...KINDS].reverse()) {
      await inParallel(CONNECTIONS, standing, (name) => api(cluster, 'DELETE', `${GROUP}/${kind}/${name}`));
    }
  });

  it.each(VARIANTS)(
    `says of ${POLICIES} made-up policies and ${PODS} pods each what PodSecurityPolicy says: %s what is not set`,
    async (unset) => {
      const counts = { admitted: 0, refused: 0, invalid: 0 };
      const different: unknown[] = [];
      const tries = policies.flatMap((policy, index) =>
        fc
          .sample(arbitraryPod([policy]), { seed: SEED + index, numRuns: PODS })
          .map((pod, at) => ({ policy, index, pod: modern(pod), asFields: at % 2 === 0 })),
      );
      await inParallel(CONNECTIONS, tries, async ({ policy, index, pod, asFields }) => {
        const { status, body } = await dryRun(`${prefix}-${index}-${unset}`, asFields ? withFields(pod) : pod);
        if (status === 422) {
          counts.invalid += 1;
          return;
        }
        const { message = '' } = body as { readonly message?: string };
        const [, said] = REFUSED.exec(message) ?? [];
        const reasons = (said ?? '')
          .replace(/^made-up-\d+: /, '')
          .split(FAULT)
          .filter((text) => text !== '');
        const ours = expected(pod, policy, unset);
        counts[status === 201 ? 'admitted' : 'refused'] += 1;
        const theirs = distinct(reasons.filter((text) => !text.includes(UNSET)));
        const isSame =
          ours.allowed === (status === 201) &&
          (ours.reasons === undefined || JSON.stringify(ours.reasons) === JSON.stringify(theirs));
        if (!isSame) {
          const missing = ours.reasons?.filter((text) => !theirs.includes(text)) ?? [];
          const more = theirs.filter((text) => !ours.reasons?.includes(text));
          different.push({ allowed: ours.allowed, missing, more, status, message, policy, pod: JSON.stringify(pod) });
        }
      });
      expect(different.slice(0, 3), `${different.length} differences`).toEqual([]);
      expect(Math.min(counts.admitted, counts.refused), JSON.stringify(counts)).toBeGreaterThan(0);
    },
  );

  it('is found right by the type checker of the server', async () => {
    const warnings = await inParallel(CONNECTIONS, standing, async (name) => {
      const { body } = await api(cluster, 'GET', `${GROUP}/${KINDS[0]}/${name}`);
      const { status } = JSON.parse(body) as { status?: { typeChecking?: { expressionWarnings?: unknown } } };
      return status?.typeChecking?.expressionWarnings;
    });
    expect(warnings.filter((each) => each !== undefined)).toEqual([]);
  });
});
