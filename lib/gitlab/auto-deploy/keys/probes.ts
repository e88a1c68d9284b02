import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeOneOf,
  mustBeString,
  mustBeText,
  mustHaveShape,
  required,
} from '../../../diagnostics/predicates';
import { type Keys, mustBeCount, mustBePort, type ValueKey } from './value-key';

const HEADERS = mustBeArrayOf(mustHaveShape({ name: required(mustBeText), value: required(mustBeString) }));

/** What every probe has. */
const PROBE: Keys = {
  probeType: { is: mustBeOneOf(['httpGet', 'tcpSocket', 'exec']) },
  path: { is: mustBeText },
  scheme: { is: mustBeOneOf(['HTTP', 'HTTPS']) },
  port: { is: mustBePort, since: 'v2.9.0' },
  httpHeaders: { is: HEADERS, since: 'v2.35.0' },
  command: { is: mustBeArrayOf(mustBeText) },
  initialDelaySeconds: { is: mustBeCount },
  timeoutSeconds: { is: mustBeCount },
};

const COUNTS: Keys = { failureThreshold: { is: mustBeCount }, periodSeconds: { is: mustBeCount } };

/** What the templates of workers and cron jobs look at: without a type they print a probe that asks nothing. */
const OWN: Keys = { ...PROBE, probeType: { is: mustBeOneOf(['httpGet', 'tcpSocket', 'exec']), must: true } };
const { httpHeaders: _, ...OWN_WITHOUT_HEADERS } = OWN;

const NO_COUNTS = 'only "startupProbe" and cron jobs have it in this chart';
const ALWAYS_ON = 'a probe of a worker or cron job is always on: the chart does not look at "enabled" here';

/** A probe of a worker. */
export const WORKER_PROBE: ValueKey = {
  keys: OWN,
  elsewhere: {
    enabled: ALWAYS_ON,
    failureThreshold: NO_COUNTS,
    periodSeconds: NO_COUNTS,
    httpHeader: 'write "httpHeaders"',
  },
};

/** A probe of a cron job. */
export const CRON_JOB_PROBE: ValueKey = {
  keys: { ...OWN_WITHOUT_HEADERS, ...COUNTS },
  elsewhere: { enabled: ALWAYS_ON, httpHeaders: 'the chart does not send headers here' },
};

const TOP: ValueKey = {
  keys: { ...PROBE, enabled: { is: mustBeBoolean, since: 'v2.50.0' } },
  elsewhere: { failureThreshold: NO_COUNTS, periodSeconds: NO_COUNTS },
};

/** Keys of the area probes. */
export const PROBES: Keys = {
  livenessProbe: TOP,
  readinessProbe: TOP,
  startupProbe: { keys: { ...PROBE, ...COUNTS, enabled: { is: mustBeBoolean } }, since: 'v2.34.0' },
};
