/**
 * The loader over a thousand rounds on this machine: what its shell, its folders and its processes keep. The kernel and
 * the compiler stand still, or it would take an hour; test/real/kernel has them.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { processesIn } from '../apparmor/loader/running';
import { fakeNode } from '../apparmor/loader/shells';

const RELOADS = Number(process.env.LOADER_RELOADS ?? 1000);
const MINUTE = 60_000;

/** A compiler that gives the policy of a profile `web` and, behind it, the text: another text is another policy. */
const QUICK_PARSER = `#!/bin/sh
case "$*" in
  *--ofile*) while [ "$1" != --ofile ]; do shift; done; cat "$(dirname "$0")/policy" "$3" >"$2" ;;
  *--version*) echo 'AppArmor parser version 0' ;;
esac
`;

/** Resident kB of a process, every page counted. */
const resident = (pid: number): number =>
  Number(/^Rss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);

it(
  `does not grow over ${RELOADS} reloads`,
  async (context) => {
    const node = fakeNode(context, 'busybox ash');
    node.profile('web', 'profile web { }\n');
    expect(node.round().code).toBe(0);
    cpSync(node.path('aafs/.replace'), node.path('policy'));
    node.write('quick', QUICK_PARSER);
    execFileSync('chmod', ['+x', node.path('quick')]);
    const loader = node.start('run', { POLL_SECONDS: '600', PARSER: node.path('quick') });
    const pid = loader.child.pid ?? 0;
    const figures = () => ({
      resident: resident(pid),
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
      processes: processesIn(pid).length,
      zombies: execFileSync('ps', ['-o', 'stat=', '--ppid', `${pid}`], { encoding: 'utf8' }).match(/^Z/gm)?.length ?? 0,
      files: readdirSync(node.path('run'), { recursive: true, encoding: 'utf8' }).sort(),
      state: readFileSync(join(node.path('state'), 'loaded')).length,
    });
    const reloads = (): number => Number(/^\d+/.exec(node.read('run/counters/loads'))?.[0]);
    await loader.until('it works', () => loader.said.includes('1 loaded'));
    const first = reloads();
    const reloadUntil = async (count: number): Promise<void> => {
      while (reloads() - first < count) {
        const now = reloads();
        node.profile('web', `profile web { /x${now} r, }\n`);
        loader.child.kill('SIGHUP');
        await loader.until(`reload ${now + 1} is done`, () => reloads() > now);
      }
      await loader.until('it waits, and nothing runs but its sleep', () => {
        const commands = processesIn(pid).map(({ command }) => command);
        return commands.length === 2 && commands.some((command) => /\bsleep 600$/.test(command));
      });
    };
    await reloadUntil(20);
    const before = figures();
    const start = Date.now();
    await reloadUntil(20 + RELOADS);
    const after = figures();
    console.log(
      `${RELOADS} reloads, ${((Date.now() - start) / RELOADS).toFixed(0)} ms each: resident ${before.resident} kB, then ${after.resident} kB`,
    );
    const hashed = (files: readonly string[]): readonly string[] =>
      files.map((file) => file.replace(/[0-9a-f]{64}/, 'HASH'));
    expect(after.resident).toBeLessThanOrEqual(before.resident + 64);
    expect({ ...after, resident: 0, files: hashed(after.files) }).toEqual({
      ...before,
      resident: 0,
      files: hashed(before.files),
    });
    expect(after.zombies).toBe(0);
    await loader.end();
  },
  20 * MINUTE,
);
