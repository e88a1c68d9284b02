import { isObject } from '../../../diagnostics/predicates';
import { isClusterScoped } from '../kinds';
import { mapOf } from '../pods';
import { actionsOf, isReleaseUnique, judge } from '../template/actions';
import { isOlder } from '../version';
import { type Context, say, type Values } from './context';

/** First tag whose chart puts a line between custom resources. */
const SEPARATED_SINCE = 'v2.80.1';
/** First tag whose chart carries out expressions in custom resources. */
export const TEMPLATED_SINCE = 'v2.91.0';
/** First tag whose chart carries out expressions in `extraEnvFrom`. */
const ENV_TEMPLATED_SINCE = 'v2.97.0';

/** The manifests that go to the cluster beside the application. */
export function checkResources(values: Values, context: Context): void {
  checkTexts(values.extraEnvFrom, 'extraEnvFrom', ENV_TEMPLATED_SINCE, context);
  for (const [key, value] of Object.entries(values)) {
    if (!ELSEWHERE.includes(key)) checkUntemplated(value, key, context);
  }
  if (!Array.isArray(values.customResources)) return;
  const resources: readonly unknown[] = values.customResources;
  if (resources.length > 1 && isOlder(context.target, SEPARATED_SINCE)) {
    const message = `holds ${resources.length} objects; charts before auto-deploy-image ${SEPARATED_SINCE} print them without a line between`;
    say(context, 'error', 'GITLAB1003', 'customResources', message, 'raise AUTO_DEPLOY_IMAGE_VERSION, or leave one');
  }
  for (const [index, resource] of resources.entries()) {
    const at = `customResources[${index}]`;
    checkTexts(resource, at, TEMPLATED_SINCE, context);
    if (isObject(resource)) checkObject(resource, at, context);
  }
}

/** Where expressions are carried out, or are an error that is told there. */
const ELSEWHERE = ['customResources', 'extraEnvFrom', 'networkPolicy'];

/** Of texts that the chart hands on as they are, those that were meant for Helm: others have braces of their own. */
function checkUntemplated(value: unknown, at: string, context: Context): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkUntemplated(item, `${at}[${index}]`, context);
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) checkUntemplated(part, `${at}.${key}`, context);
  } else if (typeof value === 'string') {
    // The name of a ConfigMap or Secret has no braces of its own.
    const isName = /\.extraEnvFrom\[/.test(at);
    const [action] = actionsOf(value).filter(
      (each) => isName || (judge(each) === 'known' && /\./.test(each.inside ?? '')),
    );
    if (action === undefined) return;
    const message = `holds ${action.text}, which the chart hands on as text: expressions are carried out in "customResources" and in the application's "extraEnvFrom" alone`;
    say(context, 'warning', 'GITLAB1008', at, message, 'write what should stand there');
  }
}

function checkObject(resource: Values, at: string, context: Context): void {
  const { apiVersion, kind, metadata } = resource;
  const { name } = mapOf(metadata);
  if (Array.isArray(resource.items) && /List$/.test(String(kind))) {
    return say(context, 'error', 'GITLAB1012', at, 'is a list of objects', 'give the objects one by one');
  }
  for (const [field, value] of Object.entries({ apiVersion, kind, 'metadata.name': name })) {
    if (typeof value === 'string' && value !== '') continue;
    say(
      context,
      'error',
      'GITLAB1012',
      `${at}.${field}`,
      'must be a text: without it this is no object of Kubernetes',
      MANIFEST,
    );
  }
  if (typeof name === 'string' && !isReleaseUnique(name)) {
    const message = `is "${name}" in every release: stable, canary and rollout would fight for one object, and Helm refuses the second`;
    const hint = isOlder(context.target, TEMPLATED_SINCE)
      ? `expressions are carried out since ${TEMPLATED_SINCE}: raise AUTO_DEPLOY_IMAGE_VERSION`
      : `write "${name}-{{ .Release.Name }}"`;
    say(context, 'error', 'GITLAB1009', `${at}.metadata.name`, message, hint);
  }
  if (FIXED.includes(String(kind))) {
    const message = `${String(kind)} has the name that its group gives it: no release can have one of its own`;
    return say(context, 'error', 'GITLAB1009', `${at}.kind`, message, 'keep it in the cluster management project');
  }
  if (isClusterScoped(kind)) {
    const message = `${String(kind)} belongs to the whole cluster: the deploy job needs rights there, and most jobs have none`;
    say(context, 'warning', 'GITLAB1010', `${at}.kind`, message, 'keep it in the cluster management project');
  }
  if (kind === 'Secret' && (resource.data !== undefined || resource.stringData !== undefined)) {
    const message = 'puts what is secret into a file of the repository';
    say(
      context,
      'warning',
      'GITLAB1014',
      at,
      message,
      'set variables K8S_SECRET_NAME: they become a Secret of the release',
    );
  }
}

/** Kinds whose names the API server settles. */
const FIXED = ['APIService', 'CustomResourceDefinition'];

const MANIFEST = 'give a construct, or a manifest with apiVersion, kind and metadata.name';

/** Every text that goes through `tpl`: what is no expression of the chart would break it, or vanish. */
function checkTexts(value: unknown, at: string, since: string, context: Context): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkTexts(item, `${at}[${index}]`, since, context);
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) {
      checkText(key, at, since, context);
      checkTexts(part, `${at}.${key}`, since, context);
    }
  } else if (typeof value === 'string') checkText(value, at, since, context);
}

function checkText(text: string, at: string, since: string, context: Context): void {
  const actions = actionsOf(text);
  if (actions.length === 0) return;
  if (isOlder(context.target, since)) {
    const message = `holds an expression; charts before auto-deploy-image ${since} hand it on as text`;
    return say(context, 'error', 'GITLAB1003', at, message, 'raise AUTO_DEPLOY_IMAGE_VERSION');
  }
  for (const action of actions) {
    const verdict = judge(action);
    if (verdict === 'known') continue;
    const shown = action.text.length > 60 ? `${action.text.slice(0, 57)}...` : action.text;
    if (verdict === 'control') {
      const message = `holds ${shown}: Helm carries it out, and what comes of it cannot be checked here`;
      say(context, 'warning', 'GITLAB1008', at, message, LITERAL);
    } else
      say(
        context,
        'error',
        'GITLAB1008',
        at,
        `holds ${shown}, which Helm takes for an expression of the chart`,
        LITERAL,
      );
  }
}

const LITERAL =
  'if it is meant as text, wrap it in AutoDeployValues.literal(), or write {{`{{`}} for its first two braces; a construct does so by itself';
