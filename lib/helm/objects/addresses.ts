import type { ApiObject } from 'cdk8s';
import type { HelmChart } from '../chart/chart';
import { isMap } from '../document/classify';
import { Expression } from '../expression/expression';
import { mayHoldMarker } from '../token/tokens';
import { type AddressBook, hashIn } from './address-book';
import { keysAround } from './names';
import type { PlainMap } from './one-walk';

/** The label by which cdk8s-plus selects pods. Its value is made from the construct path: it knows no release. */
export const ADDRESS = 'cdk8s.io/metadata.addr';

/** Two releases in one namespace must not select each other's pods: an address gets the release in front. */
export class Addresses {
  constructor(
    private readonly chart: HelmChart,
    private readonly book: AddressBook,
  ) {}

  /** What stands for the value of a key: in a label or selector with the address as key, or an expression of a selector over it. */
  public readonly instead = (key: string, item: unknown, map: PlainMap, object: ApiObject): unknown => {
    if (key === ADDRESS) return this.address(item, object);
    if (key === 'values' && map.key === ADDRESS && Array.isArray(item))
      return item.map((one) => this.address(one, object));
    return item;
  };

  /** A whole document with other addresses. What nothing changes is shared with what was given. */
  public inMap(map: PlainMap, object: ApiObject): PlainMap {
    let changed: Record<string, unknown> | undefined;
    for (const key in map) {
      const item = map[key];
      const next = this.instead(key, this.inValue(item, object), map, object);
      if (next === item) continue;
      changed ??= { ...map };
      changed[key] = next;
    }
    return changed ?? map;
  }

  private inValue(value: unknown, object: ApiObject): unknown {
    if (Array.isArray(value)) {
      const items = value.map((item) => this.inValue(item, object));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    return isMap(value) ? this.inMap(value, object) : value;
  }

  /**
   * A label value has 63 characters, a release name 53: the address keeps only its hash. Of a loop around the workload the
   * key enters, also where an object outside of the loop mentions it: that is an error then, as it could find no pod.
   */
  private address(value: unknown, object: ApiObject): unknown {
    const { chart } = this;
    if (typeof value !== 'string' || mayHoldMarker(value)) return value;
    const { hash, keys } = this.book.find(value) ?? { hash: hashIn(value), keys: keysAround(object, chart) };
    if (keys.length === 0) return Expression.concat(chart.release.name, `-${hash}`);
    const own = Expression.concat(hash, ...keys.flatMap((key) => ['/', chart._variable(key)]))
      .pipe('sha256sum')
      .pipe('trunc', 8);
    return Expression.concat(chart.release.name, '-', own);
  }
}
