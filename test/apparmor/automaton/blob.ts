/** The serialized form in which the parser hands profiles to the kernel: tagged values, named or not. */

const CODES = [
  'u8',
  'u16',
  'u32',
  'u64',
  'name',
  'string',
  'blob',
  'struct',
  'structEnd',
  'list',
  'listEnd',
  'array',
  'arrayEnd',
] as const;
type Code = (typeof CODES)[number];

export type Value =
  | { readonly kind: 'number'; readonly name?: string; readonly number: bigint }
  | { readonly kind: 'bytes'; readonly name?: string; readonly bytes: Buffer }
  | { readonly kind: 'group'; readonly name?: string; readonly values: readonly Value[] };

const WIDTHS: Partial<Record<Code, number>> = { u8: 1, u16: 2, u32: 4, u64: 8 };
const OPENS: Partial<Record<Code, Code>> = { struct: 'structEnd', list: 'listEnd', array: 'arrayEnd' };

/** All values of a policy, in their order. */
export function readValues(policy: Buffer): readonly Value[] {
  let at = 0;
  const number = (width: number): bigint => {
    let value = 0n;
    for (let byte = width - 1; byte >= 0; byte--) value = (value << 8n) | BigInt(policy[at + byte] as number);
    at += width;
    return value;
  };
  const bytes = (length: number): Buffer => {
    at += length;
    return policy.subarray(at - length, at);
  };

  function values(end?: Code): readonly Value[] {
    const found: Value[] = [];
    let name: string | undefined;
    while (at < policy.length) {
      const code = CODES[policy[at++] as number];
      if (code === undefined) throw new Error(`no value begins at byte ${at - 1} of the policy`);
      if (code === end) return found;
      if (code === 'name') {
        name = bytes(Number(number(2)))
          .toString('latin1')
          .slice(0, -1);
        continue;
      }
      const width = WIDTHS[code];
      const close = OPENS[code];
      if (width) {
        found.push({ kind: 'number', name, number: number(width) });
      } else if (code === 'string' || code === 'blob') {
        found.push({ kind: 'bytes', name, bytes: bytes(Number(number(code === 'string' ? 2 : 4))) });
      } else if (close) {
        if (code === 'array') number(2);
        found.push({ kind: 'group', name, values: values(close) });
      } else {
        throw new Error(`${code} at byte ${at - 1} of the policy ends nothing`);
      }
      name = undefined;
    }
    return found;
  }
  return values();
}

const named = (values: readonly Value[], name: string): Value | undefined => values.find((each) => each.name === name);

export const groupIn = (values: readonly Value[], name: string): readonly Value[] | undefined => {
  const found = named(values, name);
  return found?.kind === 'group' ? found.values : undefined;
};

export const bytesIn = (values: readonly Value[], name: string): Buffer | undefined => {
  const found = named(values, name);
  return found?.kind === 'bytes' ? found.bytes : undefined;
};

export const numbersOf = (values: readonly Value[]): readonly number[] =>
  values.flatMap((each) => (each.kind === 'number' ? Number(each.number) : []));

/** Strings without the NUL at their end; one inside is kept. */
export const textsOf = (values: readonly Value[]): readonly string[] =>
  values.flatMap((each) => (each.kind === 'bytes' ? each.bytes.toString('utf8').slice(0, -1) : []));
