import { didYouMean } from '../../diagnostics/nearest';
import { type Problems, shown } from './problems';
import type { Piece } from './scanner';

/** Versions of apparmor_parser that are known here. The loader's image has the first. */
export const PARSER_VERSIONS = ['3.0', '4.1'] as const;

export type ParserVersion = (typeof PARSER_VERSIONS)[number];

/** A flag of a profile's head. */
interface Flag {
  /** The first version that takes it. */
  readonly since: ParserVersion;
  /** Flags of one group are alternatives: a profile may have one of them. */
  readonly group?: string;
  /** Whether a value follows, `=…`. */
  readonly valued?: boolean;
}

/** apparmor.d(5), and what apparmor_parser 3.0.8 takes and refuses. */
const FLAGS: Readonly<Record<string, Flag>> = {
  enforce: { since: '3.0', group: 'mode' },
  complain: { since: '3.0', group: 'mode' },
  kill: { since: '3.0', group: 'mode' },
  unconfined: { since: '3.0', group: 'mode' },
  default_allow: { since: '4.1', group: 'mode' },
  prompt: { since: '4.1', group: 'mode' },
  audit: { since: '3.0' },
  mediate_deleted: { since: '3.0', group: 'deleted' },
  delegate_deleted: { since: '3.0', group: 'deleted' },
  attach_disconnected: { since: '3.0', group: 'disconnected' },
  no_attach_disconnected: { since: '3.0', group: 'disconnected' },
  chroot_attach: { since: '3.0', group: 'chroot' },
  chroot_no_attach: { since: '3.0', group: 'chroot' },
  chroot_relative: { since: '3.0', group: 'relative' },
  namespace_relative: { since: '3.0', group: 'relative' },
  debug: { since: '4.1' },
  interruptible: { since: '4.1' },
  'attach_disconnected.path': { since: '4.1', valued: true },
  'kill.signal': { since: '4.1', valued: true },
  error: { since: '4.1', valued: true },
};

/** One flag between the parentheses: commas and blanks part them, quotes do not count. */
const ONE = /[^\s,()]+/g;

/**
 * Judges the flags of a profile's head, `(complain, audit)`.
 *
 * @param list the flags with their parentheses
 * @param parser the version that will read them
 */
export function judgeFlags(list: Piece, parser: ParserVersion, problems: Problems): void {
  const first = new Map<string, string>();
  const all = [...list.raw.matchAll(ONE)];
  if (all.length === 0)
    problems.report(
      'flagUnknown',
      list.start,
      'there is no flag between these parentheses',
      'take them out, or name one',
    );
  for (const { 0: raw, index } of all) {
    const at = list.start + index;
    const written = raw.replace(/^"(.*)"$/, '$1');
    const [name = '', ...value] = written.split('=');
    const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
    if (flag === undefined || (flag.valued ?? false) !== value.length > 0) {
      problems.report('flagUnknown', at, `a profile has no flag ${shown(written)}`, hintFor(name));
      continue;
    }
    if (flag.since > parser) {
      const message = `apparmor_parser ${parser} does not know the flag ${name}: it refuses the whole text`;
      problems.report('flagTooNew', at, message, `it is known to apparmor_parser ${flag.since}`);
    }
    const other = flag.group === undefined ? undefined : first.get(flag.group);
    if (flag.group !== undefined) first.set(flag.group, name);
    if (other !== undefined && other !== name)
      problems.report(
        'flagsContradict',
        at,
        `the flags ${other} and ${name} contradict each other`,
        'leave one of them',
      );
  }
}

function hintFor(name: string): string {
  const near = didYouMean(name, Object.keys(FLAGS));
  if (near === undefined) return `flags are ${Object.keys(FLAGS).join(', ')}`;
  return FLAGS[near]?.valued ? `write: ${near}=…` : `did you mean "${near}"?`;
}
