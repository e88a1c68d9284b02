import type { Scanner } from './scanner';

/** Words before the brace of a block of rules. Elsewhere a brace may be glued to a word and is part of it. */
const BLOCK_WORD = /(?:audit|allow|deny|owner|other|user|else|quiet|\$\{?[A-Za-z]\w*\}?)(?=[ \t\r\n]*\{)/y;
const GROUP = /(?:[A-Za-z_]\w*[ \t\r\n]*=[ \t\r\n]*)?(?=\()/y;
const VALUE_FOLLOWS = /[=(]$|^->$/;

/** What ended a rule: its comma (or the end of the text), a brace that opens a block, one that closes, an open quote. */
export type RuleEnd = 'comma' | 'open' | 'close' | 'quote';

/**
 * Reads over one rule, or over the head of a block of rules, without understanding it. The comma is taken, a brace or
 * an open quote is left.
 */
export function skipRule(scanner: Scanner): RuleEnd {
  let before = '';
  for (; !scanner.ended; scanner.skipTrivia()) {
    const start = scanner.at;
    if (scanner.take(/,/y)) {
      return 'comma';
    }
    if (scanner.next === '}') {
      return 'close';
    }
    if (scanner.next === '{' && !VALUE_FOLLOWS.test(before)) {
      return 'open';
    }
    const piece = takeGroup(scanner) ?? scanner.take(BLOCK_WORD) ?? scanner.takeName();
    if (!piece && scanner.next === '"') {
      return 'quote';
    }
    before = piece?.raw ?? '';
    scanner.at = Math.max(scanner.at, start + 1);
  }
  return 'comma';
}

/** `(send, receive)` or `set=(hup, int)`: the commas in it end no rule. */
function takeGroup(scanner: Scanner): ReturnType<Scanner['takeParentheses']> {
  if (!scanner.sees(GROUP)) {
    return undefined;
  }
  scanner.take(GROUP);
  return scanner.takeParentheses();
}
