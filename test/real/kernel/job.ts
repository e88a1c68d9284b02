/** What the agent in the kernel (test/tools/kernel-guest/agent) is told and what it answers. */
import { type AuditRecord, parseAudit } from './audit';

/** One program to run in the booted machine, as root and without confinement. */
export interface Step {
  /** Unique within a boot. */
  readonly name: string;
  /** The program and its arguments; `['sh', '-c', '…']` has busybox's shell and its applets. */
  readonly run: readonly string[];
  /** Such as `A=b`, added to PATH and HOME. */
  readonly env?: readonly string[];
  readonly stdin?: string;
  /** Milliseconds after which it is killed. Default: 60,000. */
  readonly limit?: number;
  /** It is not waited for; what it prints goes to `/run/steps/<name>.log` in the machine. */
  readonly background?: boolean;
}

/** What came of a step. */
export interface StepResult {
  readonly name: string;
  /** Exit code; 128 and the signal's number where a signal ended it; -1 where it could not be started. */
  readonly exit: number;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** What the kernel recorded from the end of the step before to the end of this one. */
  readonly audit: readonly AuditRecord[];
}

export interface Job {
  /** Paths of kernel modules. */
  readonly modules: readonly string[];
  readonly steps: readonly Step[];
}

const STEP_LIMIT_MS = 60_000;

/** The job as the agent reads it. Throws when two steps have one name. */
export function jobText({ modules, steps }: Job): string {
  const names = steps.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`two steps are called "${twice}"`);
  }
  return JSON.stringify({ modules, steps: steps.map((step) => ({ limit: STEP_LIMIT_MS, ...step })) });
}

/** A line that the agent wrote. */
type Line =
  | { readonly booted: true; readonly audit: readonly string[] }
  | { readonly begins: string }
  | { readonly ended: true }
  | (Omit<StepResult, 'audit'> & { readonly audit: readonly string[] });

/** What the agent said so far. */
export class Answers {
  readonly results: StepResult[] = [];
  /** Name of the step that runs, or undefined. */
  running: string | undefined;
  ended = false;

  /** Takes one line. Throws when it is not the agent's. */
  take(text: string): void {
    const line: Line = JSON.parse(text);
    if ('begins' in line) {
      this.running = line.begins;
    } else if ('ended' in line) {
      this.ended = true;
    } else if ('name' in line) {
      this.running = undefined;
      this.results.push({ ...line, audit: line.audit.flatMap(parseAudit) });
    }
  }
}
