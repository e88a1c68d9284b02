import type { Check, CheckPod } from '../check';

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

const run: CheckPod = ({ spec }) => {
  if (spec.hostNetwork !== true && spec.hostPID !== true && spec.hostIPC !== true) return undefined;
  const used = HOST_NAMESPACES.filter((field) => spec[field] === true);
  return {
    reason: 'host namespaces',
    detail: used.map((field) => `${field}=true`).join(', '),
    fields: used.map((field) => `spec.${field}`),
  };
};

export const hostNamespaces: Check = { id: 'hostNamespaces', level: 'baseline', forms: [{ since: 0, run }] };
