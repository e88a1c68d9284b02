/** The loader with many profiles, and with many reloads, in a kernel: what it needs, and that it does not grow. */
import { expect, it } from 'vitest';
import { describeWith } from '../../tools/describe';
import { bootKernel, KERNEL_TOOLS } from './boot';
import { LOADER_TOOLS, loaderPod, PROFILES, prepare, shell } from './loader-pod';

const MINUTE = 60_000;
/** Emulation is slow, and slower beside other tests. */
const LIMIT = 9 * MINUTE;
/** Profiles, and files that they stand in. */
const MANY = 200;
const FILES = 40;
/** A file of so many profiles is loaded again so often: 1,000 times the kernel replaces one. */
const IN_A_FILE = 50;
const ROUNDS = 20;
/** Rounds before the first look: what is allocated once is there by then. */
const WARM = 4;

/** What an ordinary profile looks like: with Debian's abstractions, and rules that make the compiler work. */
const ordinary = (name: string): string =>
  `abi <abi/3.0>,
include <tunables/global>
profile ${name} flags=(attach_disconnected) {
  include <abstractions/base>
  include <abstractions/nameservice>
  network inet stream,
  /usr/sbin/nginx mrix,
  /etc/nginx/** r,
  /var/{cache,log,lib}/nginx/** rwk,
  owner /proc/@{pid}/{maps,status} r,
  deny /etc/{shadow,gshadow}* rwklx,
}
`;

/** As many files, each with its share of the profiles; the first brings the compiler to work. */
const MANY_GIVEN = Object.fromEntries(
  Array.from({ length: FILES }, (_, file) => {
    const names = Array.from({ length: MANY / FILES }, (_each, at) => `p${file}-${at}`);
    return [
      `f${file}`,
      names.map((name) => (name === 'p0-0' ? ordinary(name) : `profile ${name} { /x/** rw, }\n`)).join(''),
    ];
  }),
);

/**
 * Edits a file of many profiles so often, and waits each time until the kernel has all of it. File rules would keep the
 * emulated compiler busy for minutes.
 */
const reload = (from: number, to: number): string =>
  `for round in $(seq ${from} ${to}); do
    case $((round % 2)) in 0) may=chown ;; *) may=kill ;; esac
    for n in $(seq ${IN_A_FILE}); do echo "profile r$n { capability $may, }"; done >/run/new
    pod mark; mv /run/new ${PROFILES}/several; pod look
    pod says 'profile="r${IN_A_FILE}"'
  done
  sleep 5; pod figures`;

/** Lines of `name number …` as numbers. */
const figuresOf = (text: string): Readonly<Record<string, number>> =>
  Object.fromEntries([...text.matchAll(/^(\w+) (\d+)/gm)].map(([, name = '', number]) => [name, Number(number)]));

describeWith([...KERNEL_TOOLS, ...LOADER_TOOLS], 'the loader in a kernel', () => {
  it(
    `loads ${MANY} profiles from ${FILES} files within the limit that the chart gives, and then needs less than 8 MB in all`,
    async () => {
      const boot = await bootKernel({
        name: `loader of ${MANY} profiles`,
        limit: LIMIT,
        files: loaderPod({ runtime: 'runc', profiles: MANY_GIVEN }),
        steps: [
          prepare(),
          shell('load', `pod start; pod says "${MANY} loaded"; pod kernel | wc -l`, { limit: LIMIT }),
          shell('peak', 'cat /sys/fs/cgroup/pod/loader/memory.peak'),
          shell('idle', 'sleep 2; pod memory; pod figures'),
          shell('stop', 'pod stop'),
        ],
      });
      expect(boot.steps.filter(({ exit }) => exit !== 0)).toEqual([]);
      const idle = boot.step('idle').stdout;
      const peak = Number(boot.step('peak').stdout);
      console.log(`resident while idle, all processes of both containers, ${MANY} profiles loaded:\n${idle}`);
      console.log(`the loader's container at most, while it compiled: ${(peak / (1 << 20)).toFixed(1)} MiB`);
      expect(boot.step('load').stdout.trim()).toBe(`${MANY}`);
      expect(peak).toBeLessThan(128 << 20);
      expect(figuresOf(idle).sum).toBeGreaterThan(500);
      // 8 MB in kB of 1,024 bytes.
      expect(figuresOf(idle).sum).toBeLessThan(8_000_000 / 1_024);
    },
    LIMIT + MINUTE,
  );

  it(
    `does not grow while the kernel replaces a profile ${ROUNDS * IN_A_FILE} times`,
    async () => {
      const boot = await bootKernel({
        name: `loader over ${ROUNDS} rounds`,
        limit: LIMIT,
        files: loaderPod({ runtime: 'crun', profiles: { several: 'profile first { }\n' } }),
        steps: [
          prepare(),
          shell('start', 'pod start; pod says "1 loaded"'),
          shell('warm', reload(1, WARM), { limit: LIMIT }),
          shell('reload', reload(WARM + 1, WARM + ROUNDS), { limit: LIMIT }),
          shell('metrics', 'pod exec metrics wget -q -O - http://127.0.0.1:9117/metrics/ | grep total'),
          shell('stop', 'pod stop'),
        ],
      });
      expect(boot.steps.filter(({ exit }) => exit !== 0)).toEqual([]);
      const [warm, end] = [boot.step('warm').stdout, boot.step('reload').stdout];
      console.log(`after ${WARM} rounds:\n${warm}after ${ROUNDS} more, each of ${IN_A_FILE} profiles:\n${end}`);
      expect(boot.step('metrics').stdout).toContain(`apparmor_loader_loads_total ${1 + WARM + ROUNDS}\n`);
      const [before, after] = [figuresOf(warm), figuresOf(end)];
      const growth = (name: string): number => (after[name] ?? Number.NaN) - (before[name] ?? Number.NaN);
      expect(growth('shell')).toBeLessThanOrEqual(64);
      expect(growth('anonymous')).toBeLessThanOrEqual(128 << 10);
      expect(growth('kept')).toBeLessThanOrEqual(8);
      expect(growth('unreclaimable')).toBeLessThanOrEqual(32 << 10);
      // The kernel hands out a container's memory in lots, some to each processor: less than this is none.
      expect(growth('container')).toBeLessThanOrEqual(growth('log') + (512 << 10));
      // What the kernel keeps of a profile that was replaced would be at least this much.
      expect(growth('slab')).toBeLessThan(ROUNDS * IN_A_FILE);
      for (const name of ['files', 'descriptors', 'processes']) expect(growth(name), name).toBe(0);
    },
    LIMIT + MINUTE,
  );
});
