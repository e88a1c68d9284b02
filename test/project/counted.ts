/** Programs that write down when they were called, and then do what they do. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing, tool } from '../tools/find';

/** One call: a program and its first words. */
export interface Call {
  readonly program: string;
  readonly args: string;
}

/** Stand-ins for programs of the PATH, by the variable that names them. `remove` takes them away. */
export class Counted {
  readonly #folder = mkdtempSync(join(tmpdir(), 'counted-'));
  readonly #log = join(this.#folder, 'log');
  readonly env: Readonly<Record<string, string>>;

  /** `programs`: variable to name of the tool, such as `HELM_BIN` to `helm4`. */
  constructor(programs: Readonly<Record<string, string>>) {
    this.env = Object.fromEntries(
      Object.entries(programs).map(([variable, name]) => {
        const path = tool(name);
        if (path === undefined) throw new Error(missing(name));
        const file = join(this.#folder, name);
        writeFileSync(file, `#!/bin/sh\nprintf '%s %s\\n' '${variable}' "$*" >> '${this.#log}'\nexec '${path}' "$@"\n`);
        chmodSync(file, 0o755);
        return [variable, file];
      }),
    );
    this.forget();
  }

  /** What was called since the last time. */
  calls(): readonly Call[] {
    const lines = readFileSync(this.#log, 'utf8')
      .split('\n')
      .filter((line) => /^[A-Z]+_BIN /.test(line));
    this.forget();
    return lines.map((line) => {
      const [program = '', ...args] = line.split(' ');
      return { program, args: args.join(' ') };
    });
  }

  forget(): void {
    writeFileSync(this.#log, '');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
