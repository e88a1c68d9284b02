import { describe, expect, it } from 'vitest';
import { applicationByObjects, applicationOf, isFine, type Standing } from '../../../lib/project/coverage/coverage';
import { metricsOf } from '../../../lib/project/coverage/metrics';
import type { StoredRelease } from '../../../lib/project/diff/stored';

const release = (installed: boolean, version?: string) => ({
  name: 'falco',
  namespace: 'security',
  chart: 'falcosecurity/falco',
  installed,
  ...(version === undefined ? {} : { version }),
});

const stored = (chart: string, status = 'deployed'): StoredRelease => ({
  name: 'falco',
  namespace: 'security',
  revision: 3,
  status,
  chart,
  updated: '',
});

describe('an application', () => {
  it.each<[Standing, boolean, string | undefined, StoredRelease | undefined]>([
    ['installed', true, '4.0.0', stored('falco-4.0.0')],
    ['installed', true, undefined, stored('falco-4.0.0')],
    ['outdated', true, '4.0.1', stored('falco-4.0.0')],
    ['missing', true, '4.0.0', undefined],
    ['broken', true, '4.0.0', stored('falco-4.0.0', 'failed')],
    ['removed', false, '4.0.0', undefined],
    ['unwanted', false, '4.0.0', stored('falco-4.0.0')],
  ])('is %s', (standing, installed, version, there) => {
    const application = applicationOf(release(installed, version), there);
    expect(application.standing).toBe(standing);
    expect(isFine(application)).toBe(standing === 'installed' || standing === 'removed');
  });

  it.each<[Standing, boolean, string | undefined, readonly string[], string | undefined]>([
    ['installed', true, '4.0.0', ['falco-4.0.0'], 'falco-4.0.0'],
    ['installed', true, '4.0.0+1', ['falco-4.0.0_1'], 'falco-4.0.0_1'],
    ['installed', true, undefined, ['falco-4.0.0'], 'falco-4.0.0'],
    ['installed', true, '4.0.0', ['falco-exporter-9.0.0', 'other-1.0.0'], undefined],
    ['outdated', true, '4.0.1', ['falco-4.0.1', 'falco-4.0.0'], 'falco-4.0.0'],
    ['unwanted', false, '4.0.0', ['falco-4.0.0'], 'falco-4.0.0'],
    ['missing', true, '4.0.0', [], undefined],
    ['removed', false, '4.0.0', [], undefined],
  ])('is %s as far as its objects tell', (standing, installed, version, labels, chart) => {
    const objects = labels.map((label, index) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `object-${index}`, labels: { 'helm.sh/chart': label } },
    }));
    const application = applicationByObjects(release(installed, version), objects);
    expect({ standing: application.standing, chart: application.chart }).toEqual({ standing, chart });
    expect(application.seen).toBe('objects');
  });

  it('is counted in OpenMetrics text, with labels that are escaped', () => {
    const text = metricsOf([applicationOf(release(true, '1.0.0'), undefined)], 'a"b\\c');
    expect(text).toContain(
      'container_security_application_covered{application="falco",environment="a\\"b\\\\c",namespace="security"} 0\n',
    );
    expect(text).toContain('container_security_applications{environment="a\\"b\\\\c",standing="missing"} 1\n');
    expect(text.endsWith('\n# EOF\n')).toBe(true);
  });
});
