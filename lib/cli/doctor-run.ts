import type { Role } from '../diagnostics/painter';
import { visible } from '../diagnostics/visible';
import type { Area, Finding, Status } from '../project/doctor';
import { examine } from '../project/doctor';
import { EXIT, type Io } from './io';
import { painterFor } from './painter';

/** Options of `doctor` as the user gave them. */
export interface DoctorCliOptions {
  readonly json?: boolean;
  readonly kubeContext?: string;
  readonly namespace?: string;
}

const TITLES: Readonly<Record<Area, string>> = {
  machine: 'This machine',
  project: 'This project',
  cluster: 'The cluster',
  nodes: 'Its nodes',
  rights: 'What you may do there',
};

const ROLES: Readonly<Record<Status, Role>> = { ok: 'good', warn: 'warning', missing: 'error' };

/** Looks at everything and prints what was found. Sets the exit code: 1 when something is missing. */
export async function runDoctor(folder: string, options: DoctorCliOptions, io: Io): Promise<void> {
  const { json, kubeContext, namespace } = options;
  const found = await examine({
    folder,
    cwd: io.cwd,
    env: io.env,
    ...(namespace !== undefined && { namespace }),
    ...(kubeContext !== undefined && { kubeContext }),
  });
  io.stdout.write(json === true ? found.map((each) => `${JSON.stringify(row(each))}\n`).join('') : report(found, io));
  if (found.some(({ status }) => status === 'missing')) io.exit(EXIT.FINDINGS);
}

/** Every key is always there; what is not known is null. */
function row({ area, name, status, says, advice }: Finding): Readonly<Record<string, string | null>> {
  return { area, name, status, says, advice: advice ?? null };
}

function report(found: readonly Finding[], io: Io): string {
  const paint = painterFor(io.stdout, io.env);
  const areas = (Object.keys(TITLES) as Area[]).filter((area) => found.some((each) => each.area === area));
  const blocks = areas.map((area) => {
    const lines = found
      .filter((each) => each.area === area)
      .flatMap(({ name, status, says, advice }) => {
        const head = `  ${paint(ROLES[status], status.padEnd(7))} ${visible(name)}: ${visible(says)}`;
        return advice === undefined ? [head] : [head, `          ${paint('hint', `-> ${visible(advice)}`)}`];
      });
    return `${paint('place', TITLES[area])}\n${lines.join('\n')}\n`;
  });
  return `${blocks.join('\n')}\n${summary(found)}\n`;
}

function summary(found: readonly Finding[]): string {
  const count = (status: Status): number => found.filter((each) => each.status === status).length;
  return `${count('ok')} ok, ${count('warn')} to look at, ${count('missing')} missing. Nothing was changed.`;
}
