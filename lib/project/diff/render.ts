import { gte } from 'semver';
import { failureOf } from '../failures';
import { problem } from '../problem';
import type { Programs } from '../programs';
import { isUnsourced, partCrds } from './crds';
import { helmfile, type Project, RENDER_TIMEOUT, type Release, selectors } from './helmfile';
import { type KubeObject, readObjects } from './objects';

/** How a chart is rendered. */
export interface RenderOptions {
  /** Such as `1.36.3`. */
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  /** True lets templates look at objects of the cluster (`lookup`). */
  readonly lookup: boolean;
  /** True for a release that is there already. */
  readonly isUpgrade: boolean;
}

/** What a chart brings. */
export interface Rendered {
  /** What Helm would install for the release, hooks included. */
  readonly objects: readonly KubeObject[];
  /** Definitions in folders `crds/`, which Helm installs beside it. */
  readonly crds: readonly KubeObject[];
}

/** What Helm 4 says of an object whose kind comes with the release. */
const UNKNOWN_KIND = /no matches for kind|ensure CRDs are installed first/;

/** Renders a release as Helm would. Throws a DiagnosticError. */
export async function render(
  programs: Programs,
  project: Project,
  release: Release,
  { kubeVersion, apiVersions, lookup, isUpgrade }: RenderOptions,
): Promise<Rendered> {
  const doing = `rendering ${release.namespace}/${release.name}`;
  const flags = [
    `--kube-version=${kubeVersion}`,
    ...apiVersions.map((version) => `--api-versions=${version}`),
    ...(isUpgrade ? ['--is-upgrade'] : []),
  ];
  const text = async (...more: readonly string[]): Promise<string> => {
    const ask = (templateArgs: readonly string[]) => {
      const args = ['template', '--skip-tests=false', `--template-args=${templateArgs.join(' ')}`, ...more];
      return helmfile(programs, project, [...selectors([release]), ...args], RENDER_TIMEOUT);
    };
    const first = await ask(lookup ? [...flags, ...lookupFlags(programs)] : flags);
    // With `lookup` Helm 4 wants to know every kind. Before the definitions are there a template can look up little anyhow.
    const isEarly = lookup && first.code !== 0 && UNKNOWN_KIND.test(first.stderr);
    const outcome = isEarly ? await ask(flags) : first;
    if (outcome.code !== 0) throw failureOf('helmfile', doing, outcome);
    return outcome.stdout;
  };
  const said = await text('--include-crds');
  const { crds, rest } = partCrds(said);
  const objects = read(rest, doing);
  // A post-renderer drops comments; then only leaving the definitions out tells what is none of them.
  if (isUnsourced(said, objects)) return { crds: [], objects: read(await text(), doing) };
  return { crds: read(crds, doing), objects };
}

/**
 * Helm 4 takes a rendering with `lookup` for an installation, and refuses it where an object belongs to nobody, as
 * definitions in `crds/` do. Nothing is written, and whose an object is we compare ourselves.
 */
const lookupFlags = ({ versions }: Programs): readonly string[] =>
  gte(versions.helm, '4.0.0') ? ['--dry-run=server', '--take-ownership'] : ['--dry-run=server'];

function read(text: string, doing: string): readonly KubeObject[] {
  try {
    return readObjects(text);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw problem('PROJECT1011', `${doing} gives no YAML: ${reason}`, 'look at `helmfile template` of that release');
  }
}
