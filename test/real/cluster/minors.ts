import { PERMISSIVE_POD_SECURITY } from './objects';

/** What differs between the minors. A row here and one in `test/tools/table.ts` add another. */
export const MINORS = {
  '1.24': { apiserver: ['--enable-admission-plugins=PodSecurityPolicy'], permissive: PERMISSIVE_POD_SECURITY },
  '1.34': { apiserver: [], permissive: [] },
  '1.36': { apiserver: [], permissive: [] },
} as const;

export type Minor = keyof typeof MINORS;

/** All minors, oldest first. */
export const MINOR_NAMES = Object.keys(MINORS) as readonly Minor[];

/** The oldest and the newest, for tests of what came or went between them once and lasts: the others say nothing new. */
export const EDGES = ['1.24', '1.36'] as const satisfies readonly Minor[];

/** Programs that a control plane is made of, for `describeWith`. */
export const clusterTools = (minor: Minor): readonly string[] => [
  'etcd',
  `kube-apiserver-${minor}`,
  `kube-controller-manager-${minor}`,
  `kube-scheduler-${minor}`,
  'kwok',
];
