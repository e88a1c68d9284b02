import { SAFE_SYSCTLS } from '../../words';
import type { Check, Form } from '../check';

/** Sysctls that touch no more than the pod, by the minor that let them in. */
const SAFE_SINCE: Readonly<Record<number, readonly string[]>> = {
  0: SAFE_SYSCTLS,
  27: ['net.ipv4.ip_local_reserved_ports'],
  29: [
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_fin_timeout',
    'net.ipv4.tcp_keepalive_intvl',
    'net.ipv4.tcp_keepalive_probes',
  ],
  32: ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
  37: ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'],
};

const MINORS = Object.keys(SAFE_SINCE).map(Number);

/** Sysctls that a minor of 1.x takes. */
export const safeSysctls = (minor: number): ReadonlySet<string> =>
  new Set(MINORS.filter((since) => since <= minor).flatMap((since) => SAFE_SINCE[since] ?? []));

const formOf = (since: number): Form => {
  const safe = safeSysctls(since);
  return {
    since,
    run: ({ security }) => {
      const set = security.sysctls ?? [];
      if (set.every(({ name }) => safe.has(name ?? ''))) return undefined;
      const bad = set.flatMap(({ name = '' }, index) => (safe.has(name) ? [] : [{ name, index }]));
      return {
        reason: 'forbidden sysctls',
        detail: bad.map(({ name }) => name).join(', '),
        fields: bad.map(({ index }) => `spec.securityContext.sysctls[${index}].name`),
      };
    },
  };
};

export const sysctls: Check = { id: 'sysctls', level: 'baseline', forms: MINORS.map(formOf) };
