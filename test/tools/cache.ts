import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A builder touches its lock this often; one that did not for `STALE_MS` is dead. */
const TOUCH_MS = 5_000;
const STALE_MS = 60_000;

const cacheFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-container-security');

/** Package lists and archives of apt that belong to us. */
export const aptFolder = (): string => join(cacheFolder(), 'apt');

/** Folder of a tool, named for everything that decides what is in it. */
export function toolFolder(name: string, inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    hash.update(`${input.length}\n${input}`);
  }
  return join(cacheFolder(), 'tools', `${name}-${hash.digest('hex').slice(0, 16)}`);
}

/** Takes the lock when nobody holds it; a dead builder's is taken away first. */
function tryLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch {
    const touched = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (touched !== undefined && Date.now() - touched > STALE_MS) {
      rmSync(lock, { force: true });
    }
    return false;
  }
}

/**
 * Makes `folder` by `build`, which fills another folder that is renamed when it is complete. Of several builders one
 * works and the others wait for it. `waiting` is called once when this one has to wait.
 */
export async function publish(
  folder: string,
  build: (temporary: string) => Promise<void>,
  waiting: () => void,
): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  for (let first = true; !tryLock(lock); first = false) {
    if (first) {
      waiting();
    }
    await sleep(500);
  }
  const temporary = `${folder}.part`;
  const clean = (): void => {
    rmSync(temporary, { recursive: true, force: true });
    rmSync(lock, { force: true });
  };
  const touch = setInterval(() => utimesSync(lock, new Date(), new Date()), TOUCH_MS);
  process.once('exit', clean);
  try {
    if (!existsSync(folder)) {
      rmSync(temporary, { recursive: true, force: true });
      mkdirSync(temporary);
      await build(temporary);
      renameSync(temporary, folder);
    }
  } finally {
    clearInterval(touch);
    process.removeListener('exit', clean);
    clean();
  }
}
