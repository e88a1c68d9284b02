import type { Report } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';
import type { AlertmanagerOutput, SlackOutput, WebhookOutput } from './outputs';
import { HEADERS, LABELS, pairs } from './pairs';
import { isSecretAddress, PLAIN_SECRET, type SecretVariable, secretVariable } from './secrets';

/** What an output gives to the values of falcosidekick's chart. */
export interface OutputValues {
  /** Below `config.<name of the output>`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Into `config.extraEnv`. */
  readonly variables: readonly SecretVariable[];
}

/** Whether `existingSecret` may bring what is not given, and where problems are told. */
export interface OutputContext {
  readonly existingSecret: boolean;
  readonly place: Place;
  readonly report: Report;
}

/** What GitLab's alerts know; what is not in it would become critical. */
const GITLAB_SEVERITIES = {
  emergency: 'critical',
  alert: 'critical',
  critical: 'critical',
  error: 'high',
  warning: 'medium',
  notice: 'low',
  informational: 'info',
  debug: 'info',
} as const;

export function slackValues(output: SlackOutput, context: OutputContext): OutputValues {
  const at = (key: string): Place => ({ ...context.place, key: `slack.${key}` });
  const variable = secretVariable('SLACK_WEBHOOKURL', output.webhookUrl, at('webhookUrl'), context.report);
  if (output.webhookUrl === undefined && !context.existingSecret) {
    noAddress('slack', 'webhookUrl', 'SLACK_WEBHOOKURL', context);
  }
  return {
    config: {
      ...given('channel', output.channel),
      ...given('username', output.username),
      ...given('outputformat', output.outputFormat),
      ...given('minimumpriority', output.minimumPriority),
    },
    variables: variable === undefined ? [] : [variable],
  };
}

export function webhookValues(output: WebhookOutput, context: OutputContext): OutputValues {
  const { report } = context;
  const at = (key: string): Place => ({ ...context.place, key: `webhook.${key}` });
  const { address, addressFrom, headers, headersFrom } = output;
  if (address !== undefined) refuseSecretAddress(address, at('address'), 'give "addressFrom"', report);
  if (address === undefined && addressFrom === undefined && !context.existingSecret) {
    noAddress('webhook', 'address" or "webhook.addressFrom', 'WEBHOOK_ADDRESS', context);
  }
  if (address !== undefined && addressFrom !== undefined) twice('webhook.address', 'webhook.addressFrom', context);
  if (headers !== undefined && headersFrom !== undefined) twice('webhook.headers', 'webhook.headersFrom', context);
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!SECRET_HEADER.test(name) && !CREDENTIALS.test(value)) continue;
    const place = at(`headers.${name}`);
    const message = `"${place.key}" holds a secret, which must not stand here as text`;
    const hint = 'put all headers as one text into a Secret and give "headersFrom"';
    report({ code: PLAIN_SECRET, severity: 'error', message, hint, place });
  }
  const variables = [
    secretVariable('WEBHOOK_ADDRESS', addressFrom, at('addressFrom'), report),
    secretVariable('WEBHOOK_CUSTOMHEADERS', headersFrom, at('headersFrom'), report),
  ];
  return {
    config: {
      ...given('address', address),
      ...given('method', output.method),
      ...given('customHeaders', headers && pairs(headers, HEADERS, at('headers'), report)),
      ...given('checkcert', output.checkCertificate),
      ...given('minimumpriority', output.minimumPriority),
    },
    variables: variables.filter((variable) => variable !== undefined),
  };
}

export function alertmanagerValues(output: AlertmanagerOutput, context: OutputContext): OutputValues {
  const { report } = context;
  const at = (key: string): Place => ({ ...context.place, key: `alertmanager.${key}` });
  for (const [index, address] of output.addresses.entries()) {
    refuseSecretAddress(address, at(`addresses[${index}]`), 'Alertmanager is reached without one', report);
  }
  const severities = { ...GITLAB_SEVERITIES, ...output.severities };
  const labels = {
    ...(output.gitlabEnvironment !== undefined && { gitlab_environment_name: output.gitlabEnvironment }),
    ...output.extraLabels,
  };
  const annotations = output.extraAnnotations ?? {};
  return {
    config: {
      hostport: output.addresses.join(','),
      endpoint: output.path ?? '/api/v2/alerts',
      customseveritymap: pairs(severities, LABELS, at('severities'), report),
      // The chart encodes it with b64enc, which takes no number.
      ...given('expireafter', output.expiresAfterSeconds?.toString()),
      ...given('extralabels', pairs(labels, LABELS, at('extraLabels'), report) || undefined),
      ...given('extraannotations', pairs(annotations, LABELS, at('extraAnnotations'), report) || undefined),
      ...given('checkcert', output.checkCertificate),
      ...given('minimumpriority', output.minimumPriority),
    },
    variables: [],
  };
}

/** Headers that say who calls. */
const SECRET_HEADER = /auth|token|cookie|secret|key|password/i;
/** How what they say begins. */
const CREDENTIALS = /^(basic|bearer|token)\s/i;

function given(key: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [key]: value };
}

function refuseSecretAddress(address: string, place: Place, hint: string, report: Report): void {
  if (!isSecretAddress(address)) return;
  const message = `"${place.key}" holds a secret, which must not stand here as text`;
  report({ code: PLAIN_SECRET, severity: 'error', message, hint, place });
}

function noAddress(output: string, key: string, variable: string, { place, report }: OutputContext): void {
  const message = `nothing says where "${output}" posts to: falcosidekick would leave it off`;
  const hint = `give "${output}.${key}", or "existingSecret" of a Secret with the key ${variable}`;
  report({ code: 'FALCO1031', severity: 'error', message, hint, place: { ...place, key: output } });
}

function twice(one: string, other: string, { place, report }: OutputContext): void {
  const message = `"${one}" and "${other}" are both given: only the second would count`;
  const hint = 'leave one of them';
  report({ code: 'FALCO1031', severity: 'error', message, hint, place: { ...place, key: one } });
}
