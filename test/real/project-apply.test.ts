import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CHARTS, command, complaints, HandWrittenProject } from '../project/hand-written';
import { describeWith } from '../tools/describe';
import { against, type Cluster, clusterTools, kubectl, type Minor, sharedCluster } from './cluster/cluster';

/** Servers differ in what they make of objects, which project-compare.test.ts asks of each. */
const PAIRS: readonly (readonly [Minor, string])[] = [
  ['1.36', 'helm3'],
  ['1.36', 'helm4'],
];

const SECRET = 'correct-horse-battery';

/** A chart with a Secret, quantities that the server rewrites, a hook, and an object that can be switched off. */
const CHART = {
  'Chart.yaml': { apiVersion: 'v2', name: 'small', version: '0.1.0' },
  'values.yaml': { password: SECRET, more: true },
  'templates/secret.yaml': `apiVersion: v1
kind: Secret
metadata: {name: small}
stringData: {password: {{ .Values.password | quote }}}
`,
  'templates/quota.yaml': `apiVersion: v1
kind: ResourceQuota
metadata: {name: small}
spec: {hard: {limits.memory: 999Gi, pods: "1000"}}
`,
  'templates/more.yaml': `{{- if .Values.more }}
apiVersion: v1
kind: ConfigMap
metadata: {name: more}
data: {mode: "0644", upgrade: {{ .Release.IsUpgrade | quote }}}
{{- end }}
`,
  'templates/hook.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: hook
  annotations: {helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-delete-policy: hook-succeeded}
`,
};

/** Lines of `--json`. */
const rows = (stdout: string): readonly Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const actions = (stdout: string) =>
  Object.fromEntries(
    rows(stdout).map(({ release, action, to }) => [release, to === undefined ? action : [action, to]]),
  );

describe.each(PAIRS)('a project on Kubernetes %s with %s', (minor, helm) => {
  describeWith([...clusterTools(minor), 'kubectl', 'helmfile', helm], 'with helmfile', () => {
    const id = randomBytes(3).toString('hex');
    const project = new HandWrittenProject(`apply-${id}`);
    const apparmor = { name: `apparmor-${id}`, chart: join(CHARTS, 'apparmor') };
    const small = { name: `small-${id}`, chart: '../../small' };
    const temporary = join(project.folder, 'temporary');
    let cluster: Cluster;

    beforeAll(async () => {
      cluster = await sharedCluster(minor);
      mkdirSync(temporary);
      vi.stubEnv('TMPDIR', temporary);
      for (const [path, content] of Object.entries(CHART)) project.file(`small/${path}`, content);
      project.write(apparmor, small);
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      project.remove();
      await kubectl(cluster, ['delete', 'namespace', project.namespace, '--ignore-not-found', '--wait=false']);
    });

    const run = (...args: readonly string[]) => command(cluster, helm, [...args, project.folder]);
    const live = (kinds: string) =>
      kubectl(cluster, ['-n', project.namespace, 'get', kinds, '-o', 'name', '--ignore-not-found']);
    /** Everything that is there, with the version that the server gave it last; pods come and go by themselves. */
    const versions = async () => {
      const kinds = 'daemonsets,configmaps,secrets,services,serviceaccounts,networkpolicies,resourcequotas';
      const list = JSON.parse(await kubectl(cluster, ['-n', project.namespace, 'get', kinds, '-o', 'json']));
      return list.items.map(({ kind, metadata }: { kind: string; metadata: Record<string, string> }) =>
        // Controllers write the status of these two.
        ['DaemonSet', 'ResourceQuota'].includes(kind)
          ? [kind, metadata.name, metadata.generation]
          : [kind, metadata.name, metadata.resourceVersion],
      );
    };

    it('is compared with an empty cluster and changes nothing by that', async () => {
      const { stdout, stderr, exitCode } = await run('diff', '--offline');
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
      expect(stdout).toContain(`${project.namespace}/${apparmor.name}: to be installed`);
      expect(stdout).toContain(`+ Namespace ${project.namespace}: new`);
      expect(await kubectl(cluster, ['get', 'namespace', project.namespace, '--ignore-not-found'])).toBe('');
      expect((await run('coverage')).stdout).toContain('missing');
    });

    it('is installed', async () => {
      const { stdout, stderr, exitCode } = await run('apply', '--json');
      expect({ stderr: complaints(stderr), exitCode }).toEqual({ stderr: '', exitCode: 0 });
      for (const { name } of [apparmor, small]) {
        expect(stderr).toMatch(new RegExp(`${name}: begins\\n(.*\\n)*?.*${name}: done after \\d+ s\\n`));
      }
      expect(actions(stdout)).toEqual({
        'namespaces.yaml': 'configured',
        [apparmor.name]: ['installed', 1],
        [small.name]: ['installed', 1],
      });
    });

    it('shows no difference then, whichever way it is compared', async () => {
      for (const mode of ['--offline', '--server', '--drift']) {
        const { stdout, stderr, exitCode } = await run('diff', mode);
        expect({ mode, stderr, exitCode, stdout: exitCode === 0 ? '' : stdout }).toEqual({
          mode,
          stderr: '',
          exitCode: 0,
          stdout: '',
        });
      }
    });

    it('is not touched by a second apply: no revision, no hook, no changed object', async () => {
      const before = await versions();
      expect(before.length).toBeGreaterThan(5);
      const { stdout, stderr, exitCode } = await run('apply', '--json');
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(actions(stdout)).toEqual({
        'namespaces.yaml': 'unchanged',
        [apparmor.name]: ['unchanged', 1],
        // Although its template says whether it is an upgrade.
        [small.name]: ['unchanged', 1],
      });
      expect(await versions()).toEqual(before);
    });

    it('shows a changed value, and what is in a Secret it never shows', async () => {
      project.write(
        { ...apparmor, values: { loader: { pollSeconds: 77 } } },
        { ...small, values: { password: `${SECRET}-2`, more: false } },
      );
      for (const mode of [['--offline'], ['--json']]) {
        const { stdout, exitCode } = await run('diff', ...mode, `--output=${join(project.folder, 'diff.txt')}`);
        const both = stdout + readFileSync(join(project.folder, 'diff.txt'), 'utf8');
        expect(exitCode).toBe(1);
        expect(both).toContain('APPARMOR_LOADER_POLL_SECONDS');
        expect(both).not.toContain(SECRET);
        expect(both).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 20));
      }
      const { stdout } = await run('diff');
      expect(stdout).toContain('data.password: (secret) differs');
      expect(stdout).toContain(`- ConfigMap ${project.namespace}/more: no longer asked for`);
      expect((await run('diff', '--offline')).stdout).toContain('Secrets are not read here');
    });

    it('is upgraded where it differs, and only there', async () => {
      project.write(apparmor, { ...small, values: { password: `${SECRET}-2`, more: false } });
      const { stdout, exitCode } = await run('apply');
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`${small.name}: upgraded from revision 1 to 2`);
      expect(stdout).toContain(`${apparmor.name}: unchanged, revision 1`);
      expect(stdout).not.toContain(SECRET);
      expect(await live('configmap/more')).toBe('');
      expect((await run('diff')).exitCode).toBe(0);
    });

    it('tells what was changed by hand, by whom, and puts right what it has put there', async () => {
      const target = ['-n', project.namespace];
      const daemonSet = `daemonset/${apparmor.name}-loader`;
      await kubectl(cluster, [
        ...target,
        'set',
        'env',
        daemonSet,
        '-c',
        'loader',
        'APPARMOR_LOADER_POLL_SECONDS=7',
        'BY_HAND=1',
      ]);
      await kubectl(cluster, [...target, 'delete', 'service', '--all']);
      const { stdout, exitCode } = await run('diff', '--drift');
      expect(exitCode).toBe(1);
      expect(stdout).toContain('env[name=APPARMOR_LOADER_POLL_SECONDS].value: "10" → "7" (by kubectl-set)');
      expect(stdout).toContain('env[name=BY_HAND]: {"name":"BY_HAND","value":"1"} (by kubectl-set)');
      expect(stdout).toMatch(/- Service \S+: is gone/);
      const applied = await run('apply', '--json');
      expect({ exitCode: applied.exitCode, stderr: complaints(applied.stderr) }).toEqual({ exitCode: 0, stderr: '' });
      expect(actions(applied.stdout)).toMatchObject({
        [apparmor.name]: ['upgraded', 2],
        [small.name]: ['unchanged', 2],
      });
      expect((await run('diff', '--drift')).stdout).not.toContain('POLL_SECONDS');
      expect(actions((await run('apply', '--json')).stdout)).toMatchObject({ [apparmor.name]: ['unchanged', 2] });
    });

    it('is uninstalled where it says so, and stays away', async () => {
      project.write({ ...apparmor, installed: false }, { ...small, values: { password: SECRET, more: false } });
      expect((await run('diff', '--offline')).stdout).toContain(`${apparmor.name}: to be uninstalled`);
      expect(rows((await run('coverage', '--json')).stdout)).toMatchObject([
        { application: apparmor.name, standing: 'unwanted' },
        { application: small.name, standing: 'installed', chart: 'small-0.1.0' },
      ]);
      expect((await run('apply')).stdout).toContain(`${apparmor.name}: uninstalled, it was revision 2`);
      expect(await live('daemonsets')).toBe('');
      const metrics = join(project.folder, 'metrics.txt');
      expect((await run('coverage', `--metrics=${metrics}`)).exitCode).toBe(0);
      expect(readFileSync(metrics, 'utf8')).toContain('standing="removed"} 1\n');
      expect(actions((await run('apply', '--json')).stdout)).toMatchObject({ [apparmor.name]: 'unchanged' });
    });

    it('leaves no temporary file', () => {
      expect(readdirSync(temporary)).toEqual([]);
    });

    it('finds no other release in the way', async () => {
      const { stdout } = await against(cluster, helm, ['list', '-n', project.namespace, '--short']);
      expect(stdout.trim()).toBe(small.name);
    });
  });
});
