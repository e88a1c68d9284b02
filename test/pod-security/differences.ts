/** What servers with admission policies cannot do as Kubernetes 1.24 did, and why. All that is not listed here is the same. */
import type { Container, ContainerSecurityContext, Pod } from '../../lib/pod-security/language/pod/model';
import type { Answer } from './answers';

/** A server. On 1.34 nothing is completed, and what is left open is let in. */
export type Where = '1.34' | '1.36';

export interface Difference {
  readonly where: readonly Where[];
  /** Why it cannot be the same. */
  readonly why: string;
  /** Rows of the table of cases that show it, by their titles, and what is answered instead. */
  readonly rows?: readonly { readonly titles: RegExp; readonly answer: (old: Answer, where: Where) => Answer }[];
  /** Takes it out of a pod, so that servers can be compared by pods that are made up. */
  readonly without?: (pod: Pod) => Pod;
}

const BOTH = ['1.34', '1.36'] as const;

const LET_IN: Answer = { allowed: true, reasons: [], mutation: {} };

const SECCOMP = 'seccomp.security.alpha.kubernetes.io';
const SECCOMP_POD = `${SECCOMP}/pod`;
const SECCOMP_MAIN = `container.${SECCOMP}/main`;

const noSeccomp = (annotation: string): string =>
  `pod.metadata.annotations[${annotation}]: Forbidden:  is not an allowed seccomp profile. ` +
  'Valid values are runtime/default,localhost/profiles/web.json';

/** The first five show in single pods. */
export const DIFFERENCES = {
  emptyGroups: {
    where: BOTH,
    why: 'CEL sees the pod as JSON without empty lists: an empty list of groups is no list, and is left open',
    rows: [
      {
        titles: /^supplementalGroups .* a pod with an empty list/,
        answer: (_old, where) => ({
          ...LET_IN,
          mutation: where === '1.36' ? { '/spec/securityContext/supplementalGroups/0': 10 } : {},
        }),
      },
    ],
    without: withoutEmptyGroups,
  },
  seccompAnnotations: {
    where: BOTH,
    why: 'from Kubernetes 1.27 annotations of seccomp do nothing: a profile is a field; 1.24 keeps both in step',
    rows: [
      {
        titles: /^(seccompDefaultProfile|requiredDropCapabilities \(restricted\)) .*completes/,
        answer: (old) => ({ ...old, mutation: withoutPath(old.mutation, /^\/annotations\/seccomp\..*~1pod$/) }),
      },
      {
        titles: /^seccompAllowedProfiles admits an allowed profile in an annotation/,
        answer: () => ({
          allowed: false,
          reasons: [noSeccomp(SECCOMP_MAIN), noSeccomp(SECCOMP_POD)],
          mutation: {},
        }),
      },
      {
        titles: /^seccompAllowedProfiles refuses a pod with an annotation of no confinement/,
        answer: (old) => ({ ...old, reasons: [...old.reasons, noSeccomp(SECCOMP_POD)] }),
      },
    ],
    without: withoutSeccomp,
  },
  appArmorFields: {
    where: BOTH,
    why: 'from Kubernetes 1.30 an AppArmor profile is a field; before, it is an annotation, and the field is dropped',
    rows: [
      { titles: /^appArmorAllowedProfiles refuses a profile in a field/, answer: () => LET_IN },
      {
        titles: /^appArmorDefaultProfile .*completes/,
        answer: (old) => ({ ...old, mutation: withAppArmorFields(old.mutation) }),
      },
    ],
  },
  newVolumes: {
    where: BOTH,
    why: '1.24 takes a volume of a kind that it does not know for an empty folder, 1.34 drops it, 1.36 knows it',
    rows: [
      {
        titles: /^volumes \(none\) refuses a pod with a kind of volume that old servers do not know/,
        answer: ({ reasons, ...old }, where) =>
          where === '1.34'
            ? LET_IN
            : { ...old, reasons: reasons.map((reason) => reason.replaceAll('emptyDir', 'image')) },
      },
    ],
  },
  unmasked: {
    where: BOTH,
    why: 'from 1.33 no server takes the mount type Unmasked in a pod with the users of the node; without its feature gate 1.24 drops the field',
    without: (pod) => inContainers(pod, ({ procMount: _, ...context }) => context),
  },
  attached: {
    where: BOTH,
    why: 'ephemeral containers are judged when they are attached to a running pod: 1.24 lets them all in',
  },
  reasons: {
    where: BOTH,
    why: 'a refusal tells what every policy says: its message is made without asking for rights, as 1.24 does',
  },
  cut: {
    where: BOTH,
    why: 'a message has no more than 5 KiB: each policy tells the first of its faults then',
  },
  extensions: {
    where: BOTH,
    why: 'a role for policies of the old group "extensions" does not count',
  },
  open: {
    where: ['1.34'],
    why: 'nothing is completed: what is open is refused, or let in as it is, by a choice for each policy',
  },
} as const satisfies Readonly<Record<string, Difference>>;

const ALL: readonly Difference[] = Object.values(DIFFERENCES);

/** Whether a server does otherwise than Kubernetes 1.24 there. */
export const differs = (what: keyof typeof DIFFERENCES, minor: string): boolean =>
  DIFFERENCES[what].where.some((where) => where === minor);

/** What a server should answer to the row of that title, where Kubernetes 1.24 answers this. */
export function expected(title: string, where: Where, old: Answer): Answer {
  return ALL.filter((each) => each.where.includes(where))
    .flatMap(({ rows = [] }) => rows)
    .filter(({ titles }) => titles.test(title))
    .reduce((answer, row) => row.answer(answer, where), old);
}

/** A pod that all servers can be asked about. */
export function comparable(pod: Pod): Pod {
  return ALL.reduce((changed, { without }) => without?.(changed) ?? changed, pod);
}

function withoutPath(mutation: Answer['mutation'], path: RegExp): Answer['mutation'] {
  return Object.fromEntries(Object.entries(mutation).filter(([key]) => !path.test(key)));
}

const APPARMOR_ANNOTATION = /^\/annotations\/container\.apparmor\.security\.beta\.kubernetes\.io~1(.*)$/;

/** The AppArmor profile of each container as the server has it in the container: only `init` is an init container. */
function withAppArmorFields(mutation: Answer['mutation']): Answer['mutation'] {
  return Object.fromEntries(
    Object.entries(mutation).flatMap(([path, value]) => {
      const [, container] = APPARMOR_ANNOTATION.exec(path) ?? [];
      if (container === undefined) return [[path, value]];
      const place = `/spec/${container === 'init' ? 'initContainers' : 'containers'}/0/securityContext/appArmorProfile`;
      const [, name] = /^localhost\/(.*)$/.exec(String(value)) ?? [];
      if (name === undefined) return [[`${place}/type`, 'RuntimeDefault']];
      return [
        [`${place}/type`, 'Localhost'],
        [`${place}/localhostProfile`, name],
      ];
    }),
  );
}

function withoutEmptyGroups(pod: Pod): Pod {
  const { supplementalGroups, ...context } = pod.spec.securityContext ?? {};
  if (supplementalGroups === undefined || supplementalGroups.length > 0) return pod;
  return { ...pod, spec: { ...pod.spec, securityContext: context } };
}

function withoutSeccomp({ metadata, spec }: Pod): Pod {
  const annotations = Object.entries(metadata?.annotations ?? {}).filter(([key]) => !key.includes(SECCOMP));
  return { metadata: { ...metadata, annotations: Object.fromEntries(annotations) }, spec };
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
