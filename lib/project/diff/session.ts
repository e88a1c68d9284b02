import { type Environment, findPrograms, type Programs, withTemporary } from '../programs';
import { type Capabilities, type Cluster, capabilitiesOf } from './cluster';
import { listReleases, openProject, type Project, type ProjectOptions, type Release } from './helmfile';
import { readNamespaces } from './namespaces-file';
import { mustBeValues } from './values-files';

/** A project, its releases and the cluster that they are for. */
export interface Session {
  readonly programs: Programs;
  readonly project: Project;
  readonly releases: readonly Release[];
  /** Those of the releases and of namespaces.yaml. */
  readonly namespaces: readonly string[];
  readonly cluster: Cluster;
  readonly capabilities: Capabilities;
}

/** Where the programs are looked up and run. */
export interface Surroundings {
  readonly env: Environment;
  readonly cwd: string;
}

/** Opens the project and asks the cluster what it can do; nothing temporary is left. Throws a DiagnosticError. */
export async function withSession<T>(
  { env, cwd }: Surroundings,
  options: ProjectOptions,
  body: (session: Session) => Promise<T>,
): Promise<T> {
  return withTemporary(await findPrograms(env, cwd), async (programs) => {
    const project = await openProject(programs, options);
    mustBeValues(project.folder);
    const cluster: Cluster =
      project.kubeContext === undefined ? { programs } : { programs, context: project.kubeContext };
    const both = [listReleases(programs, project), capabilitiesOf(cluster)] as const;
    // When one fails the other is waited for: its files lie in the folder that goes.
    await Promise.allSettled(both);
    const [releases, capabilities] = await Promise.all(both);
    const own = readNamespaces(project.folder).map(({ metadata }) => metadata.name);
    const namespaces = [...new Set([...releases.map(({ namespace }) => namespace), ...own])];
    return body({ programs, project, releases, namespaces, cluster, capabilities });
  });
}
