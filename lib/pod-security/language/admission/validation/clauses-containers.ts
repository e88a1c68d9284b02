import type { HostPortRange } from '../../spec';
import { cel } from '../variable';
import { type Clause, once, quoted, unless, when } from './clause';
import { inRanges, rangesText } from './clauses-pod';
import { fault, wouldBeSet } from './fault';
import { notDropped } from './shared-containers';

const AT = { container: 'c.path' };

/** Containers whose id is outside the ranges. */
const outside = (name: 'runAsUser' | 'runAsGroup', key: 'user' | 'group', text: string): string =>
  cel`variables.containers.filter(c, has(c.${key}) && !${inRanges(`policy.${name}Ranges`, `c.${key}`)}).map(c, ${text})`;

const runAsUser: Clause = {
  name: 'runAsUser',
  given: {
    faults: cel`(policy.runAsUserRule == "RunAsAny" ? [] : policy.runAsUserRule != "MustRunAs" ? variables.runAsRoot :
      ${outside(
        'runAsUser',
        'user',
        fault('runAsUser', { ...AT, value: 'string(c.user)', ranges: rangesText('policy.runAsUserRanges') }),
      )})`,
    neverFails: ({ runAsUserRule }) => runAsUserRule === 'RunAsAny',
  },
  open: {
    faults: cel`(policy.runAsUserRule == "RunAsAny" ? [] : policy.runAsUserRule == "MustRunAs" ?
      variables.runAsUserMissing : variables.runAsNonRootMissing)`,
    neverFails: ({ runAsUserRule }) => runAsUserRule === 'RunAsAny',
  },
};

const runAsGroup: Clause = {
  name: 'runAsGroup',
  given: {
    faults: unless(
      'policy.runAsGroupRule == "RunAsAny"',
      outside(
        'runAsGroup',
        'group',
        fault('runAsGroup', {
          ...AT,
          value: "'[]int64{' + string(c.group) + '}'",
          group: 'string(c.group)',
          ranges: rangesText('policy.runAsGroupRanges'),
        }),
      ),
    ),
    neverFails: ({ runAsGroupRule }) => runAsGroupRule === 'RunAsAny',
  },
  open: {
    faults: when('policy.runAsGroupRule == "MustRunAs"', 'variables.runAsGroupMissing'),
    neverFails: ({ runAsGroupRule }) => runAsGroupRule !== 'MustRunAs',
  },
};

const privileged: Clause = {
  name: 'privileged',
  given: { faults: unless('policy.privileged', 'variables.privileged'), neverFails: (policy) => policy.privileged },
};

const PROC_MOUNT = 'c.context.?procMount.orValue("Default")';

const procMount: Clause = {
  name: 'procMount',
  given: {
    faults: cel`variables.containers.filter(c, !(${PROC_MOUNT} in
      (size(policy.allowedProcMountTypes) == 0 ? ["Default"] : policy.allowedProcMountTypes)))
      .map(c, ${fault('procMount', { ...AT, value: quoted(PROC_MOUNT) })})`,
    neverFails: ({ allowedProcMountTypes: allowed }) => allowed.includes('Default') && allowed.includes('Unmasked'),
  },
};

/** The faults of each container in one text; what is no fault is empty. */
const perContainer = (list: string, faults: string): string =>
  `variables.${list}.map(c, (${faults}).join(", ")).filter(t, t != "")`;

/** A container that has more wrong in one list is told of the first, and how many there are: long texts cost a lot. */
export const MOST_LISTED = 4;

/** A fault for each wrong item of a list. */
const listed = (wrong: string, item: string, text: string): string =>
  once(
    'w',
    wrong,
    cel`size(w) <= ${String(MOST_LISTED)} ? w.map(${item}, ${text}) :
      [w[0]].map(${item}, ${text} + " (and " + string(size(w) - 1) + " more)")`,
  );

const [ADDED, DROPPED, ALLOWED] = [
  'policy.defaultAddCapabilities',
  'policy.requiredDropCapabilities',
  'policy.allowedCapabilities',
];

/** With `*` allowed nothing need be dropped. */
const capabilities: Clause = {
  name: 'capabilities',
  given: {
    faults: unless(
      `"*" in ${ALLOWED}`,
      perContainer(
        'withCapabilities',
        listed(
          `c.add.filter(x, !(x in ${ADDED} || x in ${ALLOWED}))`,
          'x',
          fault('addedCapability', { ...AT, value: quoted('x') }),
        ),
      ),
    ),
    neverFails: ({ allowedCapabilities }) => allowedCapabilities.includes('*'),
  },
  open: {
    faults: [
      unless(`size(${ADDED}) + size(${DROPPED}) == 0`, 'variables.capabilitiesMissing'),
      unless(
        `"*" in ${ALLOWED}`,
        perContainer('withCapabilities', listed(`${DROPPED}.filter(x, !(x in c.drop))`, 'x', notDropped('x'))),
      ),
    ].join(' + '),
    neverFails: ({ defaultAddCapabilities, requiredDropCapabilities }) =>
      defaultAddCapabilities.length + requiredDropCapabilities.length === 0,
  },
};

/** What is added unless a container drops it. Who says nothing of capabilities at all is told so by the clause above. */
const addedCapabilities: Clause = {
  name: 'addedCapabilities',
  open: {
    faults: perContainer(
      'withCapabilities',
      listed(
        `${ADDED}.filter(x, !(x in c.add) && !(x in c.drop))`,
        'x',
        wouldBeSet('<container>.securityContext.capabilities.add', { ...AT, value: quoted('x') }),
      ),
    ),
    neverFails: ({ defaultAddCapabilities }) => defaultAddCapabilities.length === 0,
  },
};

const MOST_PORT = 65_535;

const PORTS_TEXT = cel`policy.hostPorts.map(r, r.min == r.max ? string(r.min) :
  string(r.min) + "-" + string(r.max)).join(",")`;

const hostPorts: Clause = {
  name: 'hostPorts',
  given: {
    // Most pods have none: then the ranges need not be printed.
    faults: unless(
      'size(variables.withHostPorts) == 0',
      once(
        'allowed',
        PORTS_TEXT,
        perContainer(
          'withHostPorts',
          listed(
            `c.ports.filter(p, !${inRanges('policy.hostPorts', 'p')})`,
            'p',
            fault('hostPort', { ...AT, value: 'string(p)', ports: 'allowed' }),
          ),
        ),
      ),
    ),
    neverFails: ({ hostPorts: ranges }) =>
      (ranges as readonly HostPortRange[]).some(({ min, max }) => min <= 1 && max >= MOST_PORT),
  },
};

const readOnlyRootFilesystem: Clause = {
  name: 'readOnlyRootFilesystem',
  given: {
    faults: when('policy.readOnlyRootFilesystem', 'variables.readOnly'),
    neverFails: (policy) => !policy.readOnlyRootFilesystem,
  },
  open: {
    faults: when('policy.readOnlyRootFilesystem', 'variables.readOnlyMissing'),
    neverFails: (policy) => !policy.readOnlyRootFilesystem,
  },
};

const ESCALATION_DEFAULT = 'policy.defaultAllowPrivilegeEscalation';

const escalation: Clause = {
  name: 'escalation',
  given: {
    faults: unless('policy.allowPrivilegeEscalation', 'variables.escalation'),
    neverFails: (policy) => policy.allowPrivilegeEscalation,
  },
  open: {
    faults: cel`(!policy.allowPrivilegeEscalation ? variables.escalationMissing : size(${ESCALATION_DEFAULT}) == 0 ? [] :
      variables.containers.filter(c, !has(c.context.allowPrivilegeEscalation)).map(c, ${wouldBeSet(
        '<container>.securityContext.allowPrivilegeEscalation',
        { ...AT, value: `string(${ESCALATION_DEFAULT}[0])` },
      )}))`,
    neverFails: ({ allowPrivilegeEscalation, defaultAllowPrivilegeEscalation }) =>
      allowPrivilegeEscalation && defaultAllowPrivilegeEscalation.length === 0,
  },
};

/** What policies say of each container, without labels and profiles. */
export const CONTAINER_CLAUSES: readonly Clause[] = [
  runAsUser,
  runAsGroup,
  privileged,
  procMount,
  capabilities,
  addedCapabilities,
  hostPorts,
  readOnlyRootFilesystem,
  escalation,
];
