import { type Check, type CheckPod, exceptUserNamespaces } from '../check';
import { containerField, podField } from '../view';
import { containersThat, saidContainers, setters } from '../words';

const FIELD = 'runAsNonRoot';
const REASON = 'runAsNonRoot != true';

const mustBeTrue: CheckPod = (pod) => {
  const ofPod = pod.security.runAsNonRoot;
  const podIsBad = ofPod === false;
  const bad = containersThat(pod, ({ security }) => security.runAsNonRoot === false);
  if (podIsBad || bad.length > 0) {
    return {
      reason: REASON,
      detail: `${setters(podIsBad, bad)} must not set securityContext.runAsNonRoot=false`,
      fields: [...(podIsBad ? [podField(FIELD)] : []), ...bad.map((each) => containerField(each, FIELD))],
    };
  }
  if (ofPod === true) return undefined;
  const silent = containersThat(pod, ({ security }) => security.runAsNonRoot !== true);
  if (silent.length === 0) return undefined;
  return {
    reason: REASON,
    detail: `pod or ${saidContainers(silent)} must set securityContext.runAsNonRoot=true`,
    fields: silent.map((each) => containerField(each, FIELD)),
  };
};

export const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  forms: [
    { since: 0, run: mustBeTrue },
    { since: 35, run: exceptUserNamespaces(mustBeTrue) },
  ],
};
