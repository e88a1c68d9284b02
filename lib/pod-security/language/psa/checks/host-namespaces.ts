import type { Check, CheckPod } from '../check';

export const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

const run: CheckPod = ({ spec }) => {
  const used = HOST_NAMESPACES.filter((field) => spec[field] === true);
  if (used.length === 0) return undefined;
  return {
    reason: 'host namespaces',
    detail: used.map((field) => `${field}=true`).join(', '),
    fields: used.map((field) => `spec.${field}`),
  };
};

export const hostNamespaces: Check = { id: 'hostNamespaces', level: 'baseline', forms: [{ since: 0, run }] };
