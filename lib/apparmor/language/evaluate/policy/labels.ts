/** Rules that know the label of the other side: signal, ptrace, mqueue, userns, io_uring. */
import type { AccessEntry } from '../../expand/model';
import type { ParserVersion } from '../../versions';
import type { AutomatonRule } from '../accept';
import type { IoUringAct, MqueueAct, PtraceAct, SignalAct, UsernsAct } from '../act';
import { ANY, bitsOf, bytesFor, CLASS, globText, hex, type Making, policyRule, type Query, SOME } from './rule';

/** The entry of the rule that is made. */
export interface MakingAccess extends Making {
  readonly entry: AccessEntry;
}

export const condition = ({ conditions }: AccessEntry, name: string): string | undefined =>
  conditions.find((each) => each.name === name)?.values[0];

/** Numbers of the kernel's own, the same on all machines. */
const SIGNALS: { readonly [name: string]: number } = {
  ...Object.fromEntries(
    (
      'hup int quit ill trap abrt bus fpe kill usr1 segv usr2 pipe alrm term stkflt chld cont stop stp ttin ttou urg ' +
      'xcpu xfsz vtalrm prof winch io pwr sys emt'
    )
      .split(' ')
      .map((name, index) => [name, index + 1]),
  ),
  tstp: 20,
  poll: 29,
  exists: 35,
};
const FIRST_REALTIME = 128;

const signalNumber = (name: string): number | undefined =>
  name.startsWith('rtmin+') ? FIRST_REALTIME + Number.parseInt(name.slice(6), 10) : SIGNALS[name];

const SIGNAL_BITS = { send: 2, receive: 4 };

export function signalRules(making: MakingAccess): readonly AutomatonRule[] {
  const { entry } = making;
  const numbers = entry.conditions
    .filter(({ name }) => name === 'set')
    .flatMap(({ values }) => values.flatMap((value) => signalNumber(value) ?? []));
  const head =
    numbers.length === 0
      ? `(${hex(CLASS.label)}${hex(CLASS.signal)}|${hex(CLASS.signal)}.)`
      : `${hex(CLASS.signal)}[${[...new Set(numbers)].map(hex).join('')}]`;
  const text = head + globText(condition(entry, 'peer'), SOME);
  return policyRule(making, [text], bitsOf(entry.access, SIGNAL_BITS, 6));
}

export function signalQuery({ access, signal, peer }: SignalAct): Query | undefined {
  const number = signalNumber(signal);
  return number === undefined
    ? undefined
    : { bytes: bytesFor(CLASS.signal, number, peer), request: SIGNAL_BITS[access] };
}

const PTRACE_BITS = { trace: 2, read: 4, tracedby: 8, readby: 16 };

export function ptraceRules(making: MakingAccess): readonly AutomatonRule[] {
  const text = `(${hex(CLASS.label)}|)${hex(CLASS.ptrace)}${globText(condition(making.entry, 'peer'), SOME)}`;
  return policyRule(making, [text], bitsOf(making.entry.access, PTRACE_BITS, 30));
}

export const ptraceQuery = ({ access, peer }: PtraceAct): Query => ({
  bytes: bytesFor(CLASS.label, CLASS.ptrace, peer),
  request: PTRACE_BITS[access],
});

/** The parser packs `setattr` and `getattr` into the bits of others. */
const QUEUE_BITS = { write: 2, read: 4, create: 16, delete: 32, open: 64, setattr: 1 << 14, getattr: 1 << 15 };
const ALL_QUEUE_BITS = Object.values(QUEUE_BITS).reduce((sum, bit) => sum | bit, 0);
/** What a queue needs before it has a label. */
const CREATION = QUEUE_BITS.create | QUEUE_BITS.read | QUEUE_BITS.write;

export function mqueueRules(making: MakingAccess): readonly AutomatonRule[] {
  const { entry, version } = making;
  const perms = bitsOf(entry.access, QUEUE_BITS, ALL_QUEUE_BITS);
  const [name] = entry.names;
  const label = condition(entry, 'label');
  const type = name === undefined ? condition(entry, 'type') : name.startsWith('/') ? 'posix' : 'sysv';
  const queues = [
    ...(type === 'sysv' ? [] : [hex(CLASS.posixQueue) + globText(name, ANY)]),
    ...(type === 'posix' ? [] : [hex(CLASS.sysvQueue) + (name === undefined ? '....' : key(name).map(hex).join(''))]),
  ];
  return queues.flatMap((queue) => [
    ...(label === undefined ? policyRule(making, [queue], perms) : []),
    ...(version === '5.0' && perms & QUEUE_BITS.create ? policyRule(making, [queue], perms & CREATION) : []),
    ...policyRule(making, [queue, globText(label, SOME)], perms),
  ]);
}

const key = (name: string): readonly number[] => {
  const number = Number.parseInt(name, 10);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255);
};

/** A queue that is made has no label yet. */
export function mqueueQuery({ access, type, name, label }: MqueueAct): Query {
  const queue = type === 'posix' ? bytesFor(CLASS.posixQueue, name) : bytesFor(CLASS.sysvQueue, ...key(name));
  return { bytes: access === 'create' ? queue : bytesFor(queue, 0, label), request: QUEUE_BITS[access] };
}

const USERNS_CREATE = 8;

export const usernsRules = (making: MakingAccess): readonly AutomatonRule[] =>
  policyRule(making, [hex(CLASS.userns)], USERNS_CREATE);

export const usernsQuery = (_act: UsernsAct): Query => ({ bytes: bytesFor(CLASS.userns), request: USERNS_CREATE });

const IO_URING_BITS = { override_creds: 8, sqpoll: 16 };

export function ioUringRules(making: MakingAccess): readonly AutomatonRule[] {
  const perms = bitsOf(making.entry.access, IO_URING_BITS, 24);
  const head = hex(CLASS.ioUring);
  return [
    ...policyRule(making, [head], perms),
    ...(perms & IO_URING_BITS.override_creds
      ? policyRule(making, [head + globText(condition(making.entry, 'label'), ANY)], perms)
      : []),
  ];
}

export const ioUringQuery = ({ access, label = '' }: IoUringAct, _version: ParserVersion): Query => ({
  bytes: bytesFor(CLASS.ioUring, access === 'override_creds' ? label : ''),
  request: IO_URING_BITS[access],
});
