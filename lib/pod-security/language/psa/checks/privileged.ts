import type { Check, CheckPod } from '../check';
import { containerField } from '../view';
import { containersThat, saidContainers } from '../words';

const run: CheckPod = (pod) => {
  const bad = containersThat(pod, ({ security }) => security.privileged === true);
  if (bad.length === 0) return undefined;
  return {
    reason: 'privileged',
    detail: `${saidContainers(bad)} must not set securityContext.privileged=true`,
    fields: bad.map((each) => containerField(each, 'privileged')),
  };
};

export const privileged: Check = { id: 'privileged', level: 'baseline', forms: [{ since: 0, run }] };
