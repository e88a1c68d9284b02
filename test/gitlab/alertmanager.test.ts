import { describe, expect, it } from 'vitest';
import { Alertmanager, type AlertmanagerProps } from '../../lib/gitlab/alertmanager';
import { HelmApp } from '../../lib/helm';

const GITLAB = {
  url: 'https://gitlab.example.com/acme/shop/prometheus/alerts/notify.json',
  authorizationKey: { secretName: 'gitlab-alerts', key: 'token' },
};

const alertmanager = (props?: AlertmanagerProps): Alertmanager => new Alertmanager(new HelmApp(), 'alerts', props);

describe('Alertmanager', () => {
  it('sends alerts and their end to GitLab, and reads the key from a mounted Secret', () => {
    expect(alertmanager({ gitlab: GITLAB }).toValues()).toMatchObject({
      extraSecretMounts: [
        { name: 'gitlab', mountPath: '/etc/alertmanager-gitlab', secretName: 'gitlab-alerts', readOnly: true },
      ],
      config: {
        receivers: [
          {
            name: 'gitlab',
            webhook_configs: [
              {
                url: GITLAB.url,
                send_resolved: true,
                http_config: {
                  authorization: { type: 'Bearer', credentials_file: '/etc/alertmanager-gitlab/token' },
                },
              },
            ],
          },
        ],
        route: { receiver: 'gitlab', group_by: ['rule', 'k8s_ns_name'] },
      },
    });
  });

  it('sends nothing anywhere by default', () => {
    const { config } = alertmanager().toValues();
    expect(config).toEqual({ route: { group_by: ['rule', 'k8s_ns_name'] } });
  });

  it('has an address for those that send to it, in the namespace that it is installed into', () => {
    const there = alertmanager({ namespaceName: 'alerts' });
    expect(there.url).toBe('http://alertmanager.alerts.svc:9093');
    expect(there.source.defaultNamespace).toBe('alerts');
    expect(there.toValues().fullnameOverride).toBe('alertmanager');
  });

  it.each([
    ['an address with a password', { gitlab: { ...GITLAB, url: 'https://me:secret@gitlab.example.com/x' } }],
    ['a key as text', { gitlab: { ...GITLAB, authorizationKey: 'abc' } }],
    ['a label that is none', { groupBy: ['k8s.ns.name'] }],
    ['no pod', { replicas: 0 }],
    ['a prop that nobody knows', { receivers: [] }],
  ])('%s is refused', (_, props) => {
    expect(() => alertmanager(props as object)).toThrow('GITLAB2012');
  });
});
