import type { FalcoPriority } from './priority';
import type { SecretReference } from './secret-reference';

/** What an output of Falcosidekick posts to Slack. */
export enum SlackOutputFormat {
  /** The text of the event and its fields. */
  ALL = 'all',
  /** The text alone. */
  TEXT = 'text',
  /** The fields alone. */
  FIELDS = 'fields',
}

/** Messages in a channel of Slack. */
export interface SlackOutput {
  /**
   * Address of Slack's incoming webhook. It is a secret: whoever knows it can post.
   * @default - `SLACK_WEBHOOKURL` of `existingSecret`
   */
  readonly webhookUrl?: SecretReference;
  /** Another channel than the webhook's own, such as `#security`. @default - the webhook's own */
  readonly channel?: string;
  /** Name that the messages come from. @default "Falcosidekick" */
  readonly username?: string;
  /** What of an event is posted. @default SlackOutputFormat.ALL */
  readonly outputFormat?: SlackOutputFormat;
  /** Least urgent events that are posted. @default - all */
  readonly minimumPriority?: FalcoPriority;
}

/** How the webhook is called. */
export enum WebhookMethod {
  /** POST. */
  POST = 'POST',
  /** PUT. */
  PUT = 'PUT',
}

/** A post to an address of your own: the event as JSON, whose form cannot be changed. */
export interface WebhookOutput {
  /** The address, when it holds no secret: no password, no token. @default - none */
  readonly address?: string;
  /** The address, when it holds a secret. @default - `WEBHOOK_ADDRESS` of `existingSecret`, when `address` is not given */
  readonly addressFrom?: SecretReference;
  /** @default WebhookMethod.POST */
  readonly method?: WebhookMethod;
  /** Headers that hold no secret. Neither names nor values can hold `,` or `:`. @default - none */
  readonly headers?: { [key: string]: string };
  /** Headers that hold a secret, as one text: `Authorization:Bearer …,X-Other:…`. @default - none */
  readonly headersFrom?: SecretReference;
  /** Whether the certificate of the address is checked. @default true */
  readonly checkCertificate?: boolean;
  /** Least urgent events that are posted. @default - all */
  readonly minimumPriority?: FalcoPriority;
}

/** Alerts in Alertmanager, and from there in GitLab. */
export interface AlertmanagerOutput {
  /** Addresses of all its instances, such as `http://alertmanager.monitoring.svc:9093`. */
  readonly addresses: string[];
  /** Path of its API. Version 2, as version 1 is gone since Alertmanager 0.27. @default "/api/v2/alerts" */
  readonly path?: string;
  /** Seconds after which an alert ends by itself: Falco never says that something is over. @default - Alertmanager's resolve_timeout */
  readonly expiresAfterSeconds?: number;
  /**
   * Label `severity` of an alert, by the priority of the event. Those that are left out keep the default, which GitLab's
   * alerts know.
   * @default - emergency, alert, critical: critical; error: high; warning: medium; notice: low; informational, debug: info
   */
  readonly severities?: { [key: string]: string };
  /** Environment of the GitLab project that the alerts belong to. @default - none */
  readonly gitlabEnvironment?: string;
  /** More labels. Values cannot hold a comma. @default - none */
  readonly extraLabels?: { [key: string]: string };
  /** More annotations, such as `runbook`, whose address GitLab shows. Values cannot hold a comma. @default - none */
  readonly extraAnnotations?: { [key: string]: string };
  /** Whether the certificate of the address is checked. @default true */
  readonly checkCertificate?: boolean;
  /** Least urgent events that become alerts. @default - all */
  readonly minimumPriority?: FalcoPriority;
}
