import { DEAD, START } from '../glob/automaton';
import { common } from '../glob/compare';
import { type Glob, matches } from '../glob/glob';

/** Sets of states grow with each glob that is taken out; texts longer than this path would be are not looked for. */
const MOST_STATES = 20_000;

const decoder = new TextDecoder();

interface Step {
  readonly states: readonly number[];
  readonly before: Step | undefined;
  readonly byte: number;
}

/** A shortest text that both globs match and none of the others; undefined when there is none. */
export function meet(a: Glob, b: Glob, others: readonly Glob[]): string | undefined {
  const path = a.literal && b.literal && a.regex === b.regex ? a.text : common(a, b);
  if (path === undefined || !others.some((other) => matches(other, path))) return path;
  return a.literal || b.literal ? undefined : search([a, b, ...others]);
}

/** Walks all automata at once: the first two must accept, the others must not. */
function search(globs: readonly Glob[]): string | undefined {
  const automata = globs.map((glob) => glob.automaton());
  const bytes = telling(automata.map(({ classes }) => classes));
  const first: Step = { states: automata.map(() => START), before: undefined, byte: 0 };
  const seen = new Set<string>([first.states.join(' ')]);
  const steps = [first];
  for (let at = 0; at < steps.length && at < MOST_STATES; at += 1) {
    const step = steps[at] as Step;
    if (step.states.every((state, index) => automata[index]?.accepts(state) === index < 2)) return spell(step);
    for (const byte of bytes) {
      const states = step.states.map(
        (state, index) => automata[index]?.step(state, automata[index]?.classes[byte] ?? 0) ?? DEAD,
      );
      const key = states.join(' ');
      if (states[0] === DEAD || states[1] === DEAD || seen.has(key)) continue;
      seen.add(key);
      steps.push({ states, before: step, byte });
    }
  }
  return undefined;
}

/** One byte for each way in which automata tell bytes apart, letters first. */
function telling(classes: readonly Uint8Array[]): readonly number[] {
  const told = new Map<string, number>();
  for (const byte of READABLE_FIRST) {
    const key = classes.map((each) => each[byte]).join(' ');
    if (!told.has(key)) told.set(key, byte);
  }
  return [...told.values()];
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => letter.charCodeAt(0));
const READABLE_FIRST: readonly number[] = [...LETTERS, ...new Uint8Array(256).keys()];

function spell(end: Step): string {
  const bytes: number[] = [];
  for (let step: Step | undefined = end; step?.before !== undefined; step = step.before) bytes.push(step.byte);
  return decoder.decode(Uint8Array.from(bytes.reverse()));
}
