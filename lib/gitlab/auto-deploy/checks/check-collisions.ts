import { mapOf } from '../pods';
import { actionsOf, judge } from '../template/actions';
import { type Context, say, type Values } from './context';

/** The releases of one environment: each renders the same values. */
const RELEASES = ['{}', '{}-canary', '{}-rollout'];

/** One object of a release, as a function of the name of that release. */
interface Named {
  readonly at: string;
  readonly kind: string;
  readonly name: (release: string) => string;
  /** The chart makes it, so nobody can call it otherwise. */
  readonly isChart?: true;
}

/** No two things of one release, and none of two releases, may be one object for the API server. */
export function checkCollisions(values: Values, context: Context): void {
  const objects = [...objectsOfChart(values), ...resourcesOf(values.customResources)];
  const first = new Map<string, Named>();
  for (const object of objects) {
    const own = `${object.kind} ${object.name('{}')}`;
    const other = first.get(own);
    if (other === undefined) first.set(own, object);
    else if (!object.isChart) {
      const message = `is the ${object.kind} that ${other.isChart ? 'the chart makes itself' : `"${other.at}" is`}: Helm 3 refuses to make it twice`;
      say(context, 'error', 'GITLAB1021', object.at, message, 'give it another name, or leave it out');
    }
  }
  for (const object of objects) {
    for (const release of RELEASES.slice(1)) {
      const name = object.name(release);
      const other = first.get(`${object.kind} ${name}`);
      if (other === undefined || other === object || name === object.name('{}')) continue;
      const at = other.isChart ? object.at : other.at;
      const message = `is what ${other.isChart || object.isChart ? 'the chart' : `"${object.at}"`} makes in the release of the ${release.slice(3)}: Helm refuses the second`;
      say(context, 'error', 'GITLAB1009', at, message, 'give it a name that does not begin with "canary" or "rollout"');
    }
  }
  checkVolumes(values, '', context);
  for (const area of ['workers', 'cronjobs']) {
    for (const [name, job] of Object.entries(mapOf(values[area])))
      checkVolumes(mapOf(job), `${area}.${name}.`, context);
  }
}

function objectsOfChart(values: Values): readonly Named[] {
  const { nameOverride } = values;
  const own = typeof nameOverride === 'string' ? nameOverride : 'auto-deploy-app';
  const full = (release: string): string => `${release}-${own}`.replace(/-app$/, '');
  const kinds = ['Service', 'Ingress', 'NetworkPolicy', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'];
  const enabled: Readonly<Record<string, unknown>> = {
    Service: mapOf(values.service).enabled ?? true,
    Ingress: mapOf(values.ingress).enabled ?? true,
    NetworkPolicy: mapOf(values.networkPolicy).enabled,
    PodDisruptionBudget: mapOf(values.podDisruptionBudget).enabled,
    HorizontalPodAutoscaler: mapOf(values.hpa).enabled,
  };
  const jobs = (area: string, kind: string): readonly Named[] =>
    Object.keys(mapOf(values[area])).map((name) => ({
      at: `${area}.${name}`,
      kind,
      name: (release) => `${release}-${name}`,
    }));
  return [
    { at: 'the application', kind: 'Deployment', name: (release) => release, isChart: true },
    ...kinds
      .filter((kind) => enabled[kind] === true)
      .map((kind): Named => ({ at: 'the chart', kind, name: full, isChart: true })),
    ...jobs('workers', 'Deployment'),
    ...jobs('cronjobs', 'CronJob'),
  ];
}

function resourcesOf(resources: unknown): readonly Named[] {
  if (!Array.isArray(resources)) return [];
  return resources.flatMap((resource: unknown, index): readonly Named[] => {
    const { kind, metadata } = mapOf(resource);
    const { name, namespace } = mapOf(metadata);
    if (typeof kind !== 'string' || typeof name !== 'string') return [];
    const where = typeof namespace === 'string' ? ` in ${namespace}` : '';
    return [{ at: `customResources[${index}]`, kind, name: (release) => rendered(name, release) + where }];
  });
}

/** The text with the name of a release in the place of the expressions that stand for it. */
function rendered(text: string, release: string): string {
  return actionsOf(text).reduce((done, action) => {
    const { inside = '' } = action;
    if (judge(action) !== 'known') return done;
    if (/^\$?\.Release\.Name$|"trackableappname"/.test(inside)) return done.replace(action.text, release);
    return /"fullname"/.test(inside) ? done.replace(action.text, `${release}-auto-deploy`) : done;
  }, text);
}

/** What must be there once in a pod. */
const UNIQUE = { extraVolumes: 'name', extraVolumeMounts: 'mountPath' } as const;

function checkVolumes(values: Values, around: string, context: Context): void {
  for (const [list, field] of Object.entries(UNIQUE)) {
    const items: readonly unknown[] = Array.isArray(values[list]) ? (values[list] as readonly unknown[]) : [];
    const names = items.map((item) => mapOf(item)[field]);
    for (const [index, name] of names.entries()) {
      if (name === undefined || names.indexOf(name) === index) continue;
      const message = `is "${String(name)}" a second time: the API server refuses such pods`;
      say(context, 'error', 'GITLAB1021', `${around}${list}[${index}].${field}`, message, 'leave one of them out');
    }
  }
}
