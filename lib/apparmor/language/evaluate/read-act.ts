import { quote } from '../../../diagnostics/describe';
import { nearestHint } from '../../../diagnostics/nearest';
import { type Flaw, flawsOf, isObject, mustHaveShape } from '../../../diagnostics/predicates';
import type { Act } from './act';
import { ACT_FORMS } from './act-shapes';

/** An act that was read, or what is wrong with it, a sentence each. */
export type ReadAct =
  | { readonly act: Act }
  | { readonly problems: readonly { readonly message: string; readonly hint?: string }[] };

const KINDS = Object.keys(ACT_FORMS) as readonly Act['kind'][];

/** Texts of these keys are several values. */
const SPLIT: Readonly<Record<string, (text: string) => unknown>> = {
  access: (text) => [...text],
  flags: (text) => text.split(','),
  owner: (text) => (text === 'owner' ? true : text),
};

/**
 * Reads an act: words such as `open /etc/passwd w`, `exec /bin/sh`, `capability net_admin`, `socket create inet stream`,
 * or a JSON object with the same keys, `{"kind":"open","path":"/etc/passwd","access":["w"]}`.
 */
export function readAct(text: string): ReadAct {
  return text.trimStart().startsWith('{') ? fromJson(text) : fromWords(text);
}

function fromWords(text: string): ReadAct {
  const [kind = '', ...words] = text.trim().split(/\s+/);
  if (!isKind(kind)) return { problems: [unknownKind(kind)] };
  const { words: keys, optional = 0 } = ACT_FORMS[kind];
  if (words.length < keys.length - optional || words.length > keys.length) {
    const form = keys.map((key, index) => (index < keys.length - optional ? key : `[${key}]`)).join(' ');
    return {
      problems: [
        { message: `${quote(text)} has ${words.length} words after "${kind}"`, hint: `write ${kind} ${form}`.trim() },
      ],
    };
  }
  const pairs = words.map((word, index) => {
    const key = keys[index] ?? '';
    // Only files are opened with letters; everywhere else an access is a word.
    const split = key === 'access' && kind !== 'open' ? undefined : SPLIT[key];
    return [key, split ? split(word) : word] as const;
  });
  return checked(kind, { kind, ...Object.fromEntries(pairs) });
}

function fromJson(text: string): ReadAct {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problems: [{ message: `this is no JSON: ${(error as Error).message}` }] };
  }
  if (!isObject(value)) return { problems: [{ message: 'an act must be a JSON object', hint: EXAMPLE }] };
  const { kind } = value;
  if (kind === undefined)
    return { problems: [{ message: '"kind" is missing: it says which act this is', hint: EXAMPLE }] };
  if (typeof kind !== 'string' || !isKind(kind)) return { problems: [unknownKind(kind)] };
  return checked(kind, value);
}

function checked(kind: Act['kind'], value: Readonly<Record<string, unknown>>): ReadAct {
  const flaws = flawsOf(mustHaveShape({ kind: () => undefined, ...ACT_FORMS[kind].shape }), value, '');
  return flaws.length === 0 ? { act: value as unknown as Act } : { problems: flaws.map(asProblem) };
}

function asProblem({ at, says, hint }: Flaw): { readonly message: string; readonly hint?: string } {
  return { message: `"${at.replace(/^\./, '')}" ${says}`, ...(hint !== undefined && { hint }) };
}

function unknownKind(kind: unknown): { readonly message: string; readonly hint: string } {
  const hint =
    (typeof kind === 'string' && kind !== '' && nearestHint(kind, KINDS)) ||
    `an act begins with one of ${KINDS.join(', ')}`;
  return { message: `${typeof kind === 'string' ? quote(kind) : 'this'} is no act`, hint };
}

function isKind(kind: string): kind is Act['kind'] {
  return Object.hasOwn(ACT_FORMS, kind);
}

const EXAMPLE = 'such as {"kind":"exec","path":"/bin/sh"}';
