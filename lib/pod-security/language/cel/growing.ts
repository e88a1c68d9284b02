import { CelError, type CelList, CelMap, type CelValue } from './value';

/** Lists and maps that a macro is still gathering: they grow in place, as nobody else has seen them. */
const growing = new WeakSet<object>();

export function growingList(): CelList {
  const list: CelValue[] = [];
  growing.add(list);
  return list;
}

export function growingMap(): CelMap {
  const map = new CelMap();
  growing.add(map);
  return map;
}

/** The macro is done: from now on nothing changes it. */
export function grown(value: CelValue): void {
  if (typeof value === 'object' && value !== null) growing.delete(value);
}

export function concat(a: CelList, b: CelList): CelList {
  if (!growing.has(a)) return [...a, ...b];
  const list = a as unknown as CelValue[];
  for (const element of b) list.push(element);
  return list;
}

/** A map with one entry more; no key may stand twice. */
export function inserted(map: CelMap, key: CelValue, value: CelValue): CelMap | CelError {
  if (map.find(key) !== undefined) return new CelError(`insert failed: key ${String(key)} already exists`);
  const target = growing.has(map) ? map : new CelMap(map.entries());
  return target.insert(key, value) ? target : new CelError('unsupported key type');
}
