import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppArmorLoader } from '../../lib/apparmor';
import {
  Capabilities,
  ContainerPolicy,
  type ContainerPolicyProps,
  Files,
  PolicyMode,
  Ports,
  Processes,
  RestOfFiles,
  Shells,
} from '../../lib/container-policy';
import { DiagnosticError } from '../../lib/diagnostics';
import { HelmApp, HelmChart } from '../../lib/helm';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const chartIn = (outdir: string): HelmChart =>
  new HelmChart(new HelmApp({ outdir }), 'shop', { version: '1.0.0', description: 'A shop.' });

const PROPS: ContainerPolicyProps = {
  pods: { app: 'web' },
  mode: PolicyMode.ENFORCE,
  processes: Processes.only('/usr/sbin/nginx', '/entry.sh'),
  shells: Shells.none('/opt/console'),
  files: Files.readOnly('/etc/**')
    .writable('/var/cache/nginx/**')
    .hidden('/root/')
    .libraries('/app/*.dll')
    .rest(RestOfFiles.HIDDEN),
  ports: Ports.listen(8080).listenUdp(53).connect(5432).connectUdp(53),
  capabilities: Capabilities.only('NET_BIND_SERVICE', 'setuid'),
  commands: [['/bin/ready', '--fast']],
  containers: {
    init: { processes: Processes.any(), shells: Shells.any(), ports: Ports.none(), capabilities: Capabilities.none() },
  },
};

const YAML = `apiVersion: container-security/v1
kind: ContainerPolicy
metadata: { name: web }
spec:
  pods: { app: web }
  mode: enforce
  processes: { only: [/usr/sbin/nginx, /entry.sh] }
  shells: { also: [/opt/console] }
  files:
    readOnly: [/etc/**]
    writable: [/var/cache/nginx/**]
    hidden: [/root/]
    libraries: [/app/*.dll]
    rest: hidden
  ports: { listen: [8080, 53/udp], connect: [5432, 53/udp] }
  capabilities: [NET_BIND_SERVICE, setuid]
  commands: [[/bin/ready, --fast]]
  containers:
    init: { processes: any, shells: any, ports: none, capabilities: none }
`;

/** What a call throws, as one line for each problem. */
function thrown(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, place, message }) => `${code} ${place?.path}#${place?.key} ${message}`);
  }
  return [];
}

describe('a container policy', () => {
  it('is the same from props and from YAML', () => {
    const typed = new ContainerPolicy(chartIn(folder), 'web', PROPS);
    const written = ContainerPolicy.fromYamlText(chartIn(folder), 'web', YAML);
    const again = ContainerPolicy.fromYamlText(chartIn(folder), 'web', typed.toYaml());
    const texts = (policy: ContainerPolicy) => policy.profiles.map(({ text }) => text);
    expect(texts(written)).toEqual(texts(typed));
    expect(texts(again)).toEqual(texts(typed));
    expect(written.reportJson()).toBe(typed.reportJson());
    expect(written.pods).toEqual(typed.pods);
  });

  it('holds what its factories say when nothing is said', () => {
    const said: ContainerPolicyProps = {
      processes: Processes.any(),
      shells: Shells.none(),
      files: Files.any(),
      ports: Ports.any(),
      mode: PolicyMode.AUDIT,
    };
    const silent = new ContainerPolicy(chartIn(folder), 'web');
    expect(new ContainerPolicy(chartIn(folder), 'web', said).profile.text).toBe(silent.profile.text);
    expect(silent.mode).toBe(PolicyMode.AUDIT);
    const none = new ContainerPolicy(chartIn(folder), 'web', { processes: Processes.none() });
    expect(none.profile.text).toBe(
      new ContainerPolicy(chartIn(folder), 'web', { processes: Processes.only() }).profile.text,
    );
  });

  it('has a profile for each container with rules of its own, named after chart, policy and container', () => {
    const policy = new ContainerPolicy(chartIn(folder), 'web', PROPS);
    expect(policy.profiles.map(({ profileName }) => profileName)).toEqual(['shop-web', 'shop-web.init']);
    expect(policy.profileOf('init')).toBe(policy.containerProfiles.init);
    expect(policy.profileOf('main')).toBe(policy.profile);
    const named = new ContainerPolicy(chartIn(folder), 'web', { policyName: 'front', profileName: 'own' });
    expect([named.policyName, named.profile.profileName]).toEqual(['front', 'own']);
  });

  it('is loaded, noted and reported by its chart', () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const chart = chartIn(folder);
    const policy = new ContainerPolicy(chart, 'web', PROPS);
    new AppArmorLoader(chart, 'loader', { image: 'loader:1', profiles: policy.profiles });
    (chart.node.scope as HelmApp).synth();
    const file = (path: string) => readFileSync(join(folder, 'shop', path), 'utf8');
    expect(file('templates/loader-profiles-configmap.yaml')).toContain('profile shop-web.init flags=');
    expect(file('templates/NOTES.txt')).toContain(policy.reportText());
    expect(stderr.mock.calls.flat().join('')).toMatch(
      /shop\/web: note: .*[\s\S]*processes +blocks \(1\) +detects +-[\s\S]*POLICY1019/,
    );
    expect(JSON.parse(policy.reportJson())).toMatchObject([
      {
        policy: 'web',
        profile: 'shop-web',
        mode: 'enforce',
        parser: '3.0',
        rows: [{ property: 'processes' }, {}, {}, {}],
      },
      { container: 'init', profile: 'shop-web.init' },
    ]);
  });

  it('is written for the parser that reads it', () => {
    const textFor = (parserVersion: string, portsInKernel?: boolean) =>
      new ContainerPolicy(chartIn(folder), 'web', {
        ports: Ports.listen(80),
        parserVersion,
        ...(portsInKernel !== undefined && { portsInKernel }),
      }).profile.text;
    expect(textFor('2.13')).not.toMatch(/^abi/m);
    expect(textFor('4.1', true)).not.toContain('port=80');
    expect(textFor('5.0', true)).toContain('port=80');
  });
});

describe('what is wrong with props', () => {
  it.each<[string, object, readonly RegExp[]]>([
    ['an unknown key', { proceses: Processes.any() }, [/^HELM1050 shop\/web#proceses/]],
    [
      'a text in the place of a class',
      { processes: 'any', mode: 'on' },
      [/^HELM1050 shop\/web#mode/, /^HELM1050 shop\/web#processes "processes" must be Processes/],
    ],
    ['another class', { files: Ports.none() }, [/^HELM1050 shop\/web#files/]],
    ['a path', { files: Files.readOnly('etc') }, [/^POLICY1007 shop\/web#files.readOnly\[0\]/]],
    ['a path that is no text', { files: Files.readOnly(1 as never) }, [/^POLICY1005 shop\/web#files.readOnly\[0\]/]],
    [
      'a port of a container',
      { containers: { a: { ports: Ports.listen(0) } } },
      [/^POLICY1008 shop\/web#containers.a.ports.listen\[0\]/],
    ],
    ['a shell', { processes: Processes.only('/bin/sh') }, [/^POLICY1012 shop\/web#processes.only\[0\]/]],
    ['a name', { policyName: 'My Policy' }, [/^POLICY1005 shop\/web#policyName/]],
    ['a parser', { parserVersion: '3.1' }, [/^HELM1050 shop\/web#parserVersion/]],
    ['a capability', { capabilities: Capabilities.only('sys_admn') }, [/^POLICY1009 shop\/web#capabilities\[0\]/]],
  ])('names construct and key: %s', (_, props, expected) => {
    const problems = thrown(() => new ContainerPolicy(chartIn(folder), 'web', props as ContainerPolicyProps));
    expect(problems).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(problems[index]).toMatch(pattern);
  });
});

describe('a policy in a file', () => {
  const write = (text: string): string => {
    writeFileSync(join(folder, 'policy.yaml'), text);
    return join(folder, 'policy.yaml');
  };

  it('is the one with the name of the construct, of several', () => {
    const file = write(`${YAML}---\n${YAML.replace('name: web', 'name: db')}`);
    expect(ContainerPolicy.fromYaml(chartIn(folder), 'db', file, { parserVersion: '4.1' }).policyName).toBe('db');
    expect(thrown(() => ContainerPolicy.fromYaml(chartIn(folder), 'other', file))[0]).toMatch(
      /^POLICY1018 shop\/other/,
    );
  });

  it('can be given another mode, and keeps its comments', () => {
    const text = YAML.replace('mode: enforce', 'mode: enforce # since May');
    const changed = ContainerPolicy.changeMode(text, PolicyMode.AUDIT);
    expect(changed).toBe(text.replace('mode: enforce', 'mode: audit'));
    expect(ContainerPolicy.changeMode(changed, PolicyMode.ENFORCE, 'web')).toBe(text);
  });

  it.each<[string, unknown[], string]>([
    ['a name that no policy has', [YAML, 'audit', 'other'], 'none of the policies is called "other"'],
    ['a mode that is none', [YAML, 'Enforce'], '"mode" must be "audit" or "enforce"'],
    ['no text', [undefined, 'audit'], '"text" is missing'],
  ])('is given no other mode by %s', (_what, given, message) => {
    const [text, mode, name] = given as [string, PolicyMode, string];
    expect(() => ContainerPolicy.changeMode(text, mode, name)).toThrow(message);
  });

  it('adds up what calls say of files, and takes no path for nothing else', () => {
    const yaml = (files: Files) => new ContainerPolicy(chartIn(join(folder, 'dist')), 'web', { files }).toYaml();
    const twice = Files.any().writable('/a').writable('/b').hidden('/c').hidden('/d');
    expect(yaml(twice)).toBe(yaml(Files.any().writable('/a', '/b').hidden('/c', '/d')));
    expect(yaml(Files.any().writable())).toBe(yaml(Files.any().rest(RestOfFiles.READ_ONLY)));
    expect(yaml(Files.any().rest(RestOfFiles.HIDDEN).writable())).toContain('rest: hidden');
    const said =
      'apiVersion: container-security/v1\nkind: ContainerPolicy\nmetadata: { name: web }\nspec: { files: { writable: [] } }\n';
    const read = ContainerPolicy.fromYamlText(chartIn(join(folder, 'read')), 'web', said);
    expect(read.toYaml()).toBe(yaml(Files.any().writable()));
    expect(read.toYaml()).toContain('rest: readOnly');
  });

  it('is told of an object where a path should be', () => {
    const chart = chartIn(join(folder, 'dist'));
    const value = chart.values.addString('folder', { description: 'Folder.', defaultValue: '/srv' });
    const call = () => new ContainerPolicy(chart, 'web', { files: Files.readOnly(value as never) });
    expect(thrown(call)).toEqual([expect.stringMatching(/^POLICY1005 shop\/web#files.readOnly\[0\]/)]);
  });

  it('gives a loader its profiles, not itself', () => {
    const app = new HelmApp({ outdir: join(folder, 'dist') });
    const chart = new HelmChart(app, 'shop', { version: '1.0.0', description: 'A shop.' });
    const policy = new ContainerPolicy(chart, 'web', PROPS);
    new AppArmorLoader(chart, 'loader', { image: 'registry.example.com/loader:1', profiles: [policy as never] });
    expect(app.check().map(({ hint }) => hint)).toContain('those of a policy: "profiles: policy.profiles"');
  });

  it('is read from a text, not from nothing', () => {
    const call = () => ContainerPolicy.fromYamlText(chartIn(join(folder, 'dist')), 'web', undefined as never);
    expect(call).toThrow('"text" is missing');
  });

  it('that is broken ends the program with line, column and excerpt, and nothing is written', () => {
    const file = write(YAML.replace('listen: [8080', 'listn: [8080'));
    const call = () => ContainerPolicy.fromYaml(chartIn(join(folder, 'dist')), 'web', file);
    expect(call).toThrow(
      /policy\.yaml:15:12 \(shop\/web#spec\.ports\.listn\).*POLICY1003\]\n +15 \| .*listn.*\n.*\^{5}\n +hint: did you mean "listen"\?/s,
    );
    expect(readdirSync(folder)).toEqual(['policy.yaml']);
  });

  it('that cannot be read says why', () => {
    expect(thrown(() => ContainerPolicy.fromYaml(chartIn(folder), 'web', join(folder, 'none.yaml')))[0]).toMatch(
      /^POLICY1017 shop\/web/,
    );
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from([0x23, 0xe4]));
    expect(thrown(() => ContainerPolicy.fromYaml(chartIn(folder), 'web', join(folder, 'latin.yaml')))[0]).toContain(
      'not UTF-8',
    );
  });

  it('with a doubt is told by synth, once', () => {
    const file = write(YAML.replace('[/bin/ready, --fast]', '[sh, -c, curl]'));
    const chart = chartIn(folder);
    const policy = ContainerPolicy.fromYaml(chart, 'web', file);
    expect(policy.warnings).toMatchObject([
      { code: 'POLICY1015', severity: 'warning', place: { file, path: 'shop/web' } },
    ]);
    expect((chart.node.scope as HelmApp).check().filter(({ code }) => code === 'POLICY1015')).toHaveLength(1);
  });
});
