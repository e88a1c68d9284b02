import { describe, expect, it } from 'vitest';
import {
  FalcoPriority,
  Falcosidekick,
  type FalcosidekickProps,
  SlackOutputFormat,
  WebhookMethod,
} from '../../lib/falco';
import { UpstreamChart } from '../../lib/helm';
import { faultsOf, messageOf, scope } from './scope';

const make = (props?: FalcosidekickProps): Falcosidekick => new Falcosidekick(scope(), 'sidekick', props);
/** As a caller without types may call it. */
const untyped = (props: unknown): Falcosidekick => make(props as FalcosidekickProps);
const faults = (props: unknown): readonly string[] => faultsOf(() => untyped(props));

const HOOK = 'https://hooks.slack.com/services/T000/B000/abcdefghijklmnop';

describe('Falcosidekick', () => {
  it('is a pinned chart of its maintainers for a namespace of its own, at the strictest level', () => {
    const sidekick = make();
    expect(UpstreamChart.isUpstreamChart(sidekick)).toBe(true);
    expect(sidekick.source).toEqual({
      repositoryName: 'falcosecurity',
      repository: 'https://falcosecurity.github.io/charts',
      chartName: 'falcosidekick',
      chartVersion: '0.14.0',
      defaultNamespace: 'falcosidekick',
      podSecurityLevel: 'restricted',
    });
    expect(sidekick.url).toBe('http://falcosidekick.falcosidekick.svc:2801');
    expect(make({ serviceName: 'events', namespaceName: 'watch' }).url).toBe('http://events.watch.svc:2801');
  });

  it('sends nothing anywhere until it is told', () => {
    expect(make().toValues().config).toEqual({});
  });

  it('posts to Slack with an address that stands in a Secret', () => {
    const { config } = make({
      slack: {
        webhookUrl: { secretName: 'slack', key: 'url' },
        channel: '#security',
        username: 'Falco',
        outputFormat: SlackOutputFormat.TEXT,
        minimumPriority: FalcoPriority.ERROR,
      },
    }).toValues();
    expect(config).toEqual({
      slack: { channel: '#security', username: 'Falco', outputformat: 'text', minimumpriority: 'error' },
      extraEnv: [{ name: 'SLACK_WEBHOOKURL', valueFrom: { secretKeyRef: { name: 'slack', key: 'url' } } }],
    });
  });

  it('takes all secrets from one Secret', () => {
    expect(make({ existingSecret: 'outputs', slack: {}, webhook: {} }).toValues().config).toEqual({
      existingSecret: 'outputs',
      slack: {},
      webhook: {},
    });
  });

  it('posts to an address of your own', () => {
    expect(
      make({
        webhook: {
          address: 'https://hooks.example.com/falco',
          method: WebhookMethod.PUT,
          headers: { 'X-Cluster': 'one', 'X-Stage': 'test' },
          checkCertificate: false,
          minimumPriority: FalcoPriority.CRITICAL,
        },
      }).toValues().config.webhook,
    ).toEqual({
      address: 'https://hooks.example.com/falco',
      method: 'PUT',
      customHeaders: 'X-Cluster:one,X-Stage:test',
      checkcert: false,
      minimumpriority: 'critical',
    });
    const secret = (key: string) => ({ secretName: 'hook', key });
    const { config } = make({ webhook: { addressFrom: secret('url'), headersFrom: secret('headers') } }).toValues();
    expect(config.extraEnv).toEqual([
      { name: 'WEBHOOK_ADDRESS', valueFrom: { secretKeyRef: { name: 'hook', key: 'url' } } },
      { name: 'WEBHOOK_CUSTOMHEADERS', valueFrom: { secretKeyRef: { name: 'hook', key: 'headers' } } },
    ]);
  });

  it('sends alerts whose severities GitLab knows', () => {
    const { alertmanager } = make({
      alertmanager: {
        addresses: ['http://am-0.am:9093', 'http://am-1.am:9093'],
        expiresAfterSeconds: 3600,
        severities: { warning: 'low' },
        gitlabEnvironment: 'production',
        extraLabels: { cluster: 'one' },
        extraAnnotations: { runbook: 'https://wiki.example.com/falco' },
        minimumPriority: FalcoPriority.NOTICE,
      },
    }).toValues().config;
    expect(alertmanager).toEqual({
      hostport: 'http://am-0.am:9093,http://am-1.am:9093',
      endpoint: '/api/v2/alerts',
      customseveritymap:
        'emergency:critical,alert:critical,critical:critical,error:high,warning:low,notice:low,informational:info,debug:info',
      expireafter: '3600',
      extralabels: 'gitlab_environment_name:production,cluster:one',
      extraannotations: 'runbook:https://wiki.example.com/falco',
      minimumpriority: 'notice',
    });
  });

  it('gives away copies: what is done to them changes nothing', () => {
    const sidekick = make({ tolerations: [{ operator: 'Exists' }] });
    sidekick.toValues().tolerations.pop();
    expect(sidekick.toValues().tolerations).toEqual([{ operator: 'Exists' }]);
  });

  it('merges other values last', () => {
    const { config, image, securityContext } = make({
      slack: { webhookUrl: { secretName: 'slack', key: 'url' }, channel: '#a' },
      values: {
        image: { tag: '2.34.1' },
        config: { loki: { hostport: 'http://loki:3100' }, slack: { channel: '#b' } },
      },
    }).toValues();
    expect(image).toEqual({ tag: '2.34.1' });
    expect(config).toMatchObject({ loki: { hostport: 'http://loki:3100' }, slack: { channel: '#b' } });
    expect(config.extraEnv).toHaveLength(1);
    expect(securityContext.capabilities).toEqual({ drop: ['ALL'] });
  });
});

describe('a secret as text', () => {
  it.each([
    ['the address of Slack', { slack: { webhookUrl: HOOK } }, 'slack.webhookUrl'],
    ['the address of a chat', { webhook: { address: HOOK } }, 'webhook.address'],
    ['a password in an address', { webhook: { address: 'https://me:hunter2@example.com' } }, 'webhook.address'],
    [
      'a token in an address',
      { webhook: { address: 'https://gitlab.example.com/trigger?token=glptt-1' } },
      'webhook.address',
    ],
    ['a secret address', { webhook: { addressFrom: HOOK } }, 'webhook.addressFrom'],
    [
      'secret headers',
      { webhook: { address: 'https://a.example', headersFrom: 'Authorization:Bearer glpat-1' } },
      'webhook.headersFrom',
    ],
    [
      'a header with a token',
      { webhook: { address: 'https://a.example', headers: { 'PRIVATE-TOKEN': 'glpat-1' } } },
      'webhook.headers.PRIVATE-TOKEN',
    ],
    [
      'a header whose value is a token',
      { webhook: { address: 'https://a.example', headers: { 'X-From': 'Bearer glpat-1' } } },
      'webhook.headers.X-From',
    ],
    [
      'a password of Alertmanager',
      { alertmanager: { addresses: ['https://me:hunter2@am'] } },
      'alertmanager.addresses[0]',
    ],
    ['other values', { values: { config: { slack: { webhookurl: HOOK } } } }, 'values.config.slack.webhookurl'],
    ['a token of another output', { values: { config: { gotify: { token: 'abc' } } } }, 'values.config.gotify.token'],
    [
      'a password of the web page',
      { values: { webui: { redis: { password: 'abc' } } } },
      'values.webui.redis.password',
    ],
    [
      'headers of another output',
      { values: { config: { loki: { customheaders: 'a:b' } } } },
      'values.config.loki.customheaders',
    ],
  ])('is refused, and never shown: %s', (_what, props, key) => {
    const message = messageOf(() => untyped(props));
    expect(message).toContain(`[FALCO1030]`);
    expect(message).toContain(`"${key}"`);
    expect(message).toMatch(/secretName|addressFrom|headersFrom|existingSecret|without one/);
    expect(message).not.toMatch(/abcdefghij|hunter2|glptt-1|glpat-1|"abc"/);
  });

  it('is not shown where the names of a Secret are wanted', () => {
    const message = messageOf(() => untyped({ slack: { webhookUrl: { secretName: HOOK, key: `${HOOK}/` } } }));
    expect(message).toContain('"slack.webhookUrl.secretName" must be the name of a Secret');
    expect(message).toContain('"slack.webhookUrl.key" must be a key of a Secret');
    expect(message).not.toContain(HOOK.slice(0, 20));
  });

  it('is not shown either where the rest is wrong too', () => {
    const message = messageOf(() =>
      untyped({
        webhook: { address: [HOOK], headers: { 'PRIVATE-TOKEN': ['glpat-1'] } },
        alertmanager: { addresses: [{ HOOK }] },
      }),
    );
    expect(message).toContain('must be');
    expect(message).not.toMatch(/abcdefghij|glpat-1/);
  });

  it('is not seen in what only has such a name', () => {
    expect(
      faults({
        values: {
          config: {
            redis: { key: 'falco' },
            pagerduty: { routingkey: '' },
            webhook: { address: 'https://a.example?stage=1' },
          },
          tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
        },
      }),
    ).toEqual([]);
  });
});

describe('wrong props of Falcosidekick', () => {
  it.each([
    [{ slack: {} }, 'FALCO1031 nothing says where "slack" posts to: falcosidekick would leave it off'],
    [{ webhook: {} }, 'FALCO1031 nothing says where "webhook" posts to: falcosidekick would leave it off'],
    [
      { webhook: { address: 'https://a.example', addressFrom: { secretName: 'a', key: 'b' } } },
      'FALCO1031 "webhook.address" and "webhook.addressFrom" are both given: only the second would count',
    ],
    [
      { slack: { webhookUrl: { secretName: 'A B', key: 'b' } } },
      /^HELM1050 "slack\.webhookUrl\.secretName" must be the name of a Secret/,
    ],
    [{ slack: { webhookUrl: { secretName: 'a' } } }, /^HELM1050 "slack\.webhookUrl\.key" is missing/],
    [{ alertmanager: { addresses: [] } }, /^HELM1050 "alertmanager\.addresses" must be a list with at least one/],
    [{ alertmanager: {} }, /^HELM1050 "alertmanager\.addresses" is missing/],
    [{ alertmanager: { addresses: ['am:9093'] } }, /^HELM1050 "alertmanager\.addresses\[0\]" must be an address/],
    [
      { alertmanager: { addresses: ['http://am'], severities: { waring: 'low' } } },
      /^HELM1050 "alertmanager\.severities\.waring" is not known/,
    ],
    [
      { alertmanager: { addresses: ['http://am'], extraLabels: { a: 'x,y' } } },
      /^FALCO1032 "alertmanager\.extraLabels\.a" holds a comma/,
    ],
    [
      { alertmanager: { addresses: ['http://am'], extraLabels: { 'a-b': 'x' } } },
      /^FALCO1032 "alertmanager\.extraLabels\.a-b" has a name/,
    ],
    [
      { webhook: { address: 'https://a.example', headers: { Link: 'https://b' } } },
      /^FALCO1032 "webhook\.headers\.Link" holds a colon/,
    ],
    [
      { slack: { webhookUrl: { secretName: 'a', key: 'b' }, minimumPriority: 'high' } },
      /^HELM1050 "slack\.minimumPriority" must be/,
    ],
    [{ values: { imagee: {} } }, 'FALCO1033 "imagee" is not among the values of the chart falcosidekick 0.14.0'],
    [
      { values: { config: { slak: {} } } },
      'FALCO1033 "config.slak" is not among the values of the chart falcosidekick 0.14.0',
    ],
    [{ values: { config: { extraEnv: [] } } }, /^FALCO1035 "config\.extraEnv" would replace/],
    [{ values: { fullnameOverride: 'x' } }, /^FALCO1035/],
    [{ replicas: 1.5 }, /^HELM1050 "replicas"/],
    [{ slak: {} }, 'HELM1050 "slak" is not known here'],
  ])('%j are refused', (props, message) => {
    expect(faults(props)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
  });

  it('are all told in one run', () => {
    expect(
      faults({ slack: {}, webhook: { address: HOOK }, values: { x: 1, config: { slak: 1 } }, replicas: -1 }),
    ).toHaveLength(5);
  });
});
