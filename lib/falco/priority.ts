/** How urgent an event is, from the most to the least urgent, as Falco and Falcosidekick write it in their settings. */
export enum FalcoPriority {
  /** The system cannot be used. */
  EMERGENCY = 'emergency',
  /** Somebody must act at once. */
  ALERT = 'alert',
  /** A critical condition. */
  CRITICAL = 'critical',
  /** An error. */
  ERROR = 'error',
  /** A warning. */
  WARNING = 'warning',
  /** Normal, but worth a look. */
  NOTICE = 'notice',
  /** For information. */
  INFORMATIONAL = 'informational',
  /** For those who look for a fault. */
  DEBUG = 'debug',
}
