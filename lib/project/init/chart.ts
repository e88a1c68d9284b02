import { ciTemplateFiles } from '../../gitlab/ci-templates';
import { commented } from '../../gitlab/text-file';
import { GITIGNORE, labelsOf, packageJson, tsconfigJson } from './names';
import type { Scaffold } from './scaffold';
import { describeWorkload, LINE_END, portsOf, type Workload } from './workloads';

const TEMPLATE = 'library.gitlab-ci.yml';

/** What the chart begins with: a profile, and what it is for. */
interface Profile {
  /** Construct, file and last part of the profile's name. */
  readonly id: string;
  readonly about: string;
  readonly workload?: Workload;
}

/**
 * A chart in TypeScript: an AppArmor profile for each workload in complain mode, loaded on the nodes, and used by no pod
 * yet. Nothing is enforced.
 */
export function chartScaffold(name: string, workloads: readonly Workload[]): Scaffold {
  const ids = labelsOf(
    workloads.map((each) => each.name),
    'app',
  );
  const found = workloads.map((workload, index) => ({
    id: ids[index] ?? 'app',
    about: describeWorkload(workload),
    workload,
  }));
  const profiles: readonly Profile[] = found.length > 0 ? found : [{ id: 'app', about: 'An example: rename it' }];
  const scripts = {
    synth: 'tsx main.ts',
    test: 'tsx --test chart.test.ts',
    check: 'container-security check apparmor profiles && tsc',
  };
  const template = ciTemplateFiles().filter(({ path }) => path === TEMPLATE);
  return {
    files: [
      { path: 'package.json', text: packageJson(name, scripts) },
      { path: 'tsconfig.json', text: tsconfigJson(['*.ts']) },
      { path: '.gitignore', text: GITIGNORE },
      { path: 'main.ts', text: MAIN },
      { path: 'chart.ts', text: chartProgram(name, profiles) },
      { path: 'chart.test.ts', text: testProgram(name, profiles) },
      ...profiles.map(({ id, about }) => ({ path: `profiles/${id}.aa`, text: profileText(`${name}-${id}`, about) })),
      { path: 'README.md', text: readme(name, profiles) },
      {
        path: '.gitlab-ci.yml',
        text: `${commented(['Writes, tests and packages the chart; a tag pushes it to the registry.'])}include:\n  - local: ci-templates/${TEMPLATE}\n`,
      },
      ...template.map(({ path, text }) => ({ path: `ci-templates/${path}`, text })),
    ],
    next: [
      '$ npm install',
      '$ npm test',
      '$ npm run synth',
      `$ helm template ${name} dist/${name}`,
      'Commit package-lock.json too: the pipeline runs npm ci.',
    ],
  };
}

const MAIN = `import { buildChart } from './chart';

buildChart(process.argv[2] ?? 'dist').synth();
`;

/** A text as TypeScript writes it. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

function chartProgram(name: string, profiles: readonly Profile[]): string {
  return `import { join } from 'node:path';
import { apparmor, helm } from 'cdk8s-container-security';

/** The chart, below a folder. Its profiles only complain, and no pod runs under one yet: nothing is enforced. */
export function buildChart(outdir: string): helm.HelmApp {
  const app = new helm.HelmApp({ outdir });
  const chart = new helm.HelmChart(app, ${quoted(name)}, { version: '0.1.0', description: 'Container security of ${name}.' });
  const profile = (id: string) => apparmor.AppArmorProfile.fromFile(chart, id, join(__dirname, 'profiles', \`\${id}.aa\`));

  // Loads the profiles on every node.
  new apparmor.AppArmorLoader(chart, 'loader', {
    image: 'registry.gitlab.com/cdk8s-container-security/apparmor-loader:${LOADER}',
    profiles: [${profiles.map(({ id }) => `profile(${quoted(id)})`).join(', ')}],
  });
${profiles.flatMap(({ workload }) => (workload === undefined ? [] : [skeleton(workload)])).join('')}
  return app;
}
`;
}

/** Tag of the loader's image: the version of the chart apparmor. */
const LOADER = '0.1.0';

/** A network policy that would isolate the pods: as a comment, for only people know who talks to whom. */
function skeleton(workload: Workload): string {
  const ports = portsOf(workload).map(({ number, protocol }) => `network.Port.${protocol.toLowerCase()}(${number})`);
  if (Object.keys(workload.selector).length === 0) {
    // An empty selector is that of every pod in the namespace.
    const why = 'Its pods have no labels: without them a network policy would isolate all others too.';
    return `\n  // ${describeWorkload(workload)}\n  // ${why}\n`;
  }
  const lines = [
    describeWorkload(workload),
    'Once this is there, nobody but who is named reaches the pods (add network to the import):',
    `new network.NetworkPolicy(chart, ${quoted(`${workload.name}-network`)}, { pods: ${JSON.stringify(workload.selector)} })`,
    `  .allowFrom(${["network.Peer.pods({ app: 'who-calls-it' })", ...ports].join(', ')});`,
  ];
  return `\n${lines.map((line) => `  // ${line.replace(LINE_END, ' ')}\n`).join('')}`;
}

function profileText(name: string, about: string): string {
  return `# ${about}.
# In complain mode it forbids nothing: what it does not allow is written to the log of the node. Read that, write down
# what the program needs in place of the wide rules, and take "complain" away when the log stays empty.
abi <abi/3.0>,

#include <tunables/global>

profile ${name} flags=(attach_disconnected, complain) {
  #include <abstractions/base>

  # Wide: files, network and rights of every kind.
  file,
  network,
  capability,
  signal,
}
`;
}

function testProgram(name: string, profiles: readonly Profile[]): string {
  return `import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { buildChart } from './chart';

const folder = mkdtempSync(join(tmpdir(), 'chart-'));
after(() => rmSync(folder, { recursive: true }));

/** All templates of the chart as one text. */
function templates(): string {
  buildChart(folder).synth();
  const below = join(folder, ${quoted(name)}, 'templates');
  const files = readdirSync(below).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => readFileSync(join(below, file), 'utf8')).join('');
}

test('every profile is loaded, and only complains', () => {
  const text = templates();
  for (const name of ${JSON.stringify(profiles.map(({ id }) => `${name}-${id}`))
    .replaceAll('"', "'")
    .replaceAll(',', ', ')}) {
    assert.match(text, new RegExp(\`profile \${name} flags=\\\\(attach_disconnected, complain\\\\)\`));
  }
});
`;
}

function readme(name: string, profiles: readonly Profile[]): string {
  return `# ${name}

A Helm chart written in TypeScript with cdk8s-container-security.

| profile | for |
|---|---|
${profiles.map(({ id, about }) => `| \`${name}-${id}\` | ${about.replace(/\|/g, '/')} |`).join('\n')}

The profiles only complain, and no pod runs under one yet: nothing is enforced.

\`\`\`sh
npm install
npm test
npm run synth                      # writes dist/${name}
helm lint --strict dist/${name}
helm install ${name} dist/${name}
\`\`\`

A pod runs under a profile when its container has this in its securityContext (Kubernetes 1.30 and newer):

\`\`\`yaml
appArmorProfile:
  type: Localhost
  localhostProfile: ${name}-${profiles[0]?.id ?? 'app'}
\`\`\`
`;
}
