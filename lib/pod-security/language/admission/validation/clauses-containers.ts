import type { HostPortRange } from '../../spec';
import { cel } from '../variable';
import { type Clause, quoted, unless, when } from './clause';
import { inRanges, rangesText } from './clauses-pod';
import { fault, wouldBeSet } from './fault';

const AT = { container: 'c.path' };

const runAsUser: Clause = {
  faults: ({ runAsUserRule: rule, runAsUserRanges: ranges, lenient }) => {
    const outside = fault('runAsUser', { ...AT, value: 'string(c.user)', ranges: rangesText(ranges) });
    return unless(
      `${rule} == "RunAsAny"`,
      cel`${rule} == "MustRunAs" ?
        variables.containers.filter(c, has(c.user) && !${inRanges(ranges, 'c.user')}).map(c, ${outside}) +
          ${unless(lenient, 'variables.runAsUserMissing')} :
        variables.runAsRoot + ${unless(lenient, 'variables.runAsNonRootMissing')}`,
    );
  },
  neverFails: ({ runAsUserRule }) => runAsUserRule === 'RunAsAny',
};

const runAsGroup: Clause = {
  faults: ({ runAsGroupRule: rule, runAsGroupRanges: ranges, lenient }) => {
    const value = "'[]int64{' + string(c.group) + '}'";
    const outside = fault('runAsGroup', { ...AT, value, group: 'string(c.group)', ranges: rangesText(ranges) });
    return unless(
      `${rule} == "RunAsAny"`,
      cel`variables.containers.filter(c, has(c.group) && !${inRanges(ranges, 'c.group')}).map(c, ${outside}) +
        ${when(`${rule} == "MustRunAs" && !${lenient}`, 'variables.runAsGroupMissing')}`,
    );
  },
  neverFails: ({ runAsGroupRule }) => runAsGroupRule === 'RunAsAny',
};

const privileged: Clause = {
  faults: (policy) => unless(policy.privileged, 'variables.privileged'),
  neverFails: (policy) => policy.privileged,
};

const procMount: Clause = {
  faults: ({ allowedProcMountTypes: allowed }) =>
    cel`variables.containers.filter(c, !(c.context.?procMount.orValue("Default") in
      (size(${allowed}) == 0 ? ["Default"] : ${allowed}))).map(c, ${fault('procMount', {
        ...AT,
        value: quoted('c.context.?procMount.orValue("Default")'),
      })})`,
  neverFails: ({ allowedProcMountTypes: allowed }) => allowed.includes('Default') && allowed.includes('Unmasked'),
};

/** The faults of each container in one text; what is no fault is empty. */
const perContainer = (list: string, faults: string): string =>
  `variables.${list}.map(c, (${faults}).join(", ")).filter(t, t != "")`;

/** A container that has more wrong in one list is told of the first, and how many there are: long texts cost a lot. */
export const MOST_LISTED = 4;

/** A fault for each wrong item of a list. */
const listed = (wrong: string, item: string, text: string): string =>
  cel`[${wrong}].map(w, size(w) <= ${String(MOST_LISTED)} ? w.map(${item}, ${text}) :
    [w[0]].map(${item}, ${text} + " (and " + string(size(w) - 1) + " more)"))[0]`;

const capabilities: Clause = {
  faults: (policy) => {
    const { defaultAddCapabilities: added, requiredDropCapabilities: dropped, allowedCapabilities: allowed } = policy;
    const refused = listed(
      `c.add.filter(x, !(x in ${added} || x in ${allowed}))`,
      'x',
      fault('addedCapability', { ...AT, value: quoted('x') }),
    );
    const kept = cel`${dropped}.filter(x, !(x in c.drop)).map(x, ${fault('droppedCapability', {
      ...AT,
      value: 'c.dropped',
      capability: 'x',
    })})`;
    return [
      unless(`${policy.lenient} || size(${added}) + size(${dropped}) == 0`, 'variables.capabilitiesMissing'),
      unless(`"*" in ${allowed}`, perContainer('withCapabilities', `${refused} + ${unless(policy.lenient, kept)}`)),
    ].join(' + ');
  },
  neverFails: ({ allowedCapabilities, defaultAddCapabilities, requiredDropCapabilities, lenient }) =>
    allowedCapabilities.includes('*') &&
    (lenient || defaultAddCapabilities.length + requiredDropCapabilities.length === 0),
};

/** What is added unless a container drops it. Who says nothing of capabilities at all is told so by the clause above. */
const addedCapabilities: Clause = {
  faults: ({ defaultAddCapabilities: added, lenient }) => {
    const missing = cel`${added}.filter(x, !(x in c.add) && !(x in c.drop)).map(x, ${wouldBeSet(
      '<container>.securityContext.capabilities.add',
      { ...AT, value: quoted('x') },
    )})`;
    return unless(lenient, perContainer('withCapabilities', missing));
  },
  neverFails: ({ defaultAddCapabilities, lenient }) => lenient || defaultAddCapabilities.length === 0,
};

const MOST_PORT = 65_535;

const portsText = (ranges: string): string =>
  `${ranges}.map(r, r.min == r.max ? string(r.min) : string(r.min) + "-" + string(r.max)).join(",")`;

const hostPorts: Clause = {
  faults: ({ hostPorts: ranges }) =>
    perContainer(
      'withHostPorts',
      listed(
        `c.ports.filter(p, !${inRanges(ranges, 'p')})`,
        'p',
        fault('hostPort', { ...AT, value: 'string(p)', ports: portsText(ranges) }),
      ),
    ),
  neverFails: ({ hostPorts: ranges }) =>
    (ranges as readonly HostPortRange[]).some(({ min, max }) => min <= 1 && max >= MOST_PORT),
};

const readOnlyRootFilesystem: Clause = {
  faults: (policy) =>
    when(policy.readOnlyRootFilesystem, `variables.readOnly + ${unless(policy.lenient, 'variables.readOnlyMissing')}`),
  neverFails: (policy) => !policy.readOnlyRootFilesystem,
};

const escalation: Clause = {
  faults: ({ allowPrivilegeEscalation: allowed, defaultAllowPrivilegeEscalation: standard, lenient }) => {
    const missing = wouldBeSet('<container>.securityContext.allowPrivilegeEscalation', {
      ...AT,
      value: `string(${standard}[0])`,
    });
    return [
      unless(allowed, `variables.escalation + ${unless(lenient, 'variables.escalationMissing')}`),
      when(
        `${allowed} && size(${standard}) > 0 && !${lenient}`,
        `variables.containers.filter(c, !has(c.context.allowPrivilegeEscalation)).map(c, ${missing})`,
      ),
    ].join(' + ');
  },
  neverFails: ({ allowPrivilegeEscalation, defaultAllowPrivilegeEscalation, lenient }) =>
    allowPrivilegeEscalation && (lenient || defaultAllowPrivilegeEscalation.length === 0),
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
