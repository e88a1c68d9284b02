import { load } from 'js-yaml';
import { isObject } from '../../../diagnostics/predicates';
import { mapOf } from '../pods';
import { type Context, say, type Values } from './context';

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const CONTAINER = 'auto-deploy-app';

/** What the API server, the kubelet or Helm would refuse, and what would never happen. */
export function checkWorkloads(values: Values, context: Context): void {
  checkAnnotations(values, context);
  for (const area of ['workers', 'cronjobs']) {
    for (const [name, job] of Object.entries(mapOf(values[area]))) {
      checkProbes(mapOf(job), values, `${area}.${name}`, context);
      checkSecurity(mapOf(job), values, `${area}.${name}`, context);
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
  for (const field of ['command', 'args']) {
    const words: readonly unknown[] = Array.isArray(job[field]) ? (job[field] as readonly unknown[]) : [];
    for (const [index, word] of words.entries()) {
      if (typeof word !== 'string' || staysText(word)) continue;
      const message = `is printed without quotes by the chart, and ${JSON.stringify(word)} is no text in YAML then`;
      say(
        context,
        'error',
        'GITLAB1015',
        `${at}.${field}[${index}]`,
        message,
        `write it with quotes inside: ${JSON.stringify(JSON.stringify(word))}`,
      );
    }
  }
}

/** What YAML 1.1, which Helm reads, takes for something else than a text; js-yaml reads YAML 1.2. */
const NO_TEXT = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?[\d.][\d_.:eExXob+-]*[a-fA-F\d]*)$/i;

/** Whether an item of a list is the text itself, or a quoted text, when it stands there bare. */
function staysText(word: string): boolean {
  if (NO_TEXT.test(word)) return false;
  try {
    const read = load(`- ${word}\n`);
    return (
      Array.isArray(read) &&
      read.length === 1 &&
      typeof read[0] === 'string' &&
      (read[0] === word || /^["']/.test(word))
    );
  } catch {
    return false;
  }
}
