import { isDigit, isLetter } from './unicode';

/**
 * The order that go-yaml 2 gives to keys: numbers inside of names count as numbers (`a2` before `a10`), letters come after
 * everything else.
 */
export function compareKeys(a: string, b: string): number {
  return isLess(Array.from(a), Array.from(b)) ? -1 : isLess(Array.from(b), Array.from(a)) ? 1 : 0;
}

function isLess(a: readonly string[], b: readonly string[]): boolean {
  const at = a.findIndex((character, index) => character !== b[index]);
  const left = a[at];
  const right = b[at];
  if (left === undefined || right === undefined) return a.length < b.length;
  const [leftIsLetter, rightIsLetter] = [isLetter(left), isLetter(right)];
  if (leftIsLetter && rightIsLetter) return code(left) < code(right);
  if (leftIsLetter || rightIsLetter) return rightIsLetter;
  // A zero inside of a longer number must not be taken for a leading zero.
  const start = (left === '0' || right === '0') && hasNumberBefore(a, at) ? 1n : 0n;
  const [leftNumber, leftEnd] = readNumber(a, at, start);
  const [rightNumber, rightEnd] = readNumber(b, at, start);
  if (leftNumber !== rightNumber) return leftNumber < rightNumber;
  return leftEnd === rightEnd ? code(left) < code(right) : leftEnd < rightEnd;
}

function hasNumberBefore(text: readonly string[], at: number): boolean {
  for (let index = at - 1; index >= 0 && isDigit(text[index] ?? ''); index -= 1) {
    if (text[index] !== '0') return true;
  }
  return false;
}

/** Digits from a place on, as the 64-bit number that go-yaml makes of them. */
function readNumber(text: readonly string[], at: number, start: bigint): [value: bigint, end: number] {
  let value = start;
  let end = at;
  while (isDigit(text[end] ?? '')) {
    value = BigInt.asIntN(64, value * 10n + BigInt(code(text[end] ?? '') - 0x30));
    end += 1;
  }
  return [value, end];
}

function code(character: string): number {
  return character.codePointAt(0) ?? 0;
}
