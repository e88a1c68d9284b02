import { isLabelKey, isLabelValue, LABEL_KEY, LABEL_VALUE } from '../../../kubernetes/labels';
import { mapOf } from '../pods';
import { type Context, say, type Values } from './context';

/** Labels that the chart gives to the application, which its selectors ask for. With a second one nothing fits any more. */
const OWN_LABELS = [
  'app',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/name',
  'chart',
  'helm.sh/chart',
  'heritage',
  'release',
  'tier',
  'track',
];
/** The same for workers. */
const OWN_LABELS_OF_WORKERS = ['release', 'tier', 'track'];
/** Annotations that the chart gives to every pod: one of the same name stands in its place. */
const OWN_ANNOTATIONS = ['app.gitlab.com/app', 'app.gitlab.com/env', 'checksum/application-secrets'];

/** The container of a worker is `auto-deploy-app-NAME`, up to 63 characters. */
const LONGEST_WORKER = 47;
/** A CronJob is `ENVIRONMENT-NAME`, up to 52 characters; the slug of an environment has up to 24. */
const LONGEST_CRON_JOB = { ever: 50, everywhere: 27 };
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Names that become part of the names of objects, and labels beside those of the chart. */
export function checkNames(values: Values, context: Context): void {
  checkLabels(values.extraLabels, 'extraLabels', OWN_LABELS, context);
  for (const key of Object.keys(mapOf(values.podAnnotations)).filter((each) => OWN_ANNOTATIONS.includes(each))) {
    const message = 'stands in the place of an annotation of the chart, which GitLab or the next deployment needs';
    say(context, 'warning', 'GITLAB1023', `podAnnotations["${key}"]`, message, 'take another name');
  }
  for (const [name, worker] of Object.entries(mapOf(values.workers))) {
    checkName(`workers.${name}`, name, LONGEST_WORKER, context);
    checkLabels(mapOf(worker).labels, `workers.${name}.labels`, OWN_LABELS_OF_WORKERS, context);
  }
  for (const name of Object.keys(mapOf(values.cronjobs))) {
    const { ever, everywhere } = LONGEST_CRON_JOB;
    checkName(`cronjobs.${name}`, name, ever, context);
    if (name.length > ever || name.length <= everywhere) continue;
    const message = `has a name of ${name.length} characters: behind the name of a long environment, such as a review app, the API server refuses it`;
    say(context, 'warning', 'GITLAB1022', `cronjobs.${name}`, message, `take one of up to ${everywhere} characters`);
  }
}

function checkName(at: string, name: string, longest: number, context: Context): void {
  if (NAME.test(name) && name.length <= longest) return;
  const message = 'has a name that the API server refuses: it becomes part of the names of objects and containers';
  const hint = `up to ${longest} lower-case letters, digits and "-", letters or digits at the ends`;
  say(context, 'error', 'GITLAB1022', at, message, hint);
}

function checkLabels(labels: unknown, at: string, own: readonly string[], context: Context): void {
  for (const [key, value] of Object.entries(mapOf(labels))) {
    const here = `${at}["${key}"]`;
    if (own.includes(key)) {
      const message =
        "is a label of the chart's own, which its selectors ask for: with another value the API server refuses the pods";
      say(context, 'error', 'GITLAB1023', here, message, 'take another name');
    } else if (!isLabelKey(key)) say(context, 'error', 'GITLAB1023', here, `must be ${LABEL_KEY}`, RENAME);
    else if (typeof value === 'string' && !isLabelValue(value)) {
      say(context, 'error', 'GITLAB1023', here, `must be ${LABEL_VALUE}`, RENAME);
    }
  }
}

const RENAME = 'the API server refuses every object with another';
