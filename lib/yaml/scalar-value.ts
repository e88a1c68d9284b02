import { type Dialect, resolvePlain } from './dialect';
import type { YamlStyle, YamlValue } from './node';

const CORE = 'tag:yaml.org,2002:';

/** Tags of YAML itself, and what they can stand before. */
const KINDS: Readonly<Record<string, 'scalar' | 'list' | 'map'>> = {
  null: 'scalar',
  bool: 'scalar',
  int: 'scalar',
  float: 'scalar',
  str: 'scalar',
  binary: 'scalar',
  timestamp: 'scalar',
  seq: 'list',
  omap: 'list',
  pairs: 'list',
  map: 'map',
  set: 'map',
};

/** A tag as people write it: `!!int`. */
export function shortTag(tag: string): string {
  return tag.startsWith(CORE) ? `!!${tag.slice(CORE.length)}` : tag;
}

/** Does a tag fit what stands behind it? Tags that YAML does not know fit everything. */
export function tagFits(tag: string, kind: 'scalar' | 'list' | 'map'): boolean {
  const name = coreName(tag);
  return name === undefined || KINDS[name] === undefined || KINDS[name] === kind;
}

/** What a scalar means; undefined when it is not what its tag says. A tag that YAML does not know leaves a text. */
export function scalarValue(
  text: string,
  style: YamlStyle,
  tag: string | undefined,
  dialect: Dialect,
): YamlValue | undefined {
  if (tag === undefined || !dialect.tags) return style === 'plain' ? resolvePlain(text, dialect) : text;
  const name = coreName(tag);
  if (name === 'null') return text === '' ? null : dialect.types.null(text);
  if (name === 'bool' || name === 'int' || name === 'float') return dialect.types[name](text);
  return text;
}

function coreName(tag: string): string | undefined {
  const name = tag.startsWith(CORE) ? tag.slice(CORE.length) : undefined;
  return name !== undefined && Object.hasOwn(KINDS, name) ? name : undefined;
}
