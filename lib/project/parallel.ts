/** Programs that are started at once: more would only wait for each other, or for the cluster. */
const AT_ONCE = 4;

/**
 * Works on all items, some at once, and gives back the results in their order. Of items in one lane (undefined: in none) only
 * one is worked on at a time. When one fails no other is begun; those that run are waited for, then the first failure is
 * thrown.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  laneOf: (item: T) => string | undefined = () => undefined,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const failures: unknown[] = [];
  const lanes = new Map<string, Promise<void>>();
  const queue = [...items.entries()];
  const one = async (index: number, item: T, before: Promise<void> | undefined): Promise<void> => {
    await before;
    if (failures.length > 0) return;
    try {
      results.set(index, await work(item));
    } catch (error) {
      failures.push(error);
    }
  };
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, item] = next;
      const lane = laneOf(item);
      const done = one(index, item, lane === undefined ? undefined : lanes.get(lane));
      if (lane !== undefined) lanes.set(lane, done);
      await done;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0) throw failures[0];
  return items.map((_, index) => results.get(index) as R);
}
