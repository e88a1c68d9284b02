import type { Release } from '../diff/helmfile';
import { idOf } from '../diff/report';

/** Is told what apply is doing, for people who wait. Releases are called `shop/web`. */
export interface Watcher {
  /** So many releases are being compared. */
  readonly comparing: (count: number) => void;
  /** So many differ, and will be changed. */
  readonly due: (count: number) => void;
  readonly begins: (release: string) => void;
  readonly ends: (release: string) => void;
}

export const NOBODY: Watcher = {
  comparing: () => undefined,
  due: () => undefined,
  begins: () => undefined,
  ends: () => undefined,
};

/** Lines of helmfile and helm that tell where they are. The first group is the name, the second one the namespace. */
const BEGINS: readonly RegExp[] = [/^Upgrading release=([^,]+), .*\bnamespace=(\S*)$/, /^Deleting (\S+)$/];
const ENDS: readonly RegExp[] = [/^NAME: (\S+)$/, /^release "([^"]+)" uninstalled$/];

/** Takes the lines of helmfile at work, and tells the watcher when one of these releases begins and ends. */
export function lineWatcher(releases: readonly Release[], { begins, ends }: Watcher): (line: string) => void {
  const [waiting, running] = [[...releases], [] as Release[]];
  const take = (from: Release[], name = '', namespace = ''): Release | undefined => {
    const index = from.findIndex((each) => each.name === name && (namespace === '' || each.namespace === namespace));
    return index < 0 ? undefined : from.splice(index, 1)[0];
  };
  const matching = (patterns: readonly RegExp[], line: string): RegExpExecArray | undefined =>
    patterns.map((pattern) => pattern.exec(line)).find((match) => match !== null) ?? undefined;
  return (line) => {
    const [, first, place] = matching(BEGINS, line.trim()) ?? [];
    const begun = take(waiting, first, place);
    if (begun !== undefined) {
      running.push(begun);
      begins(idOf(begun));
    }
    const done = take(running, matching(ENDS, line.trim())?.[1]);
    if (done !== undefined) ends(idOf(done));
  };
}
