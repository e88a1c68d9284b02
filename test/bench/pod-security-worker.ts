import { readFileSync } from 'node:fs';
import type * as arriving from '../../lib/pod-security/language/pod/arriving';
import type { Pod } from '../../lib/pod-security/language/pod/model';
import type * as request from '../../lib/pod-security/language/pod/request';
import type * as psa from '../../lib/pod-security/language/psa/evaluate';
import type * as psp from '../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../lib/pod-security/language/psp/policy';

// What users get: the compiled package.
const { arrivingPod } = require('../../dist/pod-security/language/pod/arriving') as typeof arriving;
const { serviceAccount } = require('../../dist/pod-security/language/pod/request') as typeof request;
const { evaluateLevel } = require('../../dist/pod-security/language/psa/evaluate') as typeof psa;
const { evaluatePolicies } = require('../../dist/pod-security/language/psp/evaluate') as typeof psp;

/**
 * Seconds of processor time before the clock starts. So long an engine of JavaScript goes on compiling what runs most, and
 * counts for less and less, the more pods a program judges; the library of Go came compiled.
 */
const WARM_UP = 2;

/** The time that processors have spent on this program: what else the machine does takes nothing away. */
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** How often in a second of processor time something can be done with each of the items, in whole rounds. */
function rounds<T>(items: readonly T[], seconds: number, one: (item: T) => unknown): number {
  const start = cpuSeconds();
  let done = 0;
  do {
    for (const item of items) one(item);
    done += items.length;
  } while (cpuSeconds() - start < seconds);
  return done / (cpuSeconds() - start);
}

function perSecond<T>(items: readonly T[], seconds: number, one: (item: T) => unknown): number {
  rounds(items, WARM_UP, one);
  return rounds(items, seconds, one);
}

/** Judges all pods of a file, one line each. Prints one line of JSON. */
function main(podFile: string, policyFile: string, version: string, seconds: number): void {
  const texts = readFileSync(podFile, 'utf8').split('\n');
  const policies = JSON.parse(readFileSync(policyFile, 'utf8')) as readonly NamedPolicy[];
  const pods = texts.map((text) => JSON.parse(text) as Pod);
  const user = serviceAccount('shop', 'default');
  const judged = (pod: Pod) =>
    evaluatePolicies({ operation: 'CREATE', pod: arrivingPod(pod), namespaceName: 'shop', user }, policies, () => true);
  const result = {
    // What a program gets that judges these pods and ends.
    coldPolicies: rounds(pods, 0, judged),
    coldRestricted: rounds(pods, 0, (pod) => evaluateLevel(pod, 'restricted', version)),
    warmUp: WARM_UP,
    policies: perSecond(pods, seconds, judged),
    letIn: pods.filter((pod) => judged(pod).allowed).length,
    baseline: perSecond(pods, seconds, (pod) => evaluateLevel(pod, 'baseline', version)),
    restricted: perSecond(pods, seconds, (pod) => evaluateLevel(pod, 'restricted', version)),
    baselineText: perSecond(texts, seconds, (text) => evaluateLevel(JSON.parse(text) as Pod, 'baseline', version)),
    restrictedText: perSecond(texts, seconds, (text) => evaluateLevel(JSON.parse(text) as Pod, 'restricted', version)),
    refused: {
      baseline: pods.filter((pod) => !evaluateLevel(pod, 'baseline', version).allowed).length,
      restricted: pods.filter((pod) => !evaluateLevel(pod, 'restricted', version).allowed).length,
    },
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

const [pods = '', policies = '', version = '', seconds] = process.argv.slice(2);
main(pods, policies, version, Number(seconds));
