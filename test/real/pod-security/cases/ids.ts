import { other, type PolicyCase, pod, podSecured, secured } from './model';

const LABEL = { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c123,c456' };
const ranges = (...all: readonly (readonly [number, number])[]) => all.map(([min, max]) => ({ min, max }));

/** Fields that judge and complete users, groups and labels, of pods and of containers. */
export const ID_CASES: readonly PolicyCase[] = [
  {
    field: 'seLinux',
    spec: { seLinux: { rule: 'MustRunAs', seLinuxOptions: LABEL } },
    admits: {
      'a pod with the label': podSecured({ seLinuxOptions: LABEL }),
      'a pod with the categories in another order': podSecured({
        seLinuxOptions: { ...LABEL, level: 's0:c456,c123' },
      }),
      'a container with the label': podSecured(
        { seLinuxOptions: LABEL },
        { securityContext: { seLinuxOptions: LABEL } },
      ),
    },
    refuses: {
      'a pod with another label': podSecured({
        seLinuxOptions: { user: 'user_u', role: 'user_r', type: 'spc_t', level: 's0:c1,c2' },
      }),
      'a container with another type': podSecured(
        { seLinuxOptions: LABEL },
        { securityContext: { seLinuxOptions: { ...LABEL, type: 'spc_t' } } },
      ),
      'a pod that names a part of it': podSecured({ seLinuxOptions: { level: LABEL.level } }),
    },
    completes: {
      'a pod that says nothing': pod(),
      'a pod whose container has the label': secured({ seLinuxOptions: LABEL }),
    },
  },
  {
    field: 'runAsUser',
    variant: 'must-run-as',
    spec: { runAsUser: { rule: 'MustRunAs', ranges: ranges([1000, 1999], [3000, 3000]) } },
    admits: {
      'a pod with a user in the range': podSecured({ runAsUser: 1999 }),
      'a container with a user in another range': secured({ runAsUser: 3000 }),
      'a container with a user in the range, in a pod without': podSecured(
        { runAsUser: 0 },
        { securityContext: { runAsUser: 1000 } },
      ),
    },
    refuses: {
      'a pod with a user in no range': podSecured({ runAsUser: 2000 }),
      'a container of root': podSecured({ runAsUser: 1000 }, { securityContext: { runAsUser: 0 } }),
      'two containers with users in no range': secured(
        { runAsUser: 999 },
        { initContainers: [other('init', { securityContext: { runAsUser: 3001 } })] },
      ),
    },
    completes: {
      'a pod that says nothing': pod(),
      'the container that says nothing': secured({ runAsUser: 1500 }, { initContainers: [other('init')] }),
    },
  },
  {
    field: 'runAsUser',
    variant: 'non-root',
    spec: { runAsUser: { rule: 'MustRunAsNonRoot' } },
    admits: {
      'a pod with a user': podSecured({ runAsUser: 1 }),
      'a container that is not root': secured({ runAsNonRoot: true }),
      'a pod that is not root': podSecured({ runAsNonRoot: true }),
    },
    refuses: {
      'a container of root': secured({ runAsUser: 0 }),
      'a pod of root': podSecured({ runAsUser: 0 }),
      'a container that may be root': secured({ runAsNonRoot: false }),
      'a container that may be root and has a user': secured({ runAsNonRoot: false, runAsUser: 1000 }),
    },
    completes: {
      'a pod that says nothing': pod(),
      'the container that says nothing': secured({ runAsUser: 1500 }, { initContainers: [other('init')] }),
    },
  },
  {
    field: 'runAsGroup',
    variant: 'must-run-as',
    spec: { runAsGroup: { rule: 'MustRunAs', ranges: ranges([100, 199], [300, 300]) } },
    admits: {
      'a pod with a group in the range': podSecured({ runAsGroup: 100, runAsUser: 1 }),
      'a container with a group in another range': secured({ runAsGroup: 300, runAsUser: 1 }),
    },
    refuses: {
      'a pod of the group of root': podSecured({ runAsGroup: 0, runAsUser: 1 }),
      'a container with a group in no range': podSecured(
        { runAsGroup: 100, runAsUser: 1 },
        { securityContext: { runAsGroup: 200 } },
      ),
    },
    completes: {
      'a pod that says nothing': pod(),
      'the container that says nothing': secured({ runAsGroup: 150 }, { initContainers: [other('init')] }),
    },
  },
  {
    field: 'runAsGroup',
    variant: 'may-run-as',
    spec: { runAsGroup: { rule: 'MayRunAs', ranges: ranges([100, 199]) } },
    admits: {
      'a pod that says nothing': pod(),
      'a pod with a group in the range': podSecured({ runAsGroup: 199, runAsUser: 1 }),
    },
    refuses: { 'a pod with a group in no range': podSecured({ runAsGroup: 99, runAsUser: 1 }) },
  },
  {
    field: 'supplementalGroups',
    variant: 'must-run-as',
    spec: { supplementalGroups: { rule: 'MustRunAs', ranges: ranges([10, 19], [30, 30]) } },
    admits: { 'a pod with groups in the ranges': podSecured({ supplementalGroups: [30, 10, 19] }) },
    refuses: {
      'a pod with two groups in no range': podSecured({ supplementalGroups: [10, 20, 0] }),
      'a pod with an empty list, which is not an open one': podSecured({ supplementalGroups: [] }),
    },
    completes: { 'a pod that says nothing': pod() },
  },
  {
    field: 'supplementalGroups',
    variant: 'may-run-as',
    spec: { supplementalGroups: { rule: 'MayRunAs', ranges: ranges([10, 19]) } },
    admits: {
      'a pod that says nothing': pod(),
      'a pod with a group in the range': podSecured({ supplementalGroups: [10] }),
    },
    refuses: { 'a pod with a group in no range': podSecured({ supplementalGroups: [9] }) },
  },
  {
    field: 'fsGroup',
    variant: 'must-run-as',
    spec: { fsGroup: { rule: 'MustRunAs', ranges: ranges([10, 19], [30, 30]) } },
    admits: { 'a pod with a group in a range': podSecured({ fsGroup: 30 }) },
    refuses: { 'a pod with a group in no range': podSecured({ fsGroup: 20 }) },
    completes: { 'a pod that says nothing': pod(), 'a pod that says another thing': podSecured({ runAsUser: 1 }) },
  },
  {
    field: 'fsGroup',
    variant: 'may-run-as',
    spec: { fsGroup: { rule: 'MayRunAs', ranges: ranges([10, 19]) } },
    admits: { 'a pod that says nothing': pod(), 'a pod with a group in the range': podSecured({ fsGroup: 19 }) },
    refuses: { 'a pod with a group in no range': podSecured({ fsGroup: 0 }) },
  },
];
