/** Runs tables of acts in containers and says what the kernel made of each. */
import { expect } from 'vitest';
import type { Act } from './acts';
import type { AuditRecord } from './audit';
import type { Boot } from './boot';

/** What the probe says of one act. */
export interface Answer {
  readonly name: string;
  /** 0 for success, -1 where it was not the kernel who refused. */
  readonly errno: number;
  readonly call?: string;
  readonly text?: string;
}

/** EPERM and EACCES: refused for want of a right, and not because something is missing or wrong. */
const REFUSED = [1, 13] as const;

/** Standard input of `probe acts`. */
export const orders = (acts: readonly Act[]): string => JSON.stringify(acts.map(({ name, act }) => ({ name, act })));

/** What a container's probe answered, by act. Throws when the container did not run to its end. */
export function answersOf(boot: Boot, name: string): ReadonlyMap<string, Answer> {
  const { exit, stdout, stderr } = boot.step(name);
  if (exit !== 0) {
    throw new Error(`container ${name} ended with exit code ${exit}:\n${stdout}${stderr}`);
  }
  const answers: readonly Answer[] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return new Map(answers.map((answer) => [answer.name, answer]));
}

/** The records of a container's step that a profile's verdict left for an act. */
export function recordsOf(
  boot: Boot,
  container: string,
  verdicts: readonly string[],
  profile: string,
  act: Act,
): readonly AuditRecord[] {
  const wanted: Readonly<Record<string, string | RegExp>> = { profile, ...act.record };
  // Of one capability and one profile a processor writes one record, and forgets it only for another profile: what one
  // container is told of, the next one under the same profile may do in silence (the kernel's audit_caps).
  const steps = 'capname' in act.record ? boot.steps : [boot.step(container)];
  return steps
    .flatMap(({ audit }) => audit)
    .filter(
      ({ apparmor, fields }) =>
        verdicts.includes(apparmor) &&
        Object.entries(wanted).every(([field, value]) => {
          const found = fields[field] ?? '';
          return typeof value === 'string' ? found === value : value.test(found);
        }),
    );
}

/** What a record says of an act that a profile does not allow. In audit mode some rules allow and tell (`audit /** ix`). */
export const VERDICTS = { enforce: ['DENIED'], audit: ['ALLOWED', 'AUDIT'] } as const;

export function expectSuccess(answer: Answer | undefined): void {
  expect(answer).toMatchObject({ errno: 0 });
}

/** The call that was meant was refused, and by this profile. */
export function expectRefused(answer: Answer | undefined, act: Act, records: readonly AuditRecord[]): void {
  expect(answer).toMatchObject({ call: act.call, errno: expect.toSatisfy((errno) => REFUSED.includes(errno)) });
  expect(records).not.toEqual([]);
}
