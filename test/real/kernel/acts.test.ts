import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { compileToAppArmor } from '../../../lib/container-policy/compile';
import { DEFAULT_RULES } from '../../../lib/container-policy/language/defaults';
import type { Policy } from '../../../lib/container-policy/language/model';
import { describeWith } from '../../tools/describe';
import { type Act, actFiles, CAPABILITIES, FILES, ITSELF, PORTS, PROCESSES, UNIX_SOCKETS, WRITABLE } from './acts';
import { BOOT_MS, type Boot, bootKernel, KERNEL_TOOLS } from './boot';
import { type Container, containerFiles, RUNTIMES, type Runtime, runToEnd } from './container';
import { debianRoot, packageRoot } from './files';
import { answersOf, expectRefused, expectSuccess, orders, recordsOf, VERDICTS } from './judge';
import type { Layer } from './layers';

const PROBE = '/usr/local/bin/probe';

/** Everything that a policy can lock is locked. */
const locked = (mode: Policy['mode']): Policy => ({
  name: 'locked',
  pods: {},
  mode,
  containers: [],
  rules: {
    ...DEFAULT_RULES,
    processes: { start: 'only', paths: [PROBE] },
    files: { ...DEFAULT_RULES.files, rest: 'readOnly', writable: [`${WRITABLE}/**`] },
    ports: { open: 'none', listen: [], connect: [] },
  },
});

const compiled = (policy: Policy, name: string): string => compileToAppArmor(policy, { name, parser: '3.0' }).text;

/** Every program may start but shells, and what can be written may not start. */
const withoutShells = (mode: Policy['mode']): Policy => {
  const policy = locked(mode);
  return { ...policy, rules: { ...policy.rules, processes: DEFAULT_RULES.processes } };
};

/**
 * What a profile that knows shells by their names does not see: another name, and the interpreter of a script. What may
 * be started may be mapped too.
 */
const NOT_SEEN: readonly string[] = ['a renamed shell', 'a script', 'to map a data file for execution'];

/** What no policy locks, as a profile by hand: the program itself, and sockets inside of the machine. */
const byHand = (name: string, flags: string): string => `
abi <abi/3.0>,
profile ${name} flags=(attach_disconnected,mediate_deleted${flags}) {
  /** r,
  ${PROBE} mr,
  ${WRITABLE}/** rwk,
  /dev/null rw,
  capability chown, capability dac_override, capability fowner, capability net_raw,
  signal receive,
  signal send peer=@{profile_name},
}
`;

const PROFILES: Readonly<Record<string, string>> = {
  locked: compiled(locked('enforce'), 'locked'),
  'locked-audit': compiled(locked('audit'), 'locked-audit'),
  shells: compiled(withoutShells('enforce'), 'shells'),
  'shells-audit': compiled(withoutShells('audit'), 'shells-audit'),
  hand: byHand('hand', ''),
  'hand-audit': byHand('hand-audit', ',complain'),
};

const LOCKED_BY_POLICY: readonly Act[] = [...PROCESSES, ...FILES, ...PORTS, ...CAPABILITIES];
const ACTS: readonly Act[] = [...LOCKED_BY_POLICY, ITSELF, ...UNIX_SOCKETS];

/** What a policy's profile does not record in audit mode: the right to start what there is carries the right to map it. */
const UNRECORDED: readonly string[] = ['to map a data file for execution'];

const container = (runtime: Runtime, profile?: string): Container => ({
  name: `${runtime}-${profile ?? 'free'}`,
  runtime,
  image: '/images/acts',
  run: [PROBE, 'acts'],
  // The acts must be possible but for the profile.
  capabilities: ['SYS_ADMIN'],
  ...(profile === undefined ? {} : { profile }),
});

/** Rows of test/tools/table.ts with the runtimes that are tried under each. */
const KERNELS: Readonly<Record<string, readonly Runtime[]>> = { kernel: RUNTIMES, 'kernel-trixie': ['crun'] };

const IMAGE: Layer = {
  name: 'acts',
  rows: ['workload-shells'],
  entries: () => debianRoot(['workload-shells'], { prefix: 'images/acts/' }),
};

const shell = (): Buffer => readFileSync(join(packageRoot('workload-shells'), 'bin/dash'));

for (const [kernel, runtimes] of Object.entries(KERNELS)) {
  describeWith(
    [...KERNEL_TOOLS, kernel, 'kernel-probe', 'workload-shells'],
    `a confined container under ${kernel}`,
    () => {
      let boot: Boot;

      beforeAll(async () => {
        const containers = runtimes.flatMap((runtime) =>
          [undefined, ...Object.keys(PROFILES)].map((profile) => container(runtime, profile)),
        );
        boot = await bootKernel({
          name: `acts-${kernel}`,
          kernel,
          layers: [IMAGE],
          files: [
            ...Object.entries(PROFILES).map(([name, content]) => ({ path: `profiles/${name}`, content })),
            ...actFiles(shell()).map((entry) => ({ ...entry, path: `images/acts/${entry.path}` })),
            ...containers.flatMap(containerFiles),
          ],
          steps: [
            { name: 'load', run: ['apparmor_parser', '-r', '/profiles'] },
            ...containers.flatMap((each) => runToEnd(each, { stdin: orders(ACTS) })),
          ],
        });
        expect(boot.step('load')).toMatchObject({ exit: 0, stderr: '' });
      }, BOOT_MS);

      for (const runtime of runtimes) {
        it.each(ACTS)(`of ${runtime} can do without a profile, unrecorded: $name`, (act) => {
          const free = `${runtime}-free`;
          expectSuccess(answersOf(boot, free).get(act.name));
          expect(boot.step(free).audit).toEqual([]);
        });

        it.each(NOT_SEEN)(`of ${runtime} that may start everything but shells can do, all the same: %s`, (name) => {
          expectSuccess(answersOf(boot, `${runtime}-shells`).get(name));
        });

        for (const [profile, acts] of [
          ['locked', LOCKED_BY_POLICY],
          ['shells', LOCKED_BY_POLICY.filter(({ name }) => !NOT_SEEN.includes(name))],
          ['hand', ACTS],
        ] as const) {
          it.each(acts)(`of ${runtime} under the profile "${profile}" is forbidden: $name`, (act) => {
            const name = `${runtime}-${profile}`;
            const records = recordsOf(boot, name, VERDICTS.enforce, profile, act);
            expectRefused(answersOf(boot, name).get(act.name), act, records);
          });

          it.each(acts)(`of ${runtime} under the profile "${profile}" in audit mode is recorded: $name`, (act) => {
            const name = `${runtime}-${profile}-audit`;
            expectSuccess(answersOf(boot, name).get(act.name));
            if (!(profile !== 'hand' && UNRECORDED.includes(act.name))) {
              expect(recordsOf(boot, name, VERDICTS.audit, `${profile}-audit`, act)).not.toEqual([]);
            }
          });
        }
      }
    },
  );
}
