/** What is looked at with and without an abi rule, by the classes that the parsers write down. */
import { expect, it } from 'vitest';
import { mediatedBy, namesAbi } from '../../../lib/apparmor/language/evaluate/policy';
import { parsePolicy } from '../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { requireTool } from '../../tools/find';
import { commandOf, parserOf } from '../parsers';
import { compile } from './compile';
import { DEAD, START } from './dfa';

/** Classes of the kernel. Unix sockets have none of their own where networks have one. */
const CLASSES: Readonly<Record<string, number>> = {
  network: 14,
  signal: 10,
  ptrace: 9,
  mount: 7,
  dbus: 32,
  mqueue: 17,
  userns: 21,
  io_uring: 22,
};

const ABI: Readonly<Record<'3.0' | '4.1' | '5.0', string>> = { '3.0': 'abi/3.0', '4.1': 'abi/4.0', '5.0': 'abi/5.0' };

it.for(['3.0', '4.1', '5.0'] as const)('with %s an abi rule decides what is looked at', async (version, context) => {
  requireTool(context, parserOf(version).program);
  for (const abi of [false, true]) {
    const text = `${abi ? `abi <${ABI[version]}>,\n` : ''}profile a { /a r, }`;
    const [profile] = await compiled(version, text);
    const { policy } = profile ?? {};
    // 5.0 writes rules of networks into another class, where the kernel can take it.
    const has = (number: number): boolean => policy?.dfa.step(START, number) !== DEAD;
    const theirs = Object.keys(CLASSES).filter(
      (name) => has(CLASSES[name] as number) || (name === 'network' && has(15)),
    );
    const ours: readonly string[] = mediatedBy(
      version,
      namesAbi(parsePolicy({ text }, { version, report: () => {} }).items),
    );
    expect(theirs, text).toEqual(Object.keys(CLASSES).filter((name) => ours.includes(name)));
  }
});

async function compiled(
  version: ParserVersion,
  text: string,
): Promise<Exclude<Awaited<ReturnType<typeof compile>>, string>> {
  const made = await compile(version, text, 'unpinned');
  if (typeof made === 'string') throw new Error(`${commandOf(version).join(' ')}: ${made}`);
  return made;
}
