import { type Check, type CheckPod, exceptUserNamespaces } from '../check';
import { type ContainerView, containerField } from '../view';
import { containersThat, listed, quoted, saidContainers } from '../words';

const typeOf = ({ security }: ContainerView): string => security.procMount ?? 'Default';

const defaultOnly: CheckPod = (pod) => {
  const bad = containersThat(pod, (each) => typeOf(each) !== 'Default');
  if (bad.length === 0) return undefined;
  const types = quoted(listed(bad.map(typeOf)));
  return {
    reason: 'procMount',
    detail: `${saidContainers(bad)} must not set securityContext.procMount to ${types}`,
    fields: bad.map((each) => containerField(each, 'procMount')),
  };
};

export const procMount: Check = {
  id: 'procMount',
  level: 'baseline',
  forms: [
    { since: 0, run: defaultOnly },
    { since: 35, run: exceptUserNamespaces(defaultOnly) },
  ],
};

/** What the baseline let go for user namespaces stays here. */
export const procMountRestricted: Check = {
  id: 'procMount_restricted',
  level: 'restricted',
  forms: [{ since: 35, run: defaultOnly, instead: [procMount.id] }],
};
