import { visible } from '../../diagnostics/visible';
import { failureOf } from '../failures';
import { helmfileDiff } from './helmfile';
import type { Session } from './session';
import { helmDiffVersion } from './stored';

/** Exit codes of `helmfile diff --detailed-exitcode` that are an answer: no difference, and some. */
const ANSWERS: ReadonlySet<number> = new Set([0, 2]);

/** What the plugin helm-diff shows, where Helm has it. */
export interface HelmDiff {
  /** Which of the two ways was taken; a sentence without a full stop. */
  readonly way: string;
  /** Lines of helm-diff, secrets left out. */
  readonly lines: readonly string[];
}

/** Asks helm-diff. What it says is for people to read: whether anything differs is not its decision. */
export async function helmDiffOf({ programs, project, cluster }: Session): Promise<HelmDiff> {
  const version = await helmDiffVersion(cluster);
  if (version === undefined) return { way: 'Helm has no plugin diff: the comparison below stands alone', lines: [] };
  const outcome = await helmfileDiff(programs, project);
  if (!ANSWERS.has(outcome.code)) {
    const { message } = failureOf('helmfile', `asking helm-diff ${version}`, outcome).diagnostics[0] ?? {};
    const last = outcome.stderr.trim().split('\n').at(-1) ?? '';
    return { way: `${message} (${visible(last.trim())}): the comparison below stands alone`, lines: [] };
  }
  const lines = outcome.stdout.trimEnd().split('\n');
  return {
    way: `helm-diff ${version} shows it first; the comparison below decides`,
    lines: lines.join('') === '' ? [] : lines.map((line) => visible(line)),
  };
}
