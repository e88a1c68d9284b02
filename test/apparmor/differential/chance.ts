import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { type JudgeOptions, verdicts } from '../parsers';
import { Random } from './random';

/** A file rule from its prefix to its comma. */
const RULE =
  /(?:(?:allow|audit|owner|deny|prompt|priority=\S+)\s+)*(?:"[^"\n]*"|[/@][^\s"]*)\s*[a-zA-Z]{1,6}(?:\s*->\s*[^\s,]+)?\s*,\s*/y;

/** The text in pieces: file rules that follow each other as a list, all else as it stands. */
function pieces(text: string): readonly (string | string[])[] {
  const found: (string | string[])[] = [];
  for (let at = 0; at < text.length; ) {
    RULE.lastIndex = at;
    const [rule] = /[\s{,]/.test(text[at - 1] ?? ' ') ? (RULE.exec(text) ?? []) : [];
    const last = found.at(-1);
    if (rule === undefined) found.push(text[at] ?? '');
    else if (typeof last === 'object') last.push(rule);
    else found.push([rule]);
    at += rule?.length ?? 1;
  }
  return found;
}

/** Without the variables that stand in it once: there where they get their value. */
const withoutUnused = (text: string): string =>
  text.replace(/^[@$]\{?(\w+)\}? *=.*\n/gm, (line, name: string) =>
    text.match(new RegExp(`[@$]\\{?${name}\\b`, 'g'))?.length === 1 ? '' : line,
  );

/** Rules about other things than files take memory as well. */
const OTHERS =
  /(?:\b(?:allow|audit|deny|priority=\S+)\s+)*\b(?:network|capability|signal|ptrace|unix|dbus|userns|mqueue)\b[\w \t]*,/g;

/** Texts that mean the same for files: rules in another order, other rules left out, variables and profiles that nobody uses. */
function alike(text: string): readonly string[] {
  const random = new Random(text.length);
  const shuffled = (of = text): string =>
    pieces(of)
      .map((piece) => (typeof piece === 'string' ? piece : random.shuffled(piece).join('')))
      .join('');
  const values = (count: number): string => Array.from({ length: count }, (_, index) => `v${index}`).join(' ');
  return Array.from({ length: 12 }, (_, index) => index + 1).flatMap((count) => [
    shuffled(),
    shuffled(withoutUnused(text)),
    shuffled(withoutUnused(text.replace(OTHERS, ''))),
    `@{unused} = ${values(5 * count)}\n${shuffled()}`,
    `@{unused} = ${'x'.repeat(37 * count)}\n${text}`,
    `${text}\nprofile unused {\n${'/unused r,\n'.repeat(count)}}\n`,
  ]);
}

/**
 * Whether the parser's own verdict is chance: from 4.1 on it looks at the rules that meet on a path in the order of their
 * addresses in memory, and finds that two contradict each other only when it comes to them before the rule that wins.
 */
export async function isChance(version: ParserVersion, text: string, options: JudgeOptions): Promise<boolean> {
  const judged = await verdicts(version, [text, withoutUnused(text), ...alike(text)], options);
  return (
    judged.some(({ accepted }) => accepted) && judged.some(({ message }) => message.includes('conflicting x modifiers'))
  );
}
