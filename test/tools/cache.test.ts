import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { publish, toolFolder } from './cache';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'cache-'));
  folder = join(parent, 'tool-1');
});
afterEach(() => rmSync(parent, { recursive: true }));

const build = (temporary: string): Promise<void> => sleep(50).then(() => writeFileSync(join(temporary, 'file'), ''));

describe('the cache of tools', () => {
  it('names a folder for all that goes in', () => {
    expect(toolFolder('a', ['x', 'y'])).toBe(toolFolder('a', ['x', 'y']));
    expect(toolFolder('a', ['x', 'y'])).not.toBe(toolFolder('a', ['xy']));
  });

  it('lets one builder work while the others wait', async () => {
    const work = vi.fn(build);
    const waiting = vi.fn();
    await Promise.all([publish(folder, work, waiting), publish(folder, work, waiting), publish(folder, work, waiting)]);
    expect(work).toHaveBeenCalledTimes(1);
    expect(waiting).toHaveBeenCalledTimes(2);
    expect(readdirSync(parent)).toEqual(['tool-1']);
  });

  it('keeps nothing of a build that fails', async () => {
    const fails = (temporary: string): Promise<void> => build(temporary).then(() => Promise.reject(new Error('no')));
    await expect(publish(folder, fails, () => {})).rejects.toThrow('no');
    expect(readdirSync(parent)).toEqual([]);
  });

  it('takes over from a builder that died', async () => {
    writeFileSync(`${folder}.lock`, '');
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(`${folder}.lock`, longAgo, longAgo);
    await publish(folder, build, () => {});
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });
});
