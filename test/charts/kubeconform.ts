import { execFile } from 'node:child_process';

interface Report {
  readonly resources?: readonly {
    readonly filename: string;
    readonly kind: string;
    readonly name: string;
    readonly msg: string;
  }[];
  readonly summary: {
    readonly valid: number;
    readonly invalid: number;
    readonly errors: number;
    readonly skipped: number;
  };
}

/** What kubeconform found, in strict mode: how many objects are valid, and a line for each that is not or could not be judged. */
export function kubeconform(
  program: string,
  schemaLocations: readonly string[],
  target: string,
): Promise<{ readonly valid: number; readonly problems: readonly string[] }> {
  const locations = schemaLocations.flatMap((location) => ['-schema-location', location]);
  const args = ['-strict', '-summary', '-output', 'json', '-n', '2', ...locations, target];
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (stdout === '') return reject(error ?? new Error(stderr));
      const { resources = [], summary } = JSON.parse(stdout) as Report;
      resolve({
        valid: summary.valid,
        problems: [
          ...resources.map(({ filename, kind, name, msg }) => `${filename}: ${kind}/${name}: ${msg}`),
          ...(summary.skipped > 0 ? [`${summary.skipped} objects were skipped`] : []),
        ],
      });
    });
  });
}
