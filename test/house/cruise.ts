import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** An import that a rule of the import table forbids: from a file, to a file or package. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
    readonly totalDependenciesCruised: number;
  };
}

/** Reads the imports of `lib/` below a folder and holds them against the import table of this repository. */
export function cruise(folder: string): { readonly violations: readonly Violation[]; readonly imports: number } {
  const program = join(ROOT, 'node_modules/.bin/depcruise');
  const args = ['--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', 'lib'];
  const report: Report = JSON.parse(execFileSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 27 }));
  const { violations, totalDependenciesCruised } = report.summary;
  return {
    violations: violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    imports: totalDependenciesCruised,
  };
}
