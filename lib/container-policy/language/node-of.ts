import type { YamlNode, YamlScalar, YamlValue } from '../../yaml/node';

/** Data as nodes, so that props are checked as texts are. They stand nowhere. */
export function nodeOf(value: unknown): YamlNode {
  const nowhere = { start: 0, end: 0 };
  if (Array.isArray(value)) return { kind: 'list', ...nowhere, items: value.map(nodeOf) };
  if (typeof value === 'object' && value !== null) {
    const given = isData(value) ? Object.entries(value).filter(([, part]) => part !== undefined) : [];
    const entries = given.map(([name, part]) => ({ name, key: scalar(name), value: nodeOf(part) }));
    return { kind: 'map', ...nowhere, entries };
  }
  return scalar(isValue(value) ? value : null);
}

/** What is inside an object of a class is no data, and may hold the object itself. */
function isData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isValue(value: unknown): value is YamlValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function scalar(value: YamlValue): YamlScalar {
  return { kind: 'scalar', start: 0, end: 0, style: 'plain', text: String(value ?? ''), value };
}
