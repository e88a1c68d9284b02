import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { call } from '../cli/fake-io';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { type Cluster, clusterTools, kubectl, MINOR_NAMES, sharedCluster } from './cluster/cluster';

interface Row {
  readonly area: string;
  readonly name: string;
  readonly status: string;
  readonly says: string;
}

const FIELDS = '{.metadata.uid},{.kind},{.metadata.name},{.metadata.namespace},{.metadata.deletionTimestamp}';

/**
 * Everything that a visitor could have changed. Leases and events change by themselves, and so does what other tests have
 * deleted: it leaves when its controllers have the time.
 */
async function state(cluster: Cluster): Promise<readonly string[]> {
  const kinds = 'namespaces,nodes,serviceaccounts,secrets,configmaps,clusterroles,clusterrolebindings';
  const text = await kubectl(cluster, [
    ...['get', kinds, '--all-namespaces'],
    `--output=jsonpath={range .items[*]}${FIELDS}{"\\n"}{end}`,
  ]);
  const objects = text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [uid = '', kind, name, namespace, deleted = ''] = line.split(',');
      return { uid, kind, name, namespace, isLeaving: deleted !== '' };
    });
  const leaving = new Set(
    objects.filter(({ kind, isLeaving }) => kind === 'Namespace' && isLeaving).map(({ name }) => name),
  );
  return objects.filter(({ isLeaving, namespace }) => !isLeaving && !leaving.has(namespace)).map(({ uid }) => uid);
}

describeWith([...MINOR_NAMES.flatMap(clusterTools), 'kubectl', 'helm4'], 'doctor', () => {
  it.each(MINOR_NAMES)('says what a cluster of Kubernetes %s can do, and changes nothing there', async (minor) => {
    const cluster = await sharedCluster(minor);
    const before = await state(cluster);
    // kubectl keeps what it has discovered there; without a home it would do so in the checkout.
    const home = mkdtempSync(join(tmpdir(), 'doctor-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const { stdout, stderr } = await call(['doctor', '--json'], {
      cwd: process.cwd(),
      env: {
        HOME: home,
        KUBECONFIG: cluster.kubeconfig,
        KUBECTL_BIN: tool('kubectl') ?? '',
        HELM_BIN: tool('helm4') ?? '',
      },
    });
    expect(stderr).toBe('');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    const about = (name: string) => rows.find((row) => row.name === name);
    expect(about('server')).toMatchObject({ status: 'ok', says: expect.stringContaining(`v${minor}.`) });
    expect(about('PodSecurityPolicy')?.says).toMatch(minor === '1.24' ? /^is served/ : /^is not served/);
    expect(about('ValidatingAdmissionPolicy')?.says).toMatch(minor === '1.24' ? /^is not served/ : /^is served/);
    expect(about('appArmorProfile')?.status).toBe(minor === '1.24' ? 'warn' : 'ok');
    expect(about('Cilium')?.status).toBe('warn');
    expect(about('nodes')).toMatchObject({ status: 'ok', says: expect.stringContaining('1 node') });
    // The administrator of a test may do everything, and is told so.
    expect(about('everything')?.status).toBe('warn');
    const rights = rows.filter(({ area, name }) => area === 'rights' && name !== 'everything');
    expect(rights.map(({ status }) => status)).toEqual(Array(8).fill('ok'));
    expect(await state(cluster)).toEqual(before);
    expect(before.length).toBeGreaterThan(100);
  });
});
