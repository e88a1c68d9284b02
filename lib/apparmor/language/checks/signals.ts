import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import type { AccessRule } from '../model/rules';
import type { Word } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';

/** Signals as AppArmor spells them. */
const SIGNALS: readonly string[] = [
  ...[
    'hup',
    'int',
    'quit',
    'ill',
    'trap',
    'abrt',
    'bus',
    'fpe',
    'kill',
    'usr1',
    'segv',
    'usr2',
    'pipe',
    'alrm',
    'term',
  ],
  ...['stkflt', 'chld', 'cont', 'stop', 'stp', 'ttin', 'ttou', 'urg', 'xcpu', 'xfsz', 'vtalrm', 'prof', 'winch', 'io'],
  ...['pwr', 'sys', 'emt', 'exists'],
];
const SINCE_5: readonly string[] = ['tstp', 'poll'];
/** Other names of signals, as people know them. */
const ALSO_KNOWN: ReadonlyMap<string, string> = new Map([
  ['tstp', 'stp'],
  ['poll', 'io'],
  ['cld', 'chld'],
  ['iot', 'abrt'],
  ['winsize', 'winch'],
]);
const REALTIME = 'rtmin+';
const LAST_REALTIME = 32;

const signalNames = (version: ParserVersion): readonly string[] =>
  atLeast(version, '5.0') ? [...SIGNALS, ...SINCE_5] : SIGNALS;

/** Whether a version of the parser knows a signal. */
export function isSignal(name: string, version: ParserVersion): boolean {
  if (!name.startsWith(REALTIME)) return signalNames(version).includes(name);
  // As strtoul reads it: no digits are 0, and what follows them does not count.
  const [, minus, digits] = /^\s*([+-]?)(\d*)/.exec(name.slice(REALTIME.length)) ?? [];
  return Number(digits) === 0 || (minus !== '-' && Number(digits) <= LAST_REALTIME);
}

/** What to write for a signal that is none. */
export function signalHint(name: string, version: ParserVersion): string {
  const plain = name.toLowerCase().replace(/^sig/, '');
  const near = isSignal(plain, version) ? plain : ALSO_KNOWN.get(plain);
  if (near !== undefined) return `did you mean "${near}"?`;
  return (
    nearestHint(plain, signalNames(version)) ??
    `signals are written in lower case without SIG: term, kill, usr1, ${REALTIME}0`
  );
}

export function checkSignal({ conditions }: AccessRule, version: ParserVersion, complain: Complain): void {
  const check = (word: Word): void => {
    if (isSignal(word.value, version)) return;
    complain('signalUnknown', word, `there is no signal ${word.raw}`, signalHint(word.value, version));
  };
  for (const { name, values } of conditions) if (name.value === 'set') values.forEach(check);
}
