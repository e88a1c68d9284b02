import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KUBERNETES_VERSIONS, minorOf } from '../../lib/kubernetes/versions';
import { LEVELS } from '../../lib/pod-security/language/levels';
import type { Pod } from '../../lib/pod-security/language/pod/model';
import { CHECKS } from '../../lib/pod-security/language/psa/checks-table';
import { evaluateLevel, violation } from '../../lib/pod-security/language/psa/evaluate';
import { describeWith } from '../tools/describe';
import { requireTool } from '../tools/find';
import { psaPod } from './arbitrary-psa-pod';

const SEED = Number(process.env.PSA_SEED ?? 20_261_121);
const COUNT = Number(process.env.PSA_COUNT ?? 3_000);

/** All versions that a namespace may name: those of before 1.24 too. */
const FIRST = 0;
const LAST = minorOf(KUBERNETES_VERSIONS.at(-1) ?? '1.24');
const VERSIONS = [...Array.from({ length: LAST - FIRST + 1 }, (_, index) => `v1.${FIRST + index}`), 'v1.99', 'latest'];

interface Reply {
  readonly error?: string;
  readonly answers?: readonly {
    readonly level: (typeof LEVELS)[number];
    readonly versions: readonly string[];
    readonly detail: string;
    readonly findings: readonly { readonly check: string }[];
  }[];
}

function judged(judge: string, pods: readonly Pod[]): readonly Reply[] {
  const input = pods.map((pod) => JSON.stringify({ pod, levels: LEVELS, versions: VERSIONS })).join('\n');
  const output = execFileSync(judge, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Reply);
}

describeWith(['psa-judge'], 'the evaluator of Pod Security Admission beside the library', () => {
  it('agrees on verdict, checks and words of every pod at every level in every version', (context) => {
    const pods = fc.sample(psaPod, { seed: SEED, numRuns: COUNT });
    const replies = judged(requireTool(context, 'psa-judge'), pods);
    const failed = new Map<string, number>();
    const passed = new Map<string, number>();
    const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
    const differences: unknown[] = [];
    let asked = 0;
    for (const [index, pod] of pods.entries()) {
      const reply = replies[index];
      if (reply?.answers === undefined) throw new Error(`${reply?.error}: ${JSON.stringify(pod)}`);
      for (const { level, versions, detail, findings } of reply.answers) {
        const theirs = [...findings.map(({ check }) => check), detail].join('\n');
        for (const version of versions) {
          asked += 1;
          const answer = evaluateLevel(pod, level, version);
          const said = violation(level, version, answer).replace(`violates PodSecurity "${level}:${version}": `, '');
          const ours = [...answer.reasons.map(({ check }) => check), said].join('\n');
          if (answer.allowed === (findings.length === 0) && ours === theirs) continue;
          if (differences.length < 3) differences.push({ pod, level, version, ours, theirs });
        }
        if (level === 'privileged') continue;
        count(findings.length === 0 ? passed : failed, level);
        const ids = new Set(findings.map(({ check }) => check));
        for (const check of CHECKS) if (check.level === level) count(ids.has(check.id) ? failed : passed, check.id);
      }
    }
    expect(differences, 'the first pods that are answered differently').toEqual([]);
    expect(asked).toBe(COUNT * LEVELS.length * VERSIONS.length);
    for (const name of ['baseline', 'restricted', ...CHECKS.map(({ id }) => id)]) {
      expect(failed.get(name) ?? 0, `${name} is seen failing`).toBeGreaterThan(COUNT / 100);
      expect(passed.get(name) ?? 0, `${name} is seen passing`).toBeGreaterThan(COUNT / 100);
    }
  });
});
