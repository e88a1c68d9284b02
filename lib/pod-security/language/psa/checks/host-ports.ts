import type { Check, CheckPod } from '../check';
import { type ContainerView, containerPath } from '../view';
import { containersThat, listed, plural, saidContainers } from '../words';

const portsOf = ({ ports }: ContainerView): NonNullable<typeof ports> => ports ?? [];

const run: CheckPod = (pod) => {
  const bad = containersThat(pod, (each) => portsOf(each).some(({ hostPort }) => Boolean(hostPort)));
  if (bad.length === 0) return undefined;
  const found = bad.flatMap((each) =>
    portsOf(each).flatMap(({ hostPort }, index) =>
      hostPort ? [{ port: `${hostPort}`, field: `${containerPath(each)}.ports[${index}].hostPort` }] : [],
    ),
  );
  const ports = listed(found.map(({ port }) => port));
  const uses = `${plural('uses', bad.length, 'use')} ${plural('hostPort', ports.length)}`;
  return {
    reason: 'hostPort',
    detail: `${saidContainers(bad)} ${uses} ${ports.join(', ')}`,
    fields: found.map(({ field }) => field),
  };
};

export const hostPorts: Check = { id: 'hostPorts', level: 'baseline', forms: [{ since: 0, run }] };
