import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../lib/pod-security/language/pod/model';
import { type PodRequest, serviceAccount } from '../../../../lib/pod-security/language/pod/request';
import {
  evaluatePodSecurity,
  evaluateWorkload,
  isJudged,
  type PodSecurityConfiguration,
} from '../../../../lib/pod-security/language/psa/admission';
import { levelsOfNamespace } from '../../../../lib/pod-security/language/psa/namespace';

const LABEL = 'pod-security.kubernetes.io/';
const labels = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [`${LABEL}${key}`, value]));

const WEB: Pod = { spec: { containers: [{ name: 'web', image: 'web:1' }] } };
const HOST: Pod = { spec: { hostPID: true, containers: [{ name: 'web', image: 'web:1' }] } };

const requestOf = (pod: Pod, more: Partial<PodRequest> = {}): PodRequest => ({
  operation: 'CREATE',
  pod,
  namespaceName: 'shop',
  user: serviceAccount('shop', 'default'),
  ...more,
});

describe('the labels of a namespace', () => {
  const levels = (of: Readonly<Record<string, string>>) => {
    const { enforce, audit, warn, problems } = levelsOfNamespace(labels(of));
    const text = [enforce, audit, warn].map(({ level, version }) => `${level}:${version}`).join(' ');
    return [text, ...problems.map(({ code, message }) => `${code} ${message}`)];
  };

  it('mean nothing where there are none', () => {
    expect(levels({})).toEqual(['privileged:latest privileged:latest privileged:latest']);
    expect(levels({ enforced: 'restricted' })).toEqual(['privileged:latest privileged:latest privileged:latest']);
  });

  it('say a level and a version for each mode', () => {
    const all = { enforce: 'baseline', audit: 'restricted', 'audit-version': 'v1.30', warn: 'restricted' };
    expect(levels({ ...all, 'enforce-version': 'v1.24' })).toEqual([
      'baseline:v1.24 restricted:v1.30 restricted:latest',
    ]);
  });

  it('warn of what they enforce, unless they say what to warn of', () => {
    expect(levels({ enforce: 'baseline', 'enforce-version': 'v1.30' })[0]).toBe(
      'baseline:v1.30 privileged:latest baseline:v1.30',
    );
    expect(levels({ enforce: 'baseline', 'enforce-version': 'v1.30', 'warn-version': 'v1.29' })[0]).toBe(
      'baseline:v1.30 privileged:latest baseline:v1.29',
    );
    expect(levels({ enforce: 'baseline', warn: 'privileged' })[0]).toBe(
      'baseline:latest privileged:latest privileged:latest',
    );
  });

  it('close the namespace when they mean nothing, and then tell of nothing', () => {
    expect(levels({ enforce: 'Baseline', audit: 'x', warn: '', 'enforce-version': '1.30' })).toEqual([
      'restricted:latest privileged:latest privileged:latest',
      `PODSECURITY1080 metadata.labels[${LABEL}enforce] is "Baseline", which is no level of the Pod Security Standards`,
      `PODSECURITY1081 metadata.labels[${LABEL}enforce-version] is "1.30", which is no version of the Pod Security Standards`,
      `PODSECURITY1080 metadata.labels[${LABEL}audit] is "x", which is no level of the Pod Security Standards`,
      `PODSECURITY1080 metadata.labels[${LABEL}warn] is "", which is no level of the Pod Security Standards`,
    ]);
    expect(levels({ 'warn-version': 'v1.x', 'audit-version': 'v2.0' })).toHaveLength(3);
  });

  it('begin from what the server is configured with', () => {
    const baseline = { level: 'baseline', version: 'v1.30' } as const;
    const defaults = { enforce: baseline, audit: baseline, warn: baseline };
    expect(levelsOfNamespace(labels({ audit: 'restricted' }), defaults)).toEqual({
      enforce: baseline,
      audit: { level: 'restricted', version: 'v1.30' },
      warn: baseline,
      problems: [],
    });
  });
});

describe('Pod Security Admission', () => {
  const enforced = { namespaceLabels: labels({ enforce: 'baseline' }) };

  it('looks at pods, and at updates that change an image or add a container', () => {
    const update = (pod: Pod, oldPod: Pod = WEB, subresource = ''): boolean =>
      isJudged(requestOf(pod, { operation: 'UPDATE', oldPod, subresource }));
    const late = (...names: readonly string[]): Pod => ({
      spec: { ...WEB.spec, ephemeralContainers: names.map((name) => ({ name, image: 'x' })) },
    });
    expect(isJudged(requestOf(WEB))).toBe(true);
    expect(update({ ...WEB, metadata: { labels: { a: 'b' } } })).toBe(false);
    expect(update(HOST)).toBe(false);
    expect(update({ spec: { containers: [{ name: 'web', image: 'web:2' }] } })).toBe(true);
    expect(update({ spec: { containers: [] } })).toBe(true);
    expect(update({ spec: { ...WEB.spec, initContainers: [{ name: 'i' }] } })).toBe(true);
    expect(update(late('a'))).toBe(true);
    expect(update(late('a', 'b'), late('b', 'a'))).toBe(false);
    expect(update(late(), late('a'))).toBe(false);
    expect(update(late('a'), WEB, 'ephemeralcontainers')).toBe(true);
    expect(update(late('a'), WEB, 'status')).toBe(false);
    expect(isJudged(requestOf(WEB, { subresource: 'binding' }))).toBe(false);
  });

  it('refuses what is enforced', () => {
    expect(evaluatePodSecurity(requestOf(WEB, enforced), '1.36').allowed).toBe(true);
    expect(evaluatePodSecurity(requestOf(HOST, enforced), '1.36')).toEqual({
      allowed: false,
      reasons: [{ check: 'hostNamespaces', field: 'spec.hostPID', message: 'host namespaces (hostPID=true)' }],
    });
    expect(evaluatePodSecurity(requestOf(HOST), '1.36')).toEqual({ allowed: true, reasons: [] });
  });

  it('tells once of what is warned of and written into the audit log', () => {
    const namespaceLabels = labels({ audit: 'baseline', warn: 'baseline', 'warn-version': 'v1.30' });
    const said = (version: string): string =>
      `would violate PodSecurity "baseline:${version}": host namespaces (hostPID=true)`;
    expect(evaluatePodSecurity(requestOf(HOST, { namespaceLabels }), '1.36')).toEqual({
      allowed: true,
      reasons: [],
      warnings: [said('v1.30'), said('latest')],
    });
  });

  it('lets every workload in, and tells of it', () => {
    const answer = evaluateWorkload(requestOf(HOST, enforced), '1.36');
    expect(answer).toEqual({
      allowed: true,
      reasons: [],
      warnings: ['would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)'],
    });
    expect(evaluateWorkload(requestOf(HOST, { ...enforced, subresource: 'scale' }), '1.36').warnings).toBeUndefined();
  });

  it('knows no version that is newer than the cluster', () => {
    const probe = { httpGet: { port: 80, host: '10.0.0.1' } };
    const pod: Pod = { spec: { containers: [{ name: 'a', livenessProbe: probe }] } };
    const allowed = (version: string, cluster: string): boolean =>
      evaluatePodSecurity(
        requestOf(pod, { namespaceLabels: labels({ enforce: 'baseline', 'enforce-version': version }) }),
        cluster,
      ).allowed;
    expect(allowed('latest', '1.33')).toBe(true);
    expect(allowed('v1.36', '1.33')).toBe(true);
    expect(allowed('latest', '1.34')).toBe(false);
    expect(allowed('v1.33', '1.36')).toBe(true);
  });

  it('looks away where its configuration says so', () => {
    const allowed = (exemptions: PodSecurityConfiguration['exemptions'], pod = HOST): boolean =>
      evaluatePodSecurity(requestOf(pod, enforced), '1.36', exemptions ? { exemptions } : {}).allowed;
    expect(allowed(undefined)).toBe(false);
    expect(allowed({ namespaces: ['shop'] })).toBe(true);
    expect(allowed({ usernames: ['system:serviceaccount:shop:default'] })).toBe(true);
    expect(allowed({ runtimeClasses: ['kata'] })).toBe(false);
    expect(allowed({ runtimeClasses: ['kata'] }, { spec: { ...HOST.spec, runtimeClassName: 'kata' } })).toBe(true);
  });

  it('says the ports that pods get in the network of the node, and the profile of an annotation', () => {
    const pod: Pod = {
      metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' } },
      spec: { hostNetwork: true, containers: [{ name: 'web', ports: [{ containerPort: 80 }] }] },
    };
    const said = (cluster: string): readonly string[] =>
      evaluatePodSecurity(requestOf(pod, enforced), cluster).reasons.map(({ message }) => message);
    const annotation = '"container.apparmor.security.beta.kubernetes.io/web="unconfined""';
    expect(said('1.36')).toEqual([
      `forbidden AppArmor profiles (container "web" and annotation must not set AppArmor profile type to "Unconfined", ${annotation})`,
      'host namespaces (hostNetwork=true)',
      'hostPort (container "web" uses hostPort 80)',
    ]);
    expect(said('1.29')[0]).toBe(
      `forbidden AppArmor profile (annotation must not set AppArmor profile type to ${annotation})`,
    );
  });
});
