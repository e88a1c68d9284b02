import type { Complain } from '../complain';
import type { Block, Prefix, Rule } from '../model/rules';
import type { Span } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';

const LEAST = -1000;
const GREATEST = 1000;

/** Kinds of rules that know who owns a file. */
const OWNED: ReadonlySet<Rule['kind']> = new Set(['file', 'link', 'block']);
/** Kinds of rules that cannot be ranked. */
const UNRANKED: ReadonlySet<Rule['kind']> = new Set(['network', 'all', 'block']);

const WORDS: Readonly<Partial<Record<Rule['kind'], string>>> = {
  block: 'blocks',
  all: 'the rule all',
  remount: 'mount rules',
  umount: 'mount rules',
};

/** What may stand before a rule of its kind. */
export function checkPrefix(rule: Rule, complain: Complain): void {
  if (!('prefix' in rule)) return;
  const { prefix, kind, span } = rule;
  const rules = WORDS[kind] ?? `${kind} rules`;
  if (prefix.owner !== undefined && !OWNED.has(kind))
    complain(
      'prefixForbidden',
      word(prefix.owner, span),
      `${prefix.owner} cannot stand before ${rules}`,
      'only files have an owner',
    );
  if (prefix.priority === undefined) return;
  const at = word('priority', span);
  if (prefix.priority !== 0 && UNRANKED.has(kind))
    complain(
      'prefixForbidden',
      at,
      `${rules} cannot have a priority`,
      kind === 'block' ? 'write it before each rule inside' : 'take it out',
    );
  if (!(prefix.priority >= LEAST && prefix.priority <= GREATEST))
    complain('priorityRange', at, `the priority must be from ${LEAST} to ${GREATEST}, not ${prefix.priority}`);
}

/** Up to 3.0 blocks deny nothing. */
export function checkBlock({ prefix, span }: Block, version: ParserVersion, complain: Complain): void {
  if (prefix.mode === 'deny' && !atLeast(version, '4.1'))
    complain(
      'prefixForbidden',
      word('deny', span),
      `apparmor_parser ${version} has no blocks that deny`,
      'write deny before each rule inside',
    );
}

/** Where a word of the prefix stands; the whole rule where it is written another way, as `user` for `owner`. */
function word(text: NonNullable<Prefix['owner']> | 'priority' | 'deny', span: Span): Span {
  const at = span.source.text
    .slice(span.start, span.end)
    .search(new RegExp(`\\b${text === 'owner' ? '(?:owner|user)' : text}\\b`));
  if (at < 0) return span;
  const written = text === 'owner' && span.source.text.startsWith('user', span.start + at) ? 'user' : text;
  return { ...span, start: span.start + at, end: span.start + at + written.length };
}
