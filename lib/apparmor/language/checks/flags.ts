import { didYouMean } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import type { Word } from '../model/source';
import { shown } from '../problems';
import { type Lifetime, livesIn, type ParserVersion } from '../versions';
import { ERRNO_NAMES } from './errno-names';
import { isSignal, signalHint } from './signals';

/** A flag of a profile's head. */
interface Flag extends Lifetime {
  /** Flags of one group are alternatives: a profile may have one of them. */
  readonly group?: string;
  /** The only one of the group `disconnected` that the others of it contradict. */
  readonly alone?: boolean;
  /** What stands behind `=`. */
  readonly value?: 'path' | 'signal' | 'errno';
}

/** apparmor.d(5), and what the parsers take and refuse. */
const FLAGS: Readonly<Record<string, Flag>> = {
  enforce: { since: '3.0', group: 'mode' },
  complain: { group: 'mode' },
  kill: { since: '3.0', group: 'mode' },
  unconfined: { since: '3.0', group: 'mode' },
  default_allow: { since: '4.1', group: 'mode' },
  prompt: { since: '4.1', group: 'mode' },
  audit: {},
  mediate_deleted: { group: 'deleted' },
  delegate_deleted: { group: 'deleted' },
  attach_disconnected: { group: 'disconnected' },
  no_attach_disconnected: { group: 'disconnected', alone: true },
  'attach_disconnected.path=': { since: '4.1', group: 'disconnected', value: 'path' },
  'attach_disconnected.ipc': { since: '5.0', group: 'disconnected' },
  'attach_disconnected.ipc=': { since: '5.0', group: 'disconnected', value: 'path' },
  chroot_attach: { group: 'chroot' },
  chroot_no_attach: { group: 'chroot' },
  chroot_relative: { group: 'relative' },
  namespace_relative: { group: 'relative' },
  debug: { since: '4.1' },
  interruptible: { since: '4.1' },
  'kill.signal=': { since: '4.1', value: 'signal' },
  'error=': { since: '4.1', value: 'errno' },
};

interface Given {
  readonly name: string;
  readonly flag: Flag;
  readonly value: string;
  readonly word: Word;
}

export function checkFlags(words: readonly Word[], version: ParserVersion, complain: Complain): void {
  const given: Given[] = [];
  for (const word of words) {
    const one = readFlag(word);
    if (one === undefined)
      complain('flagUnknown', word, `a profile has no flag ${shown(word.raw)}`, hintFor(word.value, version));
    else if (!livesIn(one.flag, version)) {
      const message = `apparmor_parser ${version} does not know the flag ${shown(word.raw)}: it refuses the whole text`;
      complain('flagTooNew', word, message, `it is known to apparmor_parser ${one.flag.since}`);
    } else {
      checkValue(one, version, complain);
      const other = given.find((before) => contradict(before, one));
      if (other !== undefined)
        complain(
          'flagsContradict',
          word,
          `the flags ${shown(other.word.raw)} and ${shown(word.raw)} contradict each other`,
          'leave one of them',
        );
      given.push(one);
    }
  }
}

function readFlag(word: Word): Given | undefined {
  const equals = word.value.indexOf('=');
  const name = equals < 0 ? word.value : word.value.slice(0, equals + 1);
  const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
  return flag && { name, flag, value: equals < 0 ? '' : word.value.slice(equals + 1), word };
}

function contradict(before: Given, next: Given): boolean {
  if (before.name === next.name) return next.flag.value !== undefined && !sameValue(before, next);
  if (before.flag.group === undefined || before.flag.group !== next.flag.group) return false;
  return before.flag.group !== 'disconnected' || (before.flag.alone ?? next.flag.alone ?? false);
}

/** A signal or error that is 0 is as good as none. */
const sameValue = (a: Given, b: Given): boolean =>
  a.flag.value === 'errno' ? a.value.toUpperCase() === b.value.toUpperCase() : a.value === b.value;

function checkValue({ name, flag, value, word }: Given, version: ParserVersion, complain: Complain): void {
  const at = { ...word.span, start: word.span.start + Math.max(0, word.raw.indexOf(name)) + name.length };
  if (flag.value === 'signal' && !isSignal(value, version))
    complain('flagValue', at, `there is no signal ${shown(value)}`, signalHint(value, version));
  if (flag.value === 'errno' && !ERRNO_NAMES.includes(value.toUpperCase())) {
    const near = didYouMean(value, ERRNO_NAMES);
    complain(
      'flagValue',
      at,
      `there is no error ${shown(value)}`,
      near === undefined ? 'errors are named as in errno(3): EPERM, EACCES' : `did you mean "${near}"?`,
    );
  }
  // A variable may bring the slash.
  if (flag.value === 'path' && !/^(?:\/|.*@\{)/.test(value))
    complain('flagValue', at, `the path of ${name.slice(0, -1)} must begin with /`);
}

function hintFor(written: string, version: ParserVersion): string {
  const names = Object.keys(FLAGS).filter((name) => livesIn(FLAGS[name] ?? {}, version));
  const near = didYouMean(written, names) ?? didYouMean(written, Object.keys(FLAGS));
  if (near !== undefined) return near.endsWith('=') ? `write: ${near}…` : `did you mean "${near}"?`;
  return `flags are ${names.map((name) => (name.endsWith('=') ? `${name}…` : name)).join(', ')}`;
}
