import type { ContainerRules, Property } from '../language/model';
import type { Verdict } from './model';

const NOTHING: Verdict = { answer: 'nothing', reasons: [], limits: [], needs: [] };

const FALCO = 'to run on the node, with rules for it: none are written from this policy';
const SEEN = 'it sees system calls, and stops none';
const SAW: Verdict = { answer: 'detects', reasons: [], limits: [SEEN], needs: [FALCO] };

/** Whether a policy says something about a property. */
export function restricts({ processes, files, shells, ports }: ContainerRules): Readonly<Record<Property, boolean>> {
  return {
    processes: processes.start === 'only',
    files: files.rest !== 'writable' || files.readOnly.length > 0 || files.hidden.length > 0,
    shells: !shells.allowed,
    ports: ports.open !== 'any',
  };
}

/** What Falco makes of each property: it blocks nothing. */
export function judgeFalco(rules: ContainerRules): Readonly<Record<Property, Verdict>> {
  const asked = restricts(rules);
  const see = (property: Property): Verdict => (asked[property] ? SAW : NOTHING);
  return { processes: see('processes'), files: see('files'), shells: see('shells'), ports: see('ports') };
}

/** What network policies make of each property: ports alone. */
export function judgeNetworkPolicy(rules: ContainerRules): Readonly<Record<Property, Verdict>> {
  const ports: Verdict = {
    answer: 'unreachable',
    reasons: [],
    limits: ['a port may be opened, but nobody outside of the pod reaches it'],
    needs: ['a network plugin that enforces it, and one for these pods: none is written from this policy'],
  };
  return { processes: NOTHING, files: NOTHING, shells: NOTHING, ports: restricts(rules).ports ? ports : NOTHING };
}
