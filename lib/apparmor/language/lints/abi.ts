import type { AccessEntry } from '../expand/model';
import { type Finding, isOwn, type Lint, textOf } from './lint';

type Kind = 'userns' | 'mqueue' | 'io_uring' | 'address';

/** What the features of an abi file lack: the files of AppArmor 3.0.8, 4.1.0 and 5.0.2. Others are not judged. */
const LACKS: Readonly<Record<string, readonly Kind[]>> = {
  '3.0': ['userns', 'mqueue', 'io_uring', 'address'],
  '4.0': ['io_uring', 'address'],
  '4.0-ip': ['io_uring'],
  '5.0': [],
};

/**
 * APPARMOR1124: a rule about what the abi knows nothing of. The parser leaves it out without a word; of a network rule it leaves
 * out addresses and ports, so that it is about all of them.
 */
export const unmediated: Lint = (subject) => {
  const { profile, abi } = subject;
  const lacks = (abi !== undefined && Object.hasOwn(LACKS, abi) && LACKS[abi]) || [];
  const about: readonly (readonly [Kind, readonly AccessEntry[]])[] = [
    ['userns', profile.userns.filter(({ mode }) => mode === 'deny')],
    ['mqueue', profile.mqueues.filter(({ mode }) => mode === 'deny')],
    ['io_uring', profile.ioUrings.filter(({ mode }) => mode === 'deny')],
    ['address', profile.networks.filter(hasAddress)],
  ];
  return about
    .filter(([kind]) => lacks.includes(kind))
    .flatMap(([kind, entries]) => entries.flatMap((entry) => finding(kind, entry)))
    .filter(({ rule }) => isOwn(rule, subject));

  function finding(kind: Kind, { rule }: AccessEntry): readonly Finding[] {
    if (rule === undefined || rule.kind === 'all') return [];
    const does =
      kind === 'address'
        ? `is about all addresses and ports: abi ${abi} knows none`
        : `does nothing: abi ${abi} knows no ${kind}, so the kernel is not asked to look at it`;
    return [
      {
        code: 'unmediated',
        rule,
        message: `"${textOf(rule)}" ${does}`,
        hint: `write an abi that knows them (${since(kind)}), or take the rule out`,
      },
    ];
  }
};

const hasAddress = ({ conditions, peer }: AccessEntry): boolean =>
  [...conditions, ...peer].some(({ name }) => name === 'ip' || name === 'port');

const since = (kind: Kind): string =>
  `abi <abi/${Object.keys(LACKS).find((each) => !LACKS[each]?.includes(kind)) ?? '5.0'}>`;

/** Whether an abi is newer than 4.0. */
const isNewer = (abi: string | undefined): boolean => abi !== undefined && Number.parseFloat(abi) > 4;

/**
 * APPARMOR1114: with an abi newer than 4.0 kernels from 6.17 on ask for `unix` rules about unix sockets, see containerd issue
 * 12726: a profile with `network` alone lost them.
 */
export const unixSockets: Lint = (subject) => {
  const { networks, unix } = subject.profile;
  if (!isNewer(subject.abi) || !subject.complete || unix.length > 0) return [];
  const network = networks.find(
    ({ rule, mode, names }) =>
      mode !== 'deny' &&
      isOwn(rule, subject) &&
      rule?.kind === 'network' &&
      (names.length === 0 || names[0] === 'unix'),
  );
  if (network?.rule === undefined) return [];
  return [
    {
      code: 'unixSockets',
      rule: network.rule,
      message: `with abi ${subject.abi} "${textOf(network.rule)}" does not open unix sockets on kernels that look at them finely`,
      hint: 'write beside it: unix,',
    },
  ];
};
