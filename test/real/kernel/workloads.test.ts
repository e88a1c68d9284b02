import { beforeAll, describe, expect, it } from 'vitest';
import { compileToAppArmor, profilesOf } from '../../../lib/container-policy/compile';
import type { Mode } from '../../../lib/container-policy/language/model';
import { describeWith } from '../../tools/describe';
import { type Boot, bootKernel, KERNEL_TOOLS } from './boot';
import { type Container, containerFiles, exec, type Runtime, runToEnd, startServer, waitForEnd } from './container';
import type { Entry } from './cpio';
import type { Step } from './job';
import { VERDICTS } from './judge';
import { WORKLOADS, type Workload } from './workloads';

const MODES: readonly Mode[] = ['enforce', 'audit'];

function serverOf(workload: Workload, runtime: Runtime, mode: Mode): Container {
  const name = `${runtime}-${mode}`;
  return {
    ...workload.server,
    name,
    runtime,
    image: `/images/${workload.name}`,
    profile: `${workload.name}-${mode}`,
    ...(workload.data === undefined ? {} : { binds: { [workload.data.path]: `/data/${name}` } }),
  };
}

/** The container that fills the folder of the servers, as an init container of the first one. */
function fillerOf(workload: Workload): Container | undefined {
  const { data } = workload;
  const [[runtime, mode]] = SERVERS;
  const server = serverOf(workload, runtime, mode);
  return data && { ...server, name: 'init', run: data.run, profile: `${server.profile}.${data.container}` };
}

const SERVERS = [
  ['runc', 'enforce'],
  ['crun', 'enforce'],
  ['crun', 'audit'],
] as const satisfies readonly (readonly [Runtime, Mode])[];

const MINUTE = 60_000;
/** Processors in software, on a machine that has other things to do. */
const LIMIT_MS = 9 * MINUTE;

/** The profiles of a policy in both modes, one per file. */
const profiles = ({ name, policy }: Workload): readonly Entry[] =>
  MODES.flatMap((mode) =>
    profilesOf(policy, `${name}-${mode}`).map((profile) => ({
      path: `profiles/${profile.name}`,
      content: compileToAppArmor({ ...policy, mode }, { ...profile, parser: '3.0' }).text,
    })),
  );

/** Fills a folder in a container, and copies it for every server. */
function fill(workload: Workload): readonly Step[] {
  const filler = fillerOf(workload);
  const [first = '', ...others] = SERVERS.map(([runtime, mode]) => `/data/${serverOf(workload, runtime, mode).name}`);
  const shell = (name: string, script: string): Step => ({ name, run: ['sh', '-ec', script] });
  return filler === undefined
    ? []
    : [
        shell('folder', `mkdir -p ${first}; chown ${workload.data?.owner}:${workload.data?.owner} ${first}`),
        ...runToEnd(filler, { limit: LIMIT_MS }),
        ...others.map((other) => shell(`copy ${other}`, `cp -a ${first} ${other}`)),
      ];
}

const life = (workload: Workload, server: Container): readonly Step[] => [
  ...startServer(server),
  ...workload.life(server).map(({ prints: _, ...step }) => step),
  workload.intrusion(server).step,
  exec(server, 'preStop', workload.preStop),
  waitForEnd(server),
];

const tools = (workload: Workload): readonly string[] => [...KERNEL_TOOLS, 'kernel-probe', ...workload.image.rows];

for (const workload of WORKLOADS) {
  describeWith(tools(workload), `the worked example of ${workload.name}`, () => {
    let boot: Boot;

    beforeAll(async () => {
      const servers = SERVERS.map(([runtime, mode]) => serverOf(workload, runtime, mode));
      const filler = fillerOf(workload);
      boot = await bootKernel({
        name: workload.name,
        layers: [workload.image],
        files: [
          ...profiles(workload),
          ...workload.files.map((entry) => ({ ...entry, path: `images/${workload.name}/${entry.path}` })),
          ...[...servers, ...(filler ? [filler] : [])].flatMap(containerFiles),
        ],
        steps: [
          { name: 'load', run: ['apparmor_parser', '-r', '/profiles'] },
          ...fill(workload),
          ...servers.flatMap((server) => life(workload, server)),
        ],
        limit: LIMIT_MS,
      });
      expect(boot.step('load')).toMatchObject({ exit: 0, stderr: '' });
      if (filler) {
        expect(boot.step(filler.name)).toMatchObject({ exit: 0 });
      }
    }, LIMIT_MS + MINUTE);

    describe.each(SERVERS)('in %s, mode %s', (runtime, mode) => {
      const server = serverOf(workload, runtime, mode);

      it('does its work', () => {
        for (const { name, prints } of workload.life(server)) {
          expect(boot.step(name)).toMatchObject({ exit: 0, stdout: expect.stringContaining(prints ?? '') });
        }
      });

      it('ends by its preStop hook', () => {
        const { exit, timedOut, audit } = boot.step(`${server.name}: preStop`);
        // The kernel ends whatever is left in a container when its server is gone: that may be the hook.
        expect(timedOut).toBe(false);
        expect(exit === 0 || exit === 137).toBe(true);
        expect(audit.filter(({ apparmor }) => apparmor === 'DENIED')).toEqual([]);
        expect(boot.step(`${server.name}: end`)).toMatchObject({ exit: 0 });
      });

      it(`${mode === 'enforce' ? 'does not let' : 'records it when'} a stranger start a program`, () => {
        const { step, succeeds, program } = workload.intrusion(server);
        const { exit, stdout, audit } = boot.step(step.name);
        expect(exit === 0 && stdout.includes(succeeds)).toBe(mode === 'audit');
        expect(
          audit.filter(
            ({ apparmor, operation, profile, name }) =>
              VERDICTS[mode].some((verdict) => verdict === apparmor) &&
              operation === 'exec' &&
              profile === server.profile &&
              name === program,
          ),
        ).not.toEqual([]);
      });
    });
  });
}
