/** Where Kubernetes 1.36 cannot do as PodSecurityPolicy did, whatever its policies say: such parts are taken out of pods. */
import type { Container, ContainerSecurityContext, Pod } from '../../../lib/pod-security/language/pod/model';

interface Inherent {
  readonly what: string;
  readonly why: string;
  readonly without: (pod: Pod) => Pod;
}

/** Each with the reason. */
export const INHERENT: readonly Inherent[] = [
  {
    what: 'annotations of seccomp',
    why: 'from 1.27 they do nothing: a profile is a field; 1.24 keeps both in step',
    without: (pod) => ({ ...pod, metadata: { ...pod.metadata, annotations: withoutSeccomp(pod) } }),
  },
  {
    what: 'an empty list of supplemental groups',
    why: 'it is not written, so admission policies cannot tell it from none; PodSecurityPolicy did, and gave it no group',
    without: (pod) => {
      const { supplementalGroups, ...context } = pod.spec.securityContext ?? {};
      if (supplementalGroups === undefined || supplementalGroups.length > 0) return pod;
      return { ...pod, spec: { ...pod.spec, securityContext: context } };
    },
  },
  {
    what: 'the mount type Unmasked in a pod with the users of the node',
    why: 'from 1.33 no server takes such a pod; with its feature gate off, as it is by default, 1.24 drops the field',
    without: (pod) => inContainers(pod, ({ procMount: _, ...context }) => context),
  },
];

/** A pod that both servers can be asked about. */
export function comparable(pod: Pod): Pod {
  return INHERENT.reduce((changed, { without }) => without(changed), pod);
}

function withoutSeccomp({ metadata }: Pod): Readonly<Record<string, string>> {
  const annotations = Object.entries(metadata?.annotations ?? {});
  return Object.fromEntries(annotations.filter(([key]) => !key.includes('seccomp.security.alpha')));
}

function inContainers(pod: Pod, change: (context: ContainerSecurityContext) => ContainerSecurityContext): Pod {
  const each = (containers: readonly Container[]) =>
    containers.map((container) =>
      container.securityContext === undefined
        ? container
        : { ...container, securityContext: change(container.securityContext) },
    );
  const { containers = [], initContainers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: each(containers),
      ...(initContainers ? { initContainers: each(initContainers) } : {}),
    },
  };
}
