/** Ours against the real parser: where they disagree, by the shortest text that shows it, grouped by what is at fault. */
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { verdicts } from '../parsers';
import { isChance } from './chance';
import { minimise } from './minimise';
import { type OurVerdict, ours } from './ours';

export interface Disagreement {
  readonly version: ParserVersion;
  readonly text: string;
  readonly accepted: boolean;
  /** What the one that refuses says. */
  readonly reason: string;
}

export interface Comparison {
  readonly inputs: number;
  readonly accepted: number;
  /** Texts that the real parser died of. */
  readonly crashed: number;
  /** Texts of which it says another thing when what does not matter is written above. */
  readonly undecided: number;
  readonly disagreements: readonly Disagreement[];
}

/** The message and where it was thrown. */
const shortened = (stack: string): string => stack.split('\n').slice(0, 2).join(' ');

const reasonOf = (accepted: boolean, message: string, { errors, thrown }: OurVerdict): string =>
  accepted
    ? ((thrown !== undefined ? shortened(thrown) : errors.map(({ code, message: said }) => `${code} ${said}`)[0]) ?? '')
    : (message.split('\n').find((line) => !line.startsWith('Ignoring:')) ?? '');

/** What either says of exec modes that contradict each other. */
const CONFLICT = /conflicting x modifiers|APPARMOR1085/;

/** Judges texts both ways. `folder` is the tree of includes that they name. */
export async function compare(version: ParserVersion, texts: readonly string[], folder: string): Promise<Comparison> {
  const options = { include: [folder], folder };
  const real = await verdicts(version, texts, options);
  const differing = texts.flatMap((text, index): readonly Disagreement[] => {
    const verdict = real[index];
    if (verdict === undefined || verdict.crashed) {
      return [];
    }
    const our = ours(version, text, folder);
    return our.accepted === verdict.accepted
      ? []
      : [{ version, text, accepted: verdict.accepted, reason: reasonOf(verdict.accepted, verdict.message, our) }];
  });
  const disagreements: Disagreement[] = [];
  for (const each of differing) {
    if (!(CONFLICT.test(each.reason) && (await isChance(version, each.text, options)))) disagreements.push(each);
  }
  return {
    inputs: texts.length,
    accepted: real.filter(({ accepted }) => accepted).length,
    crashed: real.filter(({ crashed }) => crashed).length,
    undecided: differing.length - disagreements.length,
    disagreements,
  };
}

/** What is at fault, without the names and numbers of one text. */
export const faultClass = ({ accepted, reason }: Disagreement): string =>
  `${accepted ? 'only ours refuses' : 'only the real one refuses'}: ${reason
    .replace(/^.* at line \d+: /, '')
    .replace(/^\S*\/apparmor_parser: /, '')
    .replace(/"[^"]*"|'[^']*'|\d+/g, '…')
    .trim()}`;

export interface FaultClass {
  readonly name: string;
  readonly count: number;
  /** The shortest one, minimised. */
  readonly example: Disagreement;
}

/** Disagreements by fault class, the largest first, each with a minimised example. */
export async function faultClasses(
  found: readonly Disagreement[],
  folder: string,
  atMost = 20,
): Promise<readonly FaultClass[]> {
  const classes = new Map<string, Disagreement[]>();
  for (const each of found) {
    const name = `${each.version}: ${faultClass(each)}`;
    classes.set(name, [...(classes.get(name) ?? []), each]);
  }
  const largest = [...classes].sort(([, a], [, b]) => b.length - a.length).slice(0, atMost);
  const described: FaultClass[] = [];
  for (const [name, all] of largest) {
    const [shortest] = [...all].sort((a, b) => a.text.length - b.text.length);
    if (shortest !== undefined) {
      described.push({ name, count: all.length, example: await minimised(shortest, folder) });
    }
  }
  return described;
}

/** The same disagreement with as little text as shows it: of the same class, or it would wander to another fault. */
async function minimised(found: Disagreement, folder: string): Promise<Disagreement> {
  const wanted = faultClass(found);
  let shortest = found;
  await minimise(found.text, async (candidates) => {
    const { disagreements } = await compare(found.version, candidates, folder);
    const same = disagreements.filter((each) => faultClass(each) === wanted);
    for (const each of same) {
      if (each.text.length < shortest.text.length) shortest = each;
    }
    const texts = new Set(same.map(({ text }) => text));
    return candidates.map((candidate) => texts.has(candidate));
  });
  return shortest;
}

/** Fault classes as a text for the one who mends them. */
export const report = (classes: readonly FaultClass[]): string =>
  classes
    .map(
      ({ name, count, example: { text, reason } }) =>
        `${count}x ${name}\n  ${reason}\n${text.replace(/^/gm, '    | ')}`,
    )
    .join('\n\n');
