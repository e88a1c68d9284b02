import { DEFAULT_CAPABILITIES } from '../../words';
import { type Check, type CheckPod, exceptWindows } from '../check';
import { type ContainerView, containerField } from '../view';
import { containersThat, listed, quoted, saidContainers } from '../words';

/** What containers get by default, and may therefore name. */
export const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set(DEFAULT_CAPABILITIES);

export const RESTRICTED_CAPABILITIES: ReadonlySet<string> = new Set(['NET_BIND_SERVICE']);

const added = ({ security }: ContainerView): readonly string[] => security.capabilities?.add ?? [];

const addsOther =
  (allowed: ReadonlySet<string>) =>
  (container: ContainerView): boolean =>
    added(container).some((name) => !allowed.has(name));

const saidAdded = (bad: readonly ContainerView[], allowed: ReadonlySet<string>): string => {
  const names = listed(bad.flatMap((each) => added(each).filter((name) => !allowed.has(name))));
  return `${saidContainers(bad)} must not include ${quoted(names)} in securityContext.capabilities.add`;
};

const defaultOnly: CheckPod = (pod) => {
  const bad = containersThat(pod, addsOther(BASELINE_CAPABILITIES));
  if (bad.length === 0) return undefined;
  return {
    reason: 'non-default capabilities',
    detail: saidAdded(bad, BASELINE_CAPABILITIES),
    fields: bad.map((each) => containerField(each, 'capabilities.add')),
  };
};

const dropped: CheckPod = (pod) => {
  const keeping = containersThat(pod, ({ security }) => !security.capabilities?.drop?.includes('ALL'));
  const adding = containersThat(pod, addsOther(RESTRICTED_CAPABILITIES));
  if (keeping.length === 0 && adding.length === 0) return undefined;
  const details = [
    ...(keeping.length > 0 ? [`${saidContainers(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0 ? [saidAdded(adding, RESTRICTED_CAPABILITIES)] : []),
  ];
  return {
    reason: 'unrestricted capabilities',
    detail: details.join('; '),
    fields: [
      ...keeping.map((each) => containerField(each, 'capabilities.drop')),
      ...adding.map((each) => containerField(each, 'capabilities.add')),
    ],
  };
};

export const capabilitiesBaseline: Check = {
  id: 'capabilities_baseline',
  level: 'baseline',
  forms: [{ since: 0, run: defaultOnly }],
};

const instead = [capabilitiesBaseline.id];

export const capabilitiesRestricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  forms: [
    { since: 22, run: dropped, instead },
    { since: 25, run: exceptWindows(dropped), instead },
  ],
};
