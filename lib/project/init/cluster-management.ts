import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Falco } from '../../falco/falco';
import { Falcosidekick } from '../../falco/falcosidekick';
import { Alertmanager } from '../../gitlab/alertmanager';
import { isMarked } from '../../gitlab/cluster-management/marker';
import { ClusterManagementProject, type ManagedCluster } from '../../gitlab/cluster-management-project';
import type { TextFile } from '../../gitlab/text-file';
import { Cilium } from '../../network/cilium';
import { packageJson, tsconfigJson } from './names';
import type { Scaffold } from './scaffold';

/** An application that a project can have. None of them blocks anything with what it is given here. */
interface Offer {
  readonly name: string;
  /** In every project. */
  readonly always?: true;
  readonly add: (project: ClusterManagementProject) => void;
  /** The same in a program of the user. */
  readonly line: string;
  /** The part of this library that the line needs. */
  readonly part?: string;
}

const OFFERS: readonly Offer[] = [
  { name: 'apparmor', always: true, add: (project) => void project.addAppArmor(), line: 'project.addAppArmor();' },
  {
    name: 'pod-security',
    always: true,
    add: (project) => void project.addPodSecurity(),
    line: 'project.addPodSecurity();',
  },
  {
    name: 'network-policies',
    always: true,
    add: (project) => void project.addNetworkPolicies(),
    line: 'project.addNetworkPolicies();',
  },
  {
    name: 'falco',
    add: (project) => void new Falco(project, 'falco'),
    line: "new falco.Falco(project, 'falco');",
    part: 'falco',
  },
  {
    name: 'falcosidekick',
    add: (project) => void new Falcosidekick(project, 'falcosidekick'),
    line: "new falco.Falcosidekick(project, 'falcosidekick');",
    part: 'falco',
  },
  {
    name: 'alertmanager',
    add: (project) => void new Alertmanager(project, 'alertmanager'),
    line: "new gitlab.Alertmanager(project, 'alertmanager');",
  },
  {
    name: 'cilium',
    add: (project) => void new Cilium(project, 'cilium'),
    line: "new network.Cilium(project, 'cilium');",
    part: 'network',
  },
];

/** Names of the applications that are in every project. */
export const ALWAYS = OFFERS.filter(({ always }) => always === true).map(({ name }) => name);

/** Names of the applications that are there on request. */
export const ON_REQUEST = OFFERS.filter(({ always }) => always !== true).map(({ name }) => name);

/** What the project is for. */
export interface ClusterManagementOptions {
  /** Path on GitLab. */
  readonly projectPath: string;
  /** Number on GitLab. */
  readonly projectId: number;
  readonly clusters: readonly ManagedCluster[];
  /** Of {@link ON_REQUEST}. */
  readonly applications: readonly string[];
  /** Whether a program in TypeScript goes with it, which writes the project anew. Otherwise its files are edited. */
  readonly program: boolean;
}

/**
 * A complete cluster management project, monitor-only.
 * @throws DiagnosticError when an option cannot be right.
 */
export function clusterManagementScaffold(options: ClusterManagementOptions): Scaffold {
  const { projectPath, projectId, clusters, applications, program } = options;
  const offers = OFFERS.filter(({ name, always }) => always === true || applications.includes(name));
  const folder = mkdtempSync(join(tmpdir(), 'container-security-init-'));
  try {
    const project = new ClusterManagementProject({ projectPath, projectId, clusters: [...clusters], outdir: folder });
    for (const { add } of offers) add(project);
    project.synth();
    const several = clusters.length > 1;
    return {
      files: program ? [...filesBelow(folder), ...programFiles(options, offers)] : filesBelow(folder).map(handedOver),
      next: [
        ...(program ? ['$ npm install', 'Commit package-lock.json too: the pipeline runs npm ci.'] : []),
        '$ container-security lint',
        'As an administrator of the cluster, once:',
        `$ kubectl apply -f namespaces.yaml -f rbac/ci-access.yaml${several ? ' -f rbac/ci-access-CLUSTER.yaml' : ''}`,
        'Push the project: a merge request shows what would change, the default branch installs it.',
        'Protect the environments on GitLab, so that only reviewed code changes a cluster.',
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program that writes the same project. */
function programFiles(
  { projectPath, projectId, clusters }: ClusterManagementOptions,
  offers: readonly Offer[],
): readonly TextFile[] {
  const parts = [...new Set(['gitlab', ...offers.flatMap(({ part }) => part ?? [])])].sort();
  const main = `import { existsSync, readFileSync } from 'node:fs';
import { ${parts.join(', ')} } from 'cdk8s-container-security';

// "container-security upgrade" writes newer versions of the charts of others into it.
const versions = 'chart-versions.json';

const project = new gitlab.ClusterManagementProject({
  projectPath: ${JSON.stringify(projectPath)},
  projectId: ${projectId},
  clusters: ${JSON.stringify(clusters)},
  chartVersions: existsSync(versions) ? JSON.parse(readFileSync(versions, 'utf8')) : {},
  outdir: process.argv[2] ?? '.',
});

// Nothing of it blocks anything.
${offers.map(({ line }) => `${line}\n`).join('')}
project.synth();
`;
  return [
    { path: 'package.json', text: packageJson('cluster-management', { synth: 'tsx main.ts', check: 'tsc' }) },
    { path: 'tsconfig.json', text: tsconfigJson(['*.ts']) },
    { path: '.gitignore', text: 'node_modules/\n' },
    { path: 'main.ts', text: main },
  ];
}

/**
 * A file without the words that a program writes it: here nothing writes it again, and it belongs to whoever edits it. The
 * charts stay as they are; they are replaced whole when a newer version comes.
 */
function handedOver(file: TextFile): TextFile {
  const { path, text } = file;
  if (path.startsWith('charts/') || !isMarked(path, text)) return file;
  const own = text
    .replace(/^[^\n]*\n\n?/, '')
    // What somebody writes below an empty map would be no YAML any more.
    .replace(/\n+\{\}\n$/, '\n')
    .replace(/^# They come from the program\.[^\n]*\n/m, '')
    .replace(', written by a program with cdk8s-container-security', '')
    .replace(
      /^The program writes these files anew\.[\s\S]*$/m,
      'The files are yours to edit: nothing writes them again.\n',
    );
  return { path, text: own };
}

/** All files of a folder as texts, sorted. */
function filesBelow(folder: string): readonly TextFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}
