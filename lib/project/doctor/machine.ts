import { coerce, lt } from 'semver';
import { oneProgram } from '../lint/one-program';
import { type ProgramName, ROWS } from '../programs';
import { type Found, missing, ok, reason, type Surroundings, warn } from './finding';

/** What each program is needed for. */
const PURPOSES: Readonly<Record<ProgramName, string>> = {
  helm: 'charts can be neither checked nor installed',
  helmfile: 'cluster management projects can be neither compared nor applied',
  kubectl: 'no cluster can be reached',
};

/** Which programs are there, and are they new enough? */
export async function lookAtMachine({ env, cwd }: Surroundings): Promise<readonly Found[]> {
  const names = Object.keys(PURPOSES) as ProgramName[];
  return Promise.all(
    names.map(async (name): Promise<Found> => {
      const { least, variable, versionArgs } = ROWS[name];
      const program = oneProgram(name, env, cwd);
      const install = `install ${name} ${least} or later, or set ${variable} to its path`;
      if (program.missing !== undefined)
        return missing(name, `${program.missing.message.replace(`${name} `, '')}: ${PURPOSES[name]}`, install);
      const outcome = await program.run(versionArgs);
      const version = coerce(/"gitVersion": *"([^"]+)"/.exec(outcome.stdout)?.[1] ?? outcome.stdout)?.version;
      if (outcome.code !== 0) return warn(name, `does not tell its version: ${reason(outcome)}`, install);
      if (version === undefined) return warn(name, 'does not tell its version', install);
      return lt(version, least)
        ? missing(name, `${version} is too old: ${PURPOSES[name]}`, install)
        : ok(name, version);
    }),
  );
}
