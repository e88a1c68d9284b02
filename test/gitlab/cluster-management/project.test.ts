import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Falco, Falcosidekick } from '../../../lib/falco';
import { Alertmanager } from '../../../lib/gitlab/alertmanager';
import type { ClusterManagementProject } from '../../../lib/gitlab/cluster-management-project';
import { Cilium } from '../../../lib/network';
import { type Document, ProjectFolder, Upstream } from './folder';

let folder: ProjectFolder;
beforeEach(() => {
  folder = new ProjectFolder();
});
afterEach(() => folder.remove());

const EU_AND_US = { clusters: ['eu', 'us'].map((name) => ({ name, agent: name })) };

const release = (name: string): Document['releases'][0] =>
  folder.part(`applications/${name}/helmfile.yaml`, 1).releases[0];

describe('a cluster management project', () => {
  it('writes the whole layout', () => {
    folder.synth((project) => void project.addAppArmor());
    expect(folder.files()).toEqual([
      '.gitlab-ci.yml',
      '.gitlab/agents/default/config.yaml',
      'README.md',
      'applications/apparmor/helmfile.yaml',
      'applications/apparmor/values.yaml',
      'applications/defaults.yaml',
      'charts/apparmor/Chart.yaml',
      'ci-templates/cluster-management.gitlab-ci.yml',
      'helmfile.yaml',
      'namespaces.yaml',
      'rbac/ci-access.yaml',
    ]);
    expect(folder.yaml('helmfile.yaml')).toEqual([
      { environments: { default: {} } },
      { helmfiles: [{ path: 'applications/*/helmfile.yaml' }] },
    ]);
    expect(release('apparmor')).toMatchObject({
      name: 'apparmor',
      namespace: 'apparmor',
      chart: '../../charts/apparmor',
      installed: true,
    });
    expect(folder.yaml('applications/apparmor/values.yaml')).toEqual([{}]);
  });

  it('writes the same a second time, and nothing is said', () => {
    const write = (): string => folder.synth((project) => void project.addAppArmor());
    write();
    const before = folder.files().map((file) => [file, folder.read(file)]);
    expect(write()).toBe('');
    expect(folder.files().map((file) => [file, folder.read(file)])).toEqual(before);
  });

  it('makes an application of every chart of somebody else, with its repository and its version', () => {
    folder.synth((project) => {
      new Upstream(project, 'falco', { driver: { kind: 'ebpf' } });
      new Upstream(project, 'cilium', {}, { repository: 'oci://registry.example.com/charts/' });
    });
    expect(folder.part('applications/falco/helmfile.yaml', 1).repositories).toEqual([
      { name: 'example', url: 'https://charts.example.com' },
    ]);
    expect(release('falco')).toMatchObject({ chart: 'example/falco', version: '1.2.3', namespace: 'falco-system' });
    expect(folder.yaml('applications/falco/values.yaml')).toEqual([{ driver: { kind: 'ebpf' } }]);
    expect(folder.part('applications/cilium/helmfile.yaml', 1).repositories).toBeUndefined();
    expect(release('cilium').chart).toBe('oci://registry.example.com/charts/cilium');
  });

  it('lays given values over those of the construct, and a null stays: helm deletes a default by it', () => {
    folder.synth((project) => {
      const falco = new Upstream(project, 'falco', { a: { b: 1, c: 2 }, d: 3, list: [1, 2] });
      project.configure(falco, { values: { a: { b: null }, list: [3] } });
    });
    expect(folder.yaml('applications/falco/values.yaml')).toEqual([{ a: { b: null, c: 2 }, d: 3, list: [3] }]);
  });

  it('raises the version of a chart in one place', () => {
    folder.synth((project) => void new Upstream(project, 'falco'), { chartVersions: { falco: '2.0.0' } });
    expect(release('falco').version).toBe('2.0.0');
  });

  it('gives each of several clusters its context, its agent, its values and its right to write', () => {
    folder.synth((project) => {
      project.addAppArmor({ clusterValues: { us: { loader: { pollSeconds: 7 } } } });
      project.configure(new Upstream(project, 'falco'), { clusters: ['eu'] });
    }, EU_AND_US);
    const contexts = { eu: { kubeContext: 'acme/clusters:eu' }, us: { kubeContext: 'acme/clusters:us' } };
    expect(folder.part('helmfile.yaml').environments).toEqual(contexts);
    expect(folder.part('applications/defaults.yaml').environments).toEqual(contexts);
    expect(folder.part('.gitlab-ci.yml').include[0].inputs).toEqual({ clusters: ['eu', 'us'] });
    expect(folder.has('applications/apparmor/values-eu.yaml')).toBe(false);
    expect(folder.yaml('applications/apparmor/values-us.yaml')).toEqual([{ loader: { pollSeconds: 7 } }]);
    expect(release('falco').installedTemplate).toContain('{{ has .Environment.Name (list "eu") }}');
    const groups = (file: string): unknown => [
      ...new Set(folder.yaml(file).flatMap(({ subjects = [] }) => subjects.map(({ name }) => name))),
    ];
    expect(groups('rbac/ci-access.yaml')).toEqual(['gitlab:project:7']);
    expect(groups('rbac/ci-access-eu.yaml')).toEqual(['gitlab:project_env:7:eu']);
    expect(groups('rbac/ci-access-us.yaml')).toEqual(['gitlab:project_env:7:us']);
  });

  it('writes no configuration of an agent that is registered elsewhere, and names its context', () => {
    folder.synth(() => undefined, { clusters: [{ name: 'default', agent: 'main', agentProject: 'acme/agents' }] });
    expect(folder.files().filter((file) => file.startsWith('.gitlab/'))).toEqual([]);
    expect(folder.part('.gitlab-ci.yml').include[0].inputs['kube-context']).toBe('acme/agents:main');
  });

  it('lets agents take jobs as themselves, and can shut merge requests out', () => {
    folder.synth(() => undefined);
    const access = (): unknown => folder.part('.gitlab/agents/default/config.yaml').ci_access.projects;
    expect(access()).toEqual([{ id: 'acme/clusters', access_as: { ci_job: {} } }]);
    folder.synth(() => undefined, { mergeRequestAccess: false });
    expect(access()).toEqual([
      { id: 'acme/clusters', access_as: { ci_job: {} }, environments: ['default'], protected_branches_only: true },
    ]);
  });
});

describe('a project of GitLab Free, where every job has the rights of the agent', () => {
  it('lets in jobs of protected branches alone, and gives its rights to the agent', () => {
    folder.synth((project) => void project.addAppArmor(), { jobImpersonation: false });
    expect(folder.part('.gitlab/agents/default/config.yaml').ci_access.projects).toEqual([
      { id: 'acme/clusters', environments: ['default'], protected_branches_only: true },
    ]);
    const bindings = folder.yaml('rbac/ci-access.yaml').filter(({ subjects }) => subjects);
    expect(bindings.map(({ kind, roleRef, subjects }) => `${kind} ${roleRef.name} ${subjects?.[0]?.name}`)).toEqual([
      'ClusterRoleBinding container-security-writer-cluster system:serviceaccounts:gitlab-agent-default',
      'RoleBinding container-security-writer system:serviceaccounts:gitlab-agent-default',
    ]);
  });
});

describe('the recommended applications', () => {
  it('stand beside each other, each in its namespace, and nothing is enforced', () => {
    folder.synth((project) => {
      project.addAppArmor();
      project.addPodSecurity();
      project.addNetworkPolicies();
      const alertmanager = new Alertmanager(project, 'alertmanager');
      const falcosidekick = new Falcosidekick(project, 'falcosidekick', {
        alertmanager: { addresses: [alertmanager.url] },
      });
      new Falco(project, 'falco', { falcosidekick });
      new Cilium(project, 'cilium');
    });
    const names = ['alertmanager', 'apparmor', 'cilium', 'falco', 'falcosidekick', 'network-policies', 'pod-security'];
    expect(names.map((name) => `${release(name).namespace}/${release(name).name}`)).toEqual([
      'alertmanager/alertmanager',
      'apparmor/apparmor',
      'kube-system/cilium',
      'falco/falco',
      'falcosidekick/falcosidekick',
      'network-policies/network-policies',
      'pod-security/pod-security',
    ]);
    expect(folder.yaml('namespaces.yaml').map(({ metadata }) => metadata.name)).not.toContain('kube-system');
    expect(folder.read('namespaces.yaml').match(/enforce: (baseline|restricted)/)).toBeNull();
    for (const name of ['apparmor', 'network-policies', 'pod-security'])
      expect(folder.yaml(`applications/${name}/values.yaml`)).toEqual([{}]);
  });

  it('are installed once: what comes with another chart is no application of its own', () => {
    folder.synth((project) => {
      const falcosidekick = new Falcosidekick(project, 'falcosidekick');
      new Falco(project, 'falco', { falcosidekick, falcosidekickAsSubchart: true });
    });
    expect(folder.has('applications/falco')).toBe(true);
    expect(folder.has('applications/falcosidekick')).toBe(false);
  });

  it('go where others look for them', () => {
    folder.synth((project) => void new Falcosidekick(project, 'falcosidekick', { namespaceName: 'alerts' }));
    expect(release('falcosidekick').namespace).toBe('alerts');
  });
});

describe('namespaces', () => {
  const labels = (): unknown =>
    Object.fromEntries(folder.yaml('namespaces.yaml').map(({ metadata }) => [metadata.name, metadata.labels]));
  const told = (level: string, ...modes: readonly string[]): object => ({
    'app.gitlab.com/managed_by': 'gitlab',
    ...Object.fromEntries(modes.map((mode) => [`pod-security.kubernetes.io/${mode}`, level])),
  });

  it('refuse nothing until that is asked for', () => {
    const fill = (project: ClusterManagementProject): void => {
      project.addAppArmor();
      new Upstream(project, 'tool');
    };
    folder.synth(fill);
    expect(labels()).toEqual({
      apparmor: told('privileged', 'enforce', 'audit', 'warn'),
      'tool-system': told('baseline', 'audit', 'warn'),
    });
    folder.synth(fill, { enforcePodSecurity: true });
    expect(labels()).toMatchObject({ 'tool-system': told('baseline', 'enforce', 'audit', 'warn') });
  });

  it('have the level that says the same as the policies of the project, where those let in more', () => {
    folder.synth((project) => {
      for (const name of ['shop', 'logs', 'batch']) new Upstream(project, name, {}, { podSecurityLevel: 'restricted' });
      const kube = (name: string) => [{ kind: 'Group', name: `system:serviceaccounts:${name}` }];
      project.addPodSecurity({
        values: {
          podSecurityPolicies: {
            web: { level: 'restricted', subjects: kube('shop-system') },
            host: { level: 'baseline', subjects: kube('logs-system') },
            everything: { level: 'privileged', subjects: [{ kind: 'User', name: 'jane', in: 'batch-system' }] },
            elsewhere: { level: 'privileged', subjects: [{ kind: 'User', name: 'jane' }] },
          },
        },
      });
    });
    expect(labels()).toMatchObject({
      'shop-system': told('restricted', 'audit', 'warn'),
      'logs-system': told('baseline', 'audit', 'warn'),
      'batch-system': told('privileged', 'enforce', 'audit', 'warn'),
    });
  });

  it('have the level of the application that needs most, and those of Kubernetes are left alone', () => {
    folder.synth((project) => {
      project.addAppArmor({ namespaceName: 'tools' });
      project.configure(new Upstream(project, 'one'), { namespaceName: 'tools', podSecurityLevel: 'restricted' });
      project.configure(new Upstream(project, 'two'), { namespaceName: 'kube-system' });
    });
    expect(labels()).toEqual({ tools: told('privileged', 'enforce', 'audit', 'warn') });
  });
});

describe('the hook that applies namespaces', () => {
  const hooks = (name: string): unknown => folder.part(`applications/${name}/helmfile.yaml`, 1).releases[0].hooks;

  it('is there where there is a namespace to apply, for kubectl refuses a file without objects', () => {
    folder.synth((project) => void new Upstream(project, 'cilium', {}, { defaultNamespace: 'kube-system' }));
    expect(hooks('cilium')).toBeUndefined();
    folder.synth((project) => {
      new Upstream(project, 'cilium', {}, { defaultNamespace: 'kube-system' });
      new Upstream(project, 'falco');
    });
    expect(hooks('cilium')).toMatchObject([{ events: ['presync'] }]);
  });
});

describe('rights of jobs', () => {
  const rules = (name: string): Document['rules'] =>
    folder
      .yaml('rbac/ci-access.yaml')
      .filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === name)
      .flatMap((role) => role.rules);

  it('let a writer bind policies for pods in every namespace, by the use of all policies and not by escalation', () => {
    folder.synth((project) => void project.addPodSecurity());
    const wide = rules('container-security-writer-cluster');
    const writable = wide.filter(({ verbs }) => verbs.includes('create')).flatMap(({ resources }) => resources);
    expect(writable).toEqual([
      ...['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'],
      ...['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
      'podsecuritypolicies',
      ...['clusterrolebindings', 'clusterroles', 'rolebindings'],
    ]);
    expect(wide).toContainEqual({ apiGroups: ['policy'], resources: ['podsecuritypolicies'], verbs: ['use'] });
    const verbs = [...wide, ...rules('container-security-writer')].flatMap((rule) => rule.verbs);
    expect(verbs).not.toContain('escalate');
    expect(verbs).not.toContain('bind');
  });

  it('let a writer remove policies for pods that no program knows any more', () => {
    folder.synth((project) => void project.addPodSecurity());
    folder.synth(() => undefined);
    const removable = rules('container-security-writer-cluster')
      .filter(({ verbs }) => verbs.includes('delete'))
      .flatMap(({ resources }) => resources);
    expect(removable).toEqual(
      expect.arrayContaining(['podsecuritypolicies', 'validatingadmissionpolicies', 'mutatingadmissionpolicybindings']),
    );
  });

  it('let every job get and list, and no Secret', () => {
    folder.synth((project) => {
      project.addAppArmor();
      new Upstream(project, 'falco');
    });
    const reader = [...rules('container-security-reader'), ...rules('container-security-reader-cluster')];
    expect([...new Set(reader.flatMap(({ verbs }) => verbs))].sort()).toEqual(['get', 'list']);
    expect(reader.flatMap(({ resources }) => resources)).not.toContain('secrets');
    expect(reader.flatMap(({ resources }) => resources)).not.toContain('*');
  });

  it('name what a chart of the project writes, and nothing else', () => {
    folder.synth((project) => void project.addAppArmor());
    const written = rules('container-security-writer').filter(({ verbs }) => verbs.includes('create'));
    expect(
      written.flatMap(({ apiGroups, resources }) => resources.map((each) => `${apiGroups}/${each}`)).sort(),
    ).toEqual([
      '/configmaps',
      '/secrets',
      '/serviceaccounts',
      '/services',
      'apps/daemonsets',
      'monitoring.coreos.com/podmonitors',
    ]);
    expect(rules('container-security-writer-cluster').flatMap(({ verbs }) => verbs)).not.toContain('escalate');
  });

  it('let a writer hand out roles only where a chart brings some', () => {
    folder.synth((project) => void new Upstream(project, 'falco'));
    const granting = rules('container-security-writer-cluster').filter(({ verbs }) => verbs.includes('escalate'));
    expect(granting).toEqual([
      { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind', 'escalate'] },
    ]);
  });
});
