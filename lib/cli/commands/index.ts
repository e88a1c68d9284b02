import { apply } from './apply';
import { checkApparmor } from './check-apparmor';
import { checkFalco } from './check-falco';
import { checkPodSecurity } from './check-pod-security';
import { checkPolicy } from './check-policy';
import { completion } from './completion';
import { coverage } from './coverage';
import { diff } from './diff';
import { doctor } from './doctor';
import { evaluateApparmor } from './evaluate-apparmor';
import { evaluatePodSecurity } from './evaluate-pod-security';
import { generate } from './generate';
import { INIT } from './init';
import { lint } from './lint';
import { migratePsp } from './migrate-psp';
import type { CommandRow } from './row';
import { upgrade } from './upgrade';

export type { CommandRow, Example } from './row';

/** All commands. A new one is one file and one row. */
export const COMMANDS: readonly CommandRow[] = [
  apply,
  checkApparmor,
  checkFalco,
  checkPodSecurity,
  checkPolicy,
  completion,
  coverage,
  diff,
  doctor,
  evaluateApparmor,
  evaluatePodSecurity,
  generate,
  ...INIT,
  lint,
  migratePsp,
  upgrade,
];

/** What the first word of commands with two words is about. */
export const GROUPS: Readonly<Record<string, string>> = {
  check: 'check policy text: every problem with its place',
  evaluate: 'tell what is allowed and what is denied, and by which rule',
  init: 'write the first files of a project',
  migrate: 'bring over what is there into what this program works with',
};
