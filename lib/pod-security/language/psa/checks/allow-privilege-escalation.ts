import { type Check, type CheckPod, exceptWindows } from '../check';
import { containerField } from '../view';
import { containersThat, saidContainers } from '../words';

const mustBeFalse: CheckPod = (pod) => {
  const bad = containersThat(pod, ({ security }) => security.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${saidContainers(bad)} must set securityContext.allowPrivilegeEscalation=false`,
    fields: bad.map((each) => containerField(each, 'allowPrivilegeEscalation')),
  };
};

export const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  forms: [
    { since: 8, run: mustBeFalse },
    { since: 25, run: exceptWindows(mustBeFalse) },
  ],
};
