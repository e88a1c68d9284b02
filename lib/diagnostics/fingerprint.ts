/**
 * A short name for a list of texts: 16 hexadecimal digits, the same on every machine. It keeps problems apart in reports
 * and protects nothing: two 32-bit multiply-xor lanes with different constants, no cryptography, no Node API.
 */
export function fingerprint(parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x27d4eb2f);
    a ^= a >>> 15;
    b = Math.imul(b ^ code, 0x165667b1);
    b ^= b >>> 13;
  }
  // Each lane stirs the other once more, so that short texts differ in all digits.
  const first = stir(a ^ Math.imul(b, 0xc2b2ae35));
  const second = stir(b ^ Math.imul(first, 0x9e3779b1));
  return hex(first) + hex(second);
}

function stir(value: number): number {
  let result = value ^ (value >>> 16);
  result = Math.imul(result, 0x7feb352d);
  result ^= result >>> 15;
  result = Math.imul(result, 0x846ca68b);
  return result ^ (result >>> 16);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
