import type { Item } from '../model/policy';
import { flatItems } from './declare';

/** `alias /from -> /to,`: what begins with the one is also found below the other. */
export type Aliases = readonly { readonly from: string; readonly to: string }[];

export function aliasesOf(items: readonly Item[]): Aliases {
  return [...flatItems(items)].flatMap((item) =>
    item.kind === 'alias' ? [{ from: item.from.value, to: item.to.value }] : [],
  );
}

/** The other names of a path. Aliases are not followed further. */
export const aliased = (path: string, aliases: Aliases): readonly string[] =>
  aliases.filter(({ from }) => path.startsWith(from)).map(({ from, to }) => to + path.slice(from.length));
