import type { Check, CheckPod } from '../check';

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

const run: CheckPod = (pod) => {
  if (pod.hostNetwork !== true && pod.hostPID !== true && pod.hostIPC !== true) return undefined;
  const used = HOST_NAMESPACES.filter((field) => pod[field] === true);
  return {
    reason: 'host namespaces',
    detail: used.map((field) => `${field}=true`).join(', '),
    fields: used.map((field) => `spec.${field}`),
  };
};

export const hostNamespaces: Check = { id: 'hostNamespaces', level: 'baseline', forms: [{ since: 0, run }] };
