import type { Check, CheckPod } from '../check';
import { containerField, podField } from '../view';
import { containersThat, setters } from '../words';

const FIELD = 'windowsOptions.hostProcess';

const run: CheckPod = (pod) => {
  const podIsBad = pod.security.windowsOptions?.hostProcess === true;
  const bad = containersThat(pod, ({ security }) => security.windowsOptions?.hostProcess === true);
  if (!podIsBad && bad.length === 0) return undefined;
  return {
    reason: 'hostProcess',
    detail: `${setters(podIsBad, bad)} must not set securityContext.windowsOptions.hostProcess=true`,
    fields: [...(podIsBad ? [podField(FIELD)] : []), ...bad.map((each) => containerField(each, FIELD))],
  };
};

export const windowsHostProcess: Check = { id: 'windowsHostProcess', level: 'baseline', forms: [{ since: 0, run }] };
