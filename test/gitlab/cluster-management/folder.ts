import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Construct } from 'constructs';
import { loadAll } from 'js-yaml';
import { vi } from 'vitest';
import {
  ClusterManagementProject,
  type ClusterManagementProjectProps,
} from '../../../lib/gitlab/cluster-management-project';
import { UpstreamChart, type UpstreamChartSource } from '../../../lib/helm';

export const PROPS = { projectPath: 'acme/clusters', projectId: 7 } as const;

/** A chart of somebody else. */
export class Upstream extends UpstreamChart {
  constructor(
    scope: Construct,
    id: string,
    private readonly values: Readonly<Record<string, unknown>> = {},
    source: Partial<UpstreamChartSource> = {},
  ) {
    super(scope, id, {
      chartName: id,
      repositoryName: 'example',
      repository: 'https://charts.example.com',
      chartVersion: '1.2.3',
      defaultNamespace: `${id}-system`,
      podSecurityLevel: 'baseline',
      ...source,
    });
  }

  toValues(): { [key: string]: unknown } {
    return { ...this.values };
  }
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  readonly installed: boolean;
  readonly installedTemplate: string;
  readonly hooks?: unknown;
}

/** What the files of a project are made of; each document has some of it. */
export interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly rules: readonly Rule[];
  readonly roleRef: { readonly name: string };
  readonly subjects?: readonly { readonly name: string }[];
  readonly environments: unknown;
  readonly repositories: unknown;
  readonly releases: readonly [Release];
  readonly include: readonly [{ readonly inputs: Readonly<Record<string, unknown>> }];
  readonly ci_access: { readonly projects: unknown };
}

/** A folder that projects are written into, one after the other. */
export class ProjectFolder {
  readonly root = mkdtempSync(join(tmpdir(), 'cluster-management-'));

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A program: what it puts into a project is written. @returns what is said on standard error. */
  synth(fill: (project: ClusterManagementProject) => void, props: Partial<ClusterManagementProjectProps> = {}): string {
    const project = new ClusterManagementProject({ ...PROPS, ...props, outdir: this.root });
    fill(project);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      project.synth();
      return said.mock.calls.join('\n');
    } finally {
      said.mockRestore();
    }
  }

  path(file: string): string {
    return join(this.root, file);
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** The documents of a file of YAML. */
  yaml(file: string): readonly Document[] {
    return loadAll(this.read(file)) as Document[];
  }

  /** One document of a file of YAML, by default the first. */
  part(file: string, index = 0): Document {
    const document = this.yaml(file)[index];
    if (document === undefined) throw new Error(`${file} has no document ${index}`);
    return document;
  }

  /** Paths of all files, sorted, but for what is inside charts. */
  files(): readonly string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1))
      .filter((file) => !/^charts\/[^/]+\/(?!Chart\.yaml)/.test(file))
      .sort();
  }
}
