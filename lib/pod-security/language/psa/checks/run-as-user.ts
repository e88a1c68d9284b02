import { type Check, type CheckPod, exceptUserNamespaces } from '../check';
import { containerField, podField } from '../view';
import { containersThat, setters } from '../words';

const mustNotBeRoot: CheckPod = (pod) => {
  const podIsBad = pod.security.runAsUser === 0;
  const bad = containersThat(pod, ({ security }) => security.runAsUser === 0);
  if (!podIsBad && bad.length === 0) return undefined;
  return {
    reason: 'runAsUser=0',
    detail: `${setters(podIsBad, bad)} must not set runAsUser=0`,
    fields: [...(podIsBad ? [podField('runAsUser')] : []), ...bad.map((each) => containerField(each, 'runAsUser'))],
  };
};

export const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  forms: [
    { since: 23, run: mustNotBeRoot },
    { since: 35, run: exceptUserNamespaces(mustNotBeRoot) },
  ],
};
