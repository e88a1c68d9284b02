/** What other servers cannot do as Kubernetes 1.24 did, and why. Rows that are not listed here are answered in the same way. */
import type { Minor } from '../cluster/cluster';
import type { Answer } from './answers';
import type { Row } from './cases';

/** A server. On 1.34 nothing is completed, and what is left open is let in. */
export type Where = '1.34' | '1.36';

export interface Difference {
  /** Titles of rows. */
  readonly rows: RegExp;
  readonly where: readonly Where[];
  /** Why it cannot be the same. */
  readonly why: string;
  /** What is answered instead. */
  readonly answer: (old: Answer, where: Where) => Answer;
}

/** Without the mutations of some paths. */
const without = ({ mutation, ...answer }: Answer, path: RegExp): Answer => ({
  ...answer,
  mutation: Object.fromEntries(Object.entries(mutation).filter(([key]) => !path.test(key))),
});

const APPARMOR_ANNOTATION = /^\/annotations\/container\.apparmor\.security\.beta\.kubernetes\.io~1(.*)$/;
const SECCOMP_ANNOTATION = /^\/annotations\/seccomp\.security\.alpha\.kubernetes\.io~1pod$/;

/** The AppArmor profile of each container as the server has it in the container: only `init` is an init container. */
const asFields = (mutation: Answer['mutation']): Answer['mutation'] =>
  Object.fromEntries(
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

const LET_IN: Answer = { allowed: true, reasons: [], mutation: {} };

const POD_SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const MAIN_SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/main';
const noSeccomp = (annotation: string): string =>
  `pod.metadata.annotations[${annotation}]: Forbidden:  is not an allowed seccomp profile. ` +
  'Valid values are runtime/default,localhost/profiles/web.json';

export const DIFFERENCES: readonly Difference[] = [
  {
    rows: /^supplementalGroups .* a pod with an empty list/,
    where: ['1.34', '1.36'],
    why: 'CEL sees the pod as JSON without empty lists: an empty list of groups is no list, and is left open',
    answer: (_old, where) => ({
      ...LET_IN,
      mutation: where === '1.36' ? { '/spec/securityContext/supplementalGroups/0': 10 } : {},
    }),
  },
  {
    rows: /^appArmorAllowedProfiles refuses a profile in a field/,
    where: ['1.34', '1.36'],
    why: 'up to Kubernetes 1.29 the field of the AppArmor profile is not known, and is dropped',
    answer: () => LET_IN,
  },
  {
    rows: /^appArmorDefaultProfile .*completes/,
    where: ['1.36'],
    why: 'from Kubernetes 1.30 an AppArmor profile is a field; up to 1.24 it is an annotation',
    answer: (old) => ({ ...old, mutation: asFields(old.mutation) }),
  },
  {
    rows: /^(seccompDefaultProfile|requiredDropCapabilities \(restricted\)) .*completes/,
    where: ['1.36'],
    why: 'up to Kubernetes 1.26 a seccomp profile is a field and, the same once more, an annotation',
    answer: (old) => without(old, SECCOMP_ANNOTATION),
  },
  {
    rows: /^volumes \(none\) refuses a pod with a kind of volume that old servers do not know/,
    where: ['1.34', '1.36'],
    why: '1.24 takes a volume of a kind that it does not know for an empty folder, 1.34 drops it, 1.36 knows it',
    answer: ({ reasons, ...old }, where) =>
      where === '1.34' ? LET_IN : { ...old, reasons: reasons.map((reason) => reason.replaceAll('emptyDir', 'image')) },
  },
  {
    rows: /^seccompAllowedProfiles admits an allowed profile in an annotation/,
    where: ['1.34', '1.36'],
    why: 'from Kubernetes 1.27 annotations of seccomp do nothing: a profile that stands there alone is none',
    answer: () => ({ allowed: false, reasons: [noSeccomp(MAIN_SECCOMP), noSeccomp(POD_SECCOMP)], mutation: {} }),
  },
  {
    rows: /^seccompAllowedProfiles refuses a pod with an annotation of no confinement/,
    where: ['1.34', '1.36'],
    why: 'from Kubernetes 1.27 annotations of seccomp do nothing: they are judged, and are no profile',
    answer: (old) => ({ ...old, reasons: [...old.reasons, noSeccomp(POD_SECCOMP)] }),
  },
];

/** What no row of the table shows: laws.test.ts does. */
export const OF_ALL_POLICIES = {
  attached: {
    where: ['1.34', '1.36'],
    why: 'ephemeral containers are judged when they are attached to a running pod: 1.24 lets them all in',
  },
  reasons: {
    where: ['1.34', '1.36'],
    why: 'a refusal tells what every policy says: its message is made without asking for rights, as 1.24 does',
  },
  cut: {
    where: ['1.34', '1.36'],
    why: 'a message has no more than 5 KiB: each policy tells the first of its faults then',
  },
  extensions: {
    where: ['1.34', '1.36'],
    why: 'a role for policies of the old group "extensions" does not count',
  },
  open: {
    where: ['1.34'],
    why: 'nothing is completed: what is open is refused, or let in as it is, by a choice for each policy',
  },
} as const satisfies Readonly<Record<string, { readonly where: readonly Where[]; readonly why: string }>>;

/** Whether a server does otherwise than Kubernetes 1.24 there. */
export const differs = (what: keyof typeof OF_ALL_POLICIES, minor: Minor): boolean =>
  OF_ALL_POLICIES[what].where.some((where) => where === minor);

/** What a server should answer, where Kubernetes 1.24 answers this. */
export function expected(row: Row, where: Where, old: Answer): Answer {
  return DIFFERENCES.filter(({ rows, where: places }) => rows.test(row.title) && places.includes(where)).reduce(
    (answer, { answer: change }) => change(answer, where),
    old,
  );
}
