import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParallel } from '../../lib/project/parallel';

describe('work in parallel', () => {
  it('is done by a few at once, and its results are in order', async () => {
    let [now, most] = [0, 0];
    const items = Array.from({ length: 20 }, (_, index) => index);
    const results = await inParallel(items, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await sleep((20 - item) % 3);
      now -= 1;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBe(4);
  });

  it('is done one after the other in each lane', async () => {
    const running = new Map<string, number>();
    const lane = (item: number): string | undefined => (item % 3 === 0 ? undefined : `lane ${item % 3}`);
    let most = 0;
    const results = await inParallel(
      [...Array(20).keys()],
      async (item) => {
        const key = lane(item) ?? `own ${item}`;
        running.set(key, (running.get(key) ?? 0) + 1);
        most = Math.max(most, running.get(key) ?? 0);
        await sleep(item % 2);
        running.set(key, 0);
        return item;
      },
      lane,
    );
    expect(results).toEqual([...Array(20).keys()]);
    expect(most).toBe(1);
  });

  it('begins nothing more when one fails, and ends when all that run have ended', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const failing = inParallel([0, 1, 2, 3, 4, 5, 6], async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('refused');
      await sleep(5);
      ended.push(item);
    });
    await expect(failing).rejects.toThrow('refused');
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(ended.sort()).toEqual([0, 2, 3]);
  });
});
