import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PipelineResult } from '../gitlab/pipeline';
import { describeWith } from '../tools/describe';
import { against, kubectl } from './cluster/cluster';
import { type RunningCluster, startCluster } from './cluster/control-plane';
import { clusterTools } from './cluster/minors';
import { ManagedProject, PROJECT_ID } from './managed-project';

const MINOR = '1.36';
const HELM = 'helm4';
const PROFILE = 'abi <abi/3.0>,\n\nprofile deny-write {\n  file,\n  deny /** w,\n}\n';
const ALL = ['apparmor', 'network-policies', 'pod-security'];

/** What a newcomer does: `init`, an administrator's one command, then nothing but commits. */
describeWith([...clusterTools(MINOR), 'kubectl', 'helmfile', HELM, 'rsync'], 'a project that init has written', () => {
  // Not the shared one: the namespaces have the names that init gives them.
  let cluster: RunningCluster;
  let managed: ManagedProject;
  beforeAll(async () => {
    cluster = await startCluster(MINOR);
    managed = new ManagedProject(cluster, HELM);
  });
  afterAll(async () => {
    managed?.project.remove();
    await cluster?.stop();
  });

  const file = (path: string): string => managed.project.path(path);
  const passes = ({ code, said }: PipelineResult): void => {
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
  };
  const edit = (path: string, change: (text: string) => string): void => {
    const before = readFileSync(file(path), 'utf8');
    expect(change(before)).not.toBe(before);
    writeFileSync(file(path), change(before));
    managed.project.commitFiles();
  };
  const releases = async (): Promise<readonly string[]> => {
    const { stdout } = await against(cluster, HELM, ['list', '--all-namespaces', '--output=json']);
    return JSON.parse(stdout).map(({ name, revision }: Record<string, unknown>) => `${name} ${revision}`);
  };
  /** Everything that the releases have put into the cluster, with its version. */
  const versions = (): Promise<string> => {
    const kinds = 'daemonsets,configmaps,secrets,services,serviceaccounts,networkpolicies,namespaces';
    const selector = '--selector=app.kubernetes.io/managed-by=Helm';
    const line = '{range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}';
    return kubectl(cluster, ['get', kinds, selector, '--all-namespaces', '-o', `jsonpath=${line}`]);
  };

  it('stands with one command, and an administrator gives its rights with another', async () => {
    const tsx = join(__dirname, '../../node_modules/tsx/dist/cli.mjs');
    const cli = join(__dirname, '../../lib/cli/main.ts');
    const given = ['--project', 'acme/cluster', '--project-id', String(PROJECT_ID), '--agent', 'default'];
    execFileSync(process.execPath, [tsx, cli, 'init', 'cluster-management', file('.'), ...given]);
    managed.project.commitFiles();
    await kubectl(cluster, ['apply', '-f', file('namespaces.yaml'), '-f', file('rbac/ci-access.yaml')]);
  });

  it('shows in a merge request what it will install', async () => {
    passes(await managed.pipeline('merge request'));
    expect(managed.artifact('diff', 'container-security-diff.txt')).toContain('apparmor-loader');
    expect(await releases()).toEqual([]);
  });

  it('installs everything from the default branch, and nothing a second time', async () => {
    passes(await managed.pipeline('default branch'));
    expect(await releases()).toEqual(ALL.map((name) => `${name} 1`));
    const before = await versions();
    expect(before).toContain('DaemonSet/apparmor-loader');
    passes(await managed.pipeline('default branch'));
    expect(await releases()).toEqual(ALL.map((name) => `${name} 1`));
    expect(await versions()).toBe(before);
    passes(await managed.pipeline('schedule'));
  });

  it('shows a new profile in a merge request, which cannot bring it in, and loads it from the default branch', async () => {
    const profiles = JSON.stringify({ 'deny-write': PROFILE });
    edit('applications/apparmor/values.yaml', (text) => `${text}\nprofiles: ${profiles}\n`);
    passes(await managed.pipeline('merge request'));
    expect(managed.artifact('diff', 'container-security-diff.txt')).toContain('profile deny-write');
    const { code } = await managed.pipeline('default branch', 'merge request', ['container-security:apply']);
    expect(code).not.toBe(0);
    expect(await releases()).toContain('apparmor 1');
    passes(await managed.pipeline('default branch'));
    expect(await releases()).toEqual(['apparmor 2', 'network-policies 1', 'pod-security 1']);
  });

  it('reports what somebody changed by hand', async () => {
    const patch = JSON.stringify({ data: { 'deny-write': 'profile deny-write { file, }\n' } });
    await kubectl(cluster, ['-n', 'apparmor', 'patch', 'configmap/apparmor-loader-profiles', '-p', patch]);
    const { said } = await managed.pipeline('schedule');
    expect(said).toMatch(/FAIL +container-security:drift/);
    expect(managed.artifact('drift', 'container-security-drift.txt')).toContain('apparmor-loader-profiles');
  });

  it('uninstalls an application that is switched off, and keeps the others', async () => {
    edit('applications/apparmor/helmfile.yaml', (text) => text.replace('installed: true', 'installed: false'));
    passes(await managed.pipeline('default branch'));
    expect(await releases()).toEqual(['network-policies 1', 'pod-security 1']);
    expect(await versions()).not.toContain('apparmor');
  });
});
