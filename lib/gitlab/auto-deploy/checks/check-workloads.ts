import { isObject } from '../../../diagnostics/predicates';
import { mapOf } from '../pods';
import { checkBareWords } from './check-bare-words';
import { type Context, say, type Values } from './context';

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const CONTAINER = 'auto-deploy-app';

/** What the API server, the kubelet or Helm would refuse, and what would never happen. */
export function checkWorkloads(values: Values, context: Context): void {
  checkAnnotations(values, context);
  checkBareWords(values, context);
  checkStartupProbe(values, context);
  checkContradictions(values, values, '', context);
  for (const area of ['workers', 'cronjobs']) {
    for (const [name, job] of Object.entries(mapOf(values[area]))) {
      checkProbes(mapOf(job), values, `${area}.${name}`, context);
      checkSecurity(mapOf(job), values, `${area}.${name}`, context);
      checkContradictions(mapOf(job), values, `${area}.${name}.`, context);
      if (area === 'cronjobs') checkCronJob(mapOf(job), `cronjobs.${name}`, context);
    }
  }
  const { enabled } = mapOf(values.hpa);
  if (enabled === true && !isObject(mapOf(values.resources).requests)) {
    const hint = 'set "resources.requests.cpu"';
    say(
      context,
      'warning',
      'GITLAB1016',
      'hpa.enabled',
      'does nothing: the chart makes no autoscaler without "resources.requests"',
      hint,
    );
  }
}

/** An annotation names a container, and the chart gives the annotations to pods that have none of that name. */
function checkAnnotations(values: Values, context: Context): void {
  for (const key of Object.keys(mapOf(values.podAnnotations)).filter((each) => each.startsWith(APPARMOR))) {
    const name = key.slice(APPARMOR.length);
    const workers = Object.keys(mapOf(values.workers));
    const fits = name === CONTAINER && workers.length === 0;
    const message = fits
      ? 'names a container, and workers would have none of that name: the first one is refused'
      : `names the container "${name}", which ${name === CONTAINER ? 'pods of workers do not have' : 'the application does not have'}: the API server refuses such pods`;
    const hint = 'write "containerSecurityContext.appArmorProfile" (Kubernetes 1.30): it reaches every container';
    say(context, fits ? 'warning' : 'error', 'GITLAB1007', `podAnnotations["${key}"]`, message, hint);
  }
}

/** The template of the startup probe asks the readiness probe whether it is one for TCP. */
function checkStartupProbe(values: Values, context: Context): void {
  const { enabled, probeType = 'httpGet' } = mapOf(values.startupProbe);
  const readiness = mapOf(values.readinessProbe).probeType ?? 'httpGet';
  if (enabled !== true || probeType === 'httpGet' || (probeType === 'tcpSocket') === (readiness === 'tcpSocket'))
    return;
  const message = `is "${String(probeType)}", while "readinessProbe.probeType" is "${String(readiness)}": the chart mixes the two up, and makes a probe of the wrong type or of none`;
  const hint = 'write "httpGet", or the same type for both';
  say(context, 'error', 'GITLAB1025', 'startupProbe.probeType', message, hint);
}

/** A worker or cron job without a probe of its own is asked like a web server, and killed when it is none. */
function checkProbes(job: Values, values: Values, at: string, context: Context): void {
  for (const probe of ['livenessProbe', 'readinessProbe']) {
    const { probeType = 'httpGet' } = mapOf(values[probe]);
    if (isObject(job[probe]) || values[probe] === null || probeType === 'exec') continue;
    const effect =
      probe === 'livenessProbe' ? 'it is killed when it does not answer' : 'it is never ready when it does not answer';
    const message = `is left out, so the chart asks this container on the port of the application: ${effect}`;
    const hint =
      "if it does not listen there, give it { probeType: 'exec', command: ['true'], initialDelaySeconds: 5, timeoutSeconds: 3 }";
    say(context, 'warning', 'GITLAB1013', `${at}.${probe}`, message, hint);
  }
}

/** A security context of its own stands for the application's: Helm does not mix the two. */
function checkSecurity(job: Values, values: Values, at: string, context: Context): void {
  for (const key of ['securityContext', 'containerSecurityContext']) {
    const [own, top] = [job[key], values[key]];
    if (!isObject(own) || !isObject(top)) continue;
    const lost = Object.keys(top).filter((field) => !(field in own));
    if (Object.keys(own).length === 0 || lost.length === 0) continue;
    const message = `stands for the application's, so ${lost.map((field) => `"${field}"`).join(', ')} of that does not hold here`;
    say(context, 'warning', 'GITLAB1017', `${at}.${key}`, message, 'repeat what shall hold here too');
  }
}

/** What the kubelet or the API server refuses for what another field of it says. */
function checkContradictions(job: Values, values: Values, around: string, context: Context): void {
  const own = ['containerSecurityContext', 'securityContext'].find((each) => !isEmpty(job[each]));
  // A job without any has what the application has, and that is told there.
  if (own === undefined) return;
  const effective = (each: string): Values => mapOf(isEmpty(job[each]) ? values[each] : job[each]);
  const pod = effective('securityContext');
  const container = effective('containerSecurityContext');
  const key = `${around}${own}`;
  const nonRoot = container.runAsNonRoot ?? pod.runAsNonRoot;
  if (nonRoot === true && (container.runAsUser ?? pod.runAsUser) === 0) {
    const message = 'asks for "runAsNonRoot" and for the user 0, which is root: no container starts';
    say(context, 'error', 'GITLAB1024', key, message, 'take another "runAsUser"');
  }
  const { allowPrivilegeEscalation, privileged, capabilities } = container;
  // The API server knows the capability by this name alone.
  const added: unknown = mapOf(capabilities).add;
  const strong = privileged === true || (Array.isArray(added) && added.includes('CAP_SYS_ADMIN'));
  if (allowPrivilegeEscalation === false && strong) {
    const message =
      'forbids "allowPrivilegeEscalation" and gives all rights or CAP_SYS_ADMIN: the API server refuses that';
    say(context, 'error', 'GITLAB1024', key, message, 'leave one of the two out');
  }
}

const isEmpty = (value: unknown): boolean => Object.keys(mapOf(value)).length === 0;

function checkCronJob(job: Values, at: string, context: Context): void {
  if (Array.isArray(job.args) && !(Array.isArray(job.command) && job.command.length > 0)) {
    say(
      context,
      'error',
      'GITLAB1018',
      `${at}.args`,
      'is left out by the chart when there is no "command"',
      'give "command" too',
    );
  }
}
