/** The reader of the tables against the automaton as the parser prints it (`-D dfa-states`): is the walker itself right? */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireTool } from '../../tools/find';
import { commandOf, parserOf } from '../parsers';
import { readPolicy } from './compiled';
import { START } from './dfa';
import { FileRules } from './file-rules';
import { near } from './globs';
import { Random } from './random';

interface PrintedState {
  readonly allow: number;
  readonly deny: number;
  readonly audit: number;
  readonly quiet: number;
  readonly steps: ReadonlyMap<number, number>;
  /** Where all other bytes lead, but for some that lead nowhere. */
  readonly otherwise?: { readonly to: number; readonly not: ReadonlySet<number> };
}

const numbers = (line: string): readonly number[] =>
  (/\(0x ([0-9a-f/]+)\)/.exec(line)?.[1] ?? '0/0/0/0').split('/').map((each) => Number.parseInt(each, 16));

const NAMED: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, f: 12, r: 13, e: 27 };

/** Bytes between brackets: `\x0`, `\a`, or as they are. */
const bytesIn = (text: string): readonly number[] =>
  [...text.matchAll(/\\x([0-9a-f]+)|\\(.)|([^\\])/g)].map(([, hex, name, plain]) =>
    hex === undefined
      ? name === undefined
        ? (plain ?? '').charCodeAt(0)
        : (NAMED[name] ?? name.charCodeAt(0))
      : Number.parseInt(hex, 16),
  );

/** The first automaton of a print: that of the files. */
function readStates(text: string): ReadonlyMap<number, PrintedState> {
  const states = new Map<number, PrintedState>();
  const [, print = ''] = text.split(/^\{1\} <==.*$/m);
  const permsOf = (line: string): Omit<PrintedState, 'steps'> => {
    const [allow = 0, deny = 0, audit = 0, quiet = 0] = numbers(line);
    return { allow, deny, audit, quiet };
  };
  // States that lead nowhere stand in the list at the top alone.
  for (const [line, number] of print.matchAll(/^\{(\d+)\} \(0x.*$/gm)) {
    states.set(Number(number), { ...permsOf(line), steps: new Map() });
  }
  for (const block of print.split(/^(?=\{\d+\} perms:)/m).slice(1)) {
    const [head = '', ...lines] = block.split('\n');
    const steps = new Map<number, number>();
    let otherwise: PrintedState['otherwise'];
    for (const line of lines) {
      const step = /0x([0-9a-f]+) -> \{(\d+)\}/.exec(line);
      const rest = /^\s+\[\^?(.*)\] -> \{(\d+)\}/.exec(line);
      if (step) steps.set(Number.parseInt(step[1] ?? '', 16), Number(step[2]));
      else if (rest) otherwise = { to: Number(rest[2]), not: new Set(bytesIn(rest[1] ?? '')) };
    }
    states.set(Number(/\d+/.exec(head)?.[0]), { ...permsOf(head), steps, ...(otherwise && { otherwise }) });
  }
  return states;
}

function walk(states: ReadonlyMap<number, PrintedState>, path: string): PrintedState | undefined {
  let state = states.get(1);
  for (const byte of Buffer.from(path)) {
    const { steps, otherwise } = state ?? {};
    const to = steps?.get(byte) ?? (otherwise && !otherwise.not.has(byte) ? otherwise.to : undefined);
    state = to === undefined ? undefined : states.get(to);
    if (!state) return undefined;
  }
  return state;
}

const AUDITED = 0x1fc07f;

it('the tables of 3.0 are walked to the permissions that the parser prints', (context) => {
  requireTool(context, parserOf('3.0').program);
  const folder = mkdtempSync(join(tmpdir(), 'states-'));
  context.onTestFinished(() => rmSync(folder, { recursive: true }));
  const random = new Random(20_260_101);
  let compared = 0;
  for (let round = 0; round < 15; round++) {
    const rules = new FileRules(random, '3.0');
    const samples = random.many(2, 6, () => rules.rule());
    const [file, out] = [join(folder, 'text'), join(folder, 'policy')];
    writeFileSync(file, `profile t {\n${samples.map(({ text }) => text).join('\n')}\n}\n`);
    const [program = '', ...words] = commandOf('3.0');
    const { status, stderr } = spawnSync(program, [...words, '-q', '-D', 'dfa-states', '-o', out, file]);
    if (status !== 0) continue;
    const states = readStates(stderr.toString());
    const [profile] = readPolicy(readFileSync(out));
    for (let each = 0; each < 40; each++) {
      const path = near(random, random.of(samples).text.match(/\/\S+/)?.[0] ?? '/');
      const state = profile?.files?.dfa.match(START, Buffer.from(path)) ?? 0;
      const { allow = 0, deny = 0, audit = 0, quiet = 0 } = walk(states, path) ?? {};
      const packed = (audit & AUDITED) | ((quiet & deny & AUDITED) << 7);
      const ours = [profile?.files?.dfa.accept(state), profile?.files?.dfa.accept2(state)];
      expect([path, ...ours], readFileSync(file, 'utf8')).toEqual([path, allow >>> 0, packed >>> 0]);
      compared += state === 0 ? 0 : 1;
    }
  }
  expect(compared).toBeGreaterThan(100);
});
