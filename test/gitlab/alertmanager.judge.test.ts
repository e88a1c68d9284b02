import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Falcosidekick } from '../../lib/falco';
import { Alertmanager, type AlertmanagerProps } from '../../lib/gitlab/alertmanager';
import { HelmApp } from '../../lib/helm';
import { folderWith } from '../cli/folder';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';

const run = promisify(execFile);

const GITLAB = {
  url: 'https://gitlab.example.com/acme/shop/prometheus/alerts/notify.json',
  authorizationKey: { secretName: 'gitlab-alerts', key: 'token' },
};

/** What the chart lays ours over: a receiver that sends nothing, and files of templates that need not be there. */
const CHART = { templates: ['/etc/alertmanager/*.tmpl'], receivers: [{ name: 'default-receiver' }] };
const CHART_ROUTE = { receiver: 'default-receiver', group_wait: '10s', group_interval: '5m', repeat_interval: '3h' };

/** The file that Alertmanager reads. Lists of ours replace those of the chart, as helm does it. */
function configOf(alertmanager: Alertmanager, route: object = {}): string {
  const { config } = alertmanager.toValues();
  return dump({ ...CHART, ...config, route: { ...CHART_ROUTE, ...config.route, ...route } });
}

describeWith(['amtool'], 'amtool', () => {
  const cases: readonly (readonly [string, AlertmanagerProps])[] = [
    ['alone', {}],
    ['with GitLab', { gitlab: GITLAB }],
    ['with all alerts for themselves', { gitlab: GITLAB, groupBy: ['...'] }],
    ['with other groups', { gitlab: GITLAB, groupBy: ['rule', 'k8s_pod_name'], replicas: 3 }],
  ];
  const check = (config: string) =>
    run(tool('amtool') ?? '', ['check-config', join(folderWith({ 'alertmanager.yml': config }), 'alertmanager.yml')]);

  it.each(cases)('takes the configuration %s', async (_, props) => {
    const { stdout } = await check(configOf(new Alertmanager(new HelmApp(), 'alertmanager', props)));
    expect(stdout).toContain('SUCCESS');
    expect(stdout).toContain('- 1 receivers');
  });

  it('refuses a route without its receiver, so that it can be believed', async () => {
    const config = configOf(new Alertmanager(new HelmApp(), 'alertmanager', { gitlab: GITLAB }));
    await expect(check(config.replace('name: gitlab', 'name: other'))).rejects.toMatchObject({
      stdout: expect.stringContaining('undefined receiver "gitlab"'),
    });
  });
});

/** What GitLab gets. */
interface Message {
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly status: string;
    readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
    readonly [field: string]: unknown;
  };
}

describeWith(['alertmanager'], 'an alert of Falcosidekick', () => {
  const messages: Message[] = [];
  let gitlab: Server;
  let program: ChildProcess;
  let said = '';
  let address = '';
  let sidekick: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    gitlab = createServer((request, response) => {
      text(request).then((body) => {
        messages.push({ headers: request.headers, body: JSON.parse(body) });
        response.end('[]');
      });
    });
    await new Promise<void>((resolve) => gitlab.listen(0, '127.0.0.1', resolve));
    const folder = folderWith({ token: 'the-key' });
    const url = `http://127.0.0.1:${(gitlab.address() as AddressInfo).port}/acme/shop/prometheus/alerts/notify.json`;
    const alertmanager = new Alertmanager(new HelmApp(), 'alertmanager', { gitlab: { ...GITLAB, url } });
    // Nobody wants to wait for minutes, and the Secret is mounted elsewhere.
    const config = configOf(alertmanager, { group_wait: '1s', group_interval: '1s' });
    writeFileSync(join(folder, 'alertmanager.yml'), config.replace('/etc/alertmanager-gitlab/', `${folder}/`));
    address = `127.0.0.1:${await freePort()}`;
    program = spawn(tool('alertmanager') ?? '', [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/data`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ]);
    program.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    await vi.waitFor(async () => expect(await isReady()).toBe(true), { timeout: 20_000, interval: 100 });
    sidekick = sidekickFor(alertmanager);
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => program?.once('exit', resolve));
    if (program?.kill()) await ended;
    gitlab?.close();
    gitlab?.closeAllConnections();
  });

  async function isReady(): Promise<boolean> {
    if (program.exitCode !== null) throw new Error(said);
    const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
    return answer?.ok === true;
  }

  /** As Falcosidekick makes an alert of an event of Falco. */
  const alertOf = (pod: string): object => ({
    labels: {
      alertname: RULE,
      rule: RULE,
      source: 'falco',
      eventsource: 'syscall',
      hostname: 'node-1',
      tags: 'container,shell',
      priority: 'Error',
      severity: pairsOf(sidekick.customseveritymap).error,
      k8s_ns_name: 'shop',
      k8s_pod_name: pod,
      ...pairsOf(sidekick.extralabels),
    },
    annotations: {
      summary: RULE,
      description: OUTPUT,
      info: OUTPUT,
      ...pairsOf(sidekick.extraannotations),
    },
    endsAt: new Date(Date.now() + 4000).toISOString(),
  });

  it('goes to the service of Alertmanager, at the path that newer ones have', () => {
    expect(sidekick.hostport).toBe('http://alertmanager.alertmanager.svc:9093');
    expect(sidekick.endpoint).toBe('/api/v2/alerts');
  });

  it('arrives at GitLab with what it reads, one message for a rule and a namespace, and again when it is over', async () => {
    const { status } = await fetch(`http://${address}${sidekick.endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(['web-1', 'web-2'].map(alertOf)),
    });
    expect(status).toBe(200);
    await expect.poll(() => messages.length, { timeout: 15_000 }).toBeGreaterThan(0);
    const [first] = messages;
    expect(first?.headers.authorization).toBe('Bearer the-key');
    expect(first?.headers['content-type']).toContain('application/json');
    expect(Object.keys(first?.body ?? {})).toEqual(
      expect.arrayContaining([
        ...['alerts', 'commonAnnotations', 'commonLabels', 'externalURL', 'groupKey', 'groupLabels'],
        ...['receiver', 'status', 'version'],
      ]),
    );
    expect(first?.body).toMatchObject({
      version: '4',
      status: 'firing',
      receiver: 'gitlab',
      groupLabels: { k8s_ns_name: 'shop' },
      commonLabels: { severity: 'high', gitlab_environment_name: 'production' },
      commonAnnotations: { summary: RULE, description: OUTPUT, runbook: 'https://example.com/shell' },
    });
    expect(first?.body.alerts.map(({ labels }) => labels.k8s_pod_name).sort()).toEqual(['web-1', 'web-2']);
    await expect.poll(() => messages.at(-1)?.body.status, { timeout: 20_000 }).toBe('resolved');
    expect(messages.at(-1)?.body.alerts.map((alert) => alert.status)).toEqual(['resolved', 'resolved']);
    expect(messages.at(-1)?.body.groupKey).toBe(first?.body.groupKey);
  });
});

const RULE = 'Terminal shell in container';
const OUTPUT = '10:00:00.0: Error A shell was spawned (user=root pod=web)';

/** What Falcosidekick is told of Alertmanager: each value is one text, as its chart has it. */
function sidekickFor({ url }: Alertmanager): Readonly<Record<string, string>> {
  return new Falcosidekick(new HelmApp(), 'falcosidekick', {
    alertmanager: {
      addresses: [url],
      gitlabEnvironment: 'production',
      extraAnnotations: { runbook: 'https://example.com/shell' },
    },
  }).toValues().config.alertmanager;
}

/** `a:b,c:d` as Falcosidekick reads it. */
const pairsOf = (list = ''): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list
      .split(',')
      .filter(Boolean)
      .map((pair) => [pair.split(':', 1)[0], pair.slice(pair.indexOf(':') + 1)]),
  );

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}
