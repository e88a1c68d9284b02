import { inParallel } from '../parallel';
import { type Found, ok, reason, type Surroundings, some, warn } from './finding';

/** A right, and who needs it. */
interface Right {
  readonly verb: string;
  /** With its group where it has one. */
  readonly resource: string;
  /** In each namespace of the applications; otherwise everywhere. */
  readonly inside?: boolean;
  readonly job: 'compare' | 'apply';
}

const RIGHTS: readonly Right[] = [
  { verb: 'get', resource: 'pods', job: 'compare' },
  { verb: 'list', resource: 'daemonsets.apps', job: 'compare' },
  { verb: 'list', resource: 'namespaces', job: 'compare' },
  { verb: 'create', resource: 'namespaces', job: 'apply' },
  { verb: 'create', resource: 'daemonsets.apps', inside: true, job: 'apply' },
  { verb: 'create', resource: 'configmaps', inside: true, job: 'apply' },
  // Helm keeps what it knows of a release in a Secret.
  { verb: 'create', resource: 'secrets', inside: true, job: 'apply' },
  { verb: 'create', resource: 'clusterroles.rbac.authorization.k8s.io', job: 'apply' },
];

const ADVICE: Readonly<Record<Right['job'], string>> = {
  compare: 'the diff job needs it: give the reader of rbac/ci-access.yaml to this user',
  apply:
    'the apply job needs it, a merge request must not have it: give the writer of rbac/ci-access.yaml to the environment',
};

const EVERYTHING =
  'fine for an administrator; a job with it could do anything from any branch. GitLab Premium: access_as ci_job with environments and protected_branches_only; Free: jobImpersonation false, and no rights for the agent itself';

/** Is there anything that the user may not do? */
async function lookAtEverything({ kubectl }: Surroundings): Promise<readonly Found[]> {
  const outcome = await kubectl('auth', 'can-i', '*', '*', '--all-namespaces');
  return outcome.stdout.trim() === 'yes' ? [warn('everything', 'allowed, in the whole cluster', EVERYTHING)] : [];
}

/** What may the user do? Asked one by one: a list of all rights says nothing of groups with wildcards. */
export async function lookAtRights(surroundings: Surroundings): Promise<readonly Found[]> {
  const { kubectl, namespaces } = surroundings;
  const inNamespaces = namespaces.map(({ name }) => ({ place: name, where: `--namespace=${name}` }));
  const everywhere = [{ place: '', where: '--all-namespaces' }];
  const rights = await inParallel(RIGHTS, async ({ verb, resource, inside, job }): Promise<Found> => {
    const name = `${verb} ${resource}`;
    const answers = await inParallel(inside === true ? inNamespaces : everywhere, async ({ place, where }) => {
      const outcome = await kubectl('auth', 'can-i', verb, resource, where);
      return { place, outcome, answer: outcome.stdout.trim().split(/\s/)[0] };
    });
    const unknown = answers.find(({ answer }) => answer !== 'yes' && answer !== 'no');
    if (unknown !== undefined) return warn(name, `could not be asked: ${reason(unknown.outcome)}`);
    const denied = answers.filter(({ answer }) => answer === 'no').map(({ place }) => place);
    if (denied.length > 0) return warn(name, `not allowed${placesOf(denied)}`, ADVICE[job]);
    return ok(name, `allowed${placesOf(answers.map(({ place }) => place))}`);
  });
  return [...rights, ...(await lookAtEverything(surroundings))];
}

/** ` in a, b`; nothing for what is asked everywhere. */
function placesOf(places: readonly string[]): string {
  const named = places.filter((place) => place !== '');
  return named.length === 0 ? '' : ` in ${some(named)}`;
}
