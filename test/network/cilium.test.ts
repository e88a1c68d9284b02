import { readFileSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../lib/diagnostics';
import { HelmApp, HelmChart, UpstreamChart } from '../../lib/helm';
import { Cilium, CiliumMode, CiliumPlatform, type CiliumProps } from '../../lib/network';
import { checkCiliumValues, refuseUnknown, UNDOCUMENTED } from '../../lib/network/check-cilium-values';
import { ciliumKeysFile, ciliumSays, ciliumValues, ciliumVersion, FILE, hasCilium } from './cilium-keys';
import { REFUSED_VALUES } from './refused-values';

const make = (props?: CiliumProps): Cilium => new Cilium(new Chart(new App(), 'cluster'), 'cilium', props);

function faults(props: object): readonly (readonly [string, string | undefined, string | undefined])[] {
  try {
    make(props);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, place, hint }) => [code, place?.key, hint] as const);
  }
  return [];
}

const PLATFORMS = Object.values(CiliumPlatform);

/** Every switch thrown. */
const everything = (platform: CiliumPlatform): CiliumProps => ({
  platform,
  mode: CiliumMode.ENFORCE,
  nativeRoutingCidr: '10.0.0.0/8',
  clusterName: 'shop',
  clusterId: 7,
  ui: true,
  serviceMonitor: true,
  dashboards: true,
  flowLogVerdicts: ['DROPPED'],
});

describe('Cilium', () => {
  it('comes from its maintainers, pinned', () => {
    const cilium = make();
    expect(UpstreamChart.isUpstreamChart(cilium)).toBe(true);
    expect(cilium.source).toEqual({
      chartName: 'cilium',
      repositoryName: 'cilium',
      repository: 'https://helm.cilium.io',
      chartVersion: '1.20.0',
      defaultNamespace: 'kube-system',
      podSecurityLevel: 'privileged',
    });
  });

  it('blocks nothing out of the box, and records what policies would block', () => {
    expect(make().toValues()).toMatchObject({
      policyEnforcementMode: 'default',
      policyAuditMode: true,
      rollOutCiliumPods: true,
      hubble: {
        enabled: true,
        relay: { enabled: true },
        ui: { enabled: false },
        metrics: { enabled: [expect.stringMatching(/^policy:/), expect.stringMatching(/^drop:/), expect.any(String)] },
        export: {
          static: { enabled: true, allowList: ['{"verdict":["AUDIT","DROPPED","ERROR"]}'], fileMaxSizeMb: 10 },
        },
      },
    });
    expect(make().warnings).toEqual([]);
  });

  it.each([
    [CiliumMode.AUDIT, 'default', true],
    [CiliumMode.OFF, 'never', false],
    [CiliumMode.ENFORCE, 'default', false],
  ])('in the mode %s looks at policies %s, with audit %s', (mode, policyEnforcementMode, policyAuditMode) => {
    expect(make({ mode }).toValues()).toMatchObject({ policyEnforcementMode, policyAuditMode });
  });

  it('writes no log of flows when no verdict is asked for', () => {
    expect(make({ flowLogVerdicts: [] }).toValues().hubble.export).toEqual({ static: { enabled: false } });
  });

  it('merges the values of the user last, map by map', () => {
    const { hubble, cni } = make({
      platform: CiliumPlatform.EKS_CHAINING,
      values: { hubble: { relay: { replicas: 2 } }, cni: { exclusive: true } },
    }).toValues();
    expect(hubble.relay).toEqual({ enabled: true, replicas: 2 });
    expect(cni).toEqual({ chainingMode: 'aws-cni', exclusive: true });
  });

  it('gives its values away as a copy', () => {
    const cilium = make();
    cilium.toValues().hubble.enabled = false;
    expect(cilium.toValues().hubble.enabled).toBe(true);
  });

  it('refuses a misspelt value at any depth, with the nearest', () => {
    expect(
      faults({ values: { policyAuditmode: true, hubble: { relay: { enabeld: true }, tls: { auto: { x: 1 } } } } }),
    ).toEqual([
      ['NETWORK1050', 'values.hubble.relay.enabeld', 'did you mean "enabled"?'],
      ['NETWORK1050', 'values.hubble.tls.auto.x', expect.stringContaining('known there: certManagerIssuerRef')],
      ['NETWORK1050', 'values.policyAuditmode', 'did you mean "policyAuditMode"?'],
    ]);
  });

  it.each(REFUSED_VALUES)('refuses what the chart would refuse at installation: %s', (key, values) => {
    expect(faults({ values }).map(([code, at]) => [code, at])).toEqual([['NETWORK1051', `values.${key}`]]);
  });

  it('needs the addresses of the pods on GKE', () => {
    expect(faults({ platform: CiliumPlatform.GKE }).map(([code, key]) => [code, key])).toEqual([
      ['NETWORK1052', 'nativeRoutingCidr'],
    ]);
  });

  it('warns of audit without enforcement, which records nothing, and of a version that is not known', () => {
    const codes = (props: CiliumProps) => make(props).warnings.map(({ code }) => code);
    expect(codes({ values: { policyEnforcementMode: 'never' } })).toEqual(['NETWORK1054']);
    expect(codes({ chartVersion: '1.19.6', values: { keyOfThen: 1 } })).toEqual(['NETWORK1053']);
    expect(codes({ chartVersion: '1.20.2' })).toEqual([]);
  });

  it('tells callers without types what is wrong', () => {
    const wrong = { mode: 'adit', chartVersion: '>=1.20', flowLogVerdicts: ['AUDITS'], hubble: true };
    expect(faults(wrong).map(([code, key]) => [code, key])).toEqual([
      ['HELM1050', 'chartVersion'],
      ['HELM1050', 'flowLogVerdicts[0]'],
      ['HELM1050', 'hubble'],
      ['HELM1050', 'mode'],
    ]);
  });

  it('takes plain data alone as values: nothing else can be written into a file', () => {
    const values = { cni: { exclusive: () => true } };
    const chart = new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });
    const name = chart.values.addString('cluster', { description: 'Cluster.', defaultValue: 'a' });
    expect(faults({ values, clusterName: `${name}` }).map(([code, key]) => [code, key])).toEqual([
      ['HELM1050', 'clusterName'],
      ['HELM1050', 'values.cni.exclusive'],
    ]);
  });

  it('refuses private keys as text, and does not show them', () => {
    const pem = '-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----';
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const values = {
      tls: { ca: { cert: base64('-----BEGIN CERTIFICATE-----'), key: 'c2VjcmV0' }, caBundle: { key: 'ca.crt' } },
      hubble: { tls: { server: { key: base64(pem), existingSecret: 'a' } } },
      extraConfig: { text: pem },
    };
    const found = faults({ values });
    expect(found.map(([code, key]) => [code, key])).toEqual([
      ['NETWORK1055', 'values.extraConfig.text'],
      ['NETWORK1055', 'values.hubble.tls.server.key'],
      ['NETWORK1055', 'values.tls.ca.key'],
    ]);
    expect(() => make({ values })).not.toThrow(/c2VjcmV0/);
  });

  it.each(PLATFORMS)('writes only keys that the chart knows for %s', (platform) => {
    const found: string[] = [];
    const values = make(everything(platform)).toValues();
    refuseUnknown(values, { key: 'values' }, ({ message }) => found.push(message));
    checkCiliumValues(values, {}, ({ message }) => found.push(message));
    expect(found).toEqual([]);
  });

  describe.skipIf(!hasCilium())("beside Cilium's chart (set CHART_VALUES to the folder of charts)", () => {
    it('has its keys as that version has them', () => {
      expect(ciliumVersion()).toBe(make().source.chartVersion);
      expect(readFileSync(FILE, 'utf8'), 'run test/network/cilium-keys.ts').toBe(ciliumKeysFile());
    });

    it('finds no fault with its values.yaml', () => {
      const found: string[] = [];
      refuseUnknown(ciliumValues(), { key: '' }, ({ message }) => found.push(message));
      checkCiliumValues(ciliumValues(), {}, ({ message }) => found.push(message));
      expect(found).toEqual([]);
    });

    it('knows of no undocumented value at the top that the chart does not even show', () => {
      const shown = UNDOCUMENTED.filter((key) => !key.includes('.'));
      expect(shown.filter((key) => !ciliumSays(`# ${key}:`))).toEqual([]);
    });
  });
});
