import { RenderError } from '../go-value';
import { go, type Table } from './function';
import { baseName, cleanPath, directory, extension } from './go/path';
import { joinUrl, parseUrl } from './go/url';
import { type GoMap, lookUp } from './go/values';

function part(map: GoMap, key: string): string {
  const value = lookUp(map, key) ?? (Object.hasOwn(map, key) ? null : '');
  if (typeof value !== 'string') throw new RenderError(`unable to parse ${key} key, must be of type string`);
  return value;
}

/** Paths and URLs. The functions with `os` follow the system that Helm runs on. */
export const PATHS: Table = {
  base: go(['string'], 'string', 'The last element of a path.', ([path]) => baseName(path)),
  dir: go(['string'], 'string', 'A path without its last element.', ([path]) => directory(path)),
  clean: go(['string'], 'string', 'The shortest path for the same place.', ([path]) => cleanPath(path)),
  ext: go(['string'], 'string', 'The last dot of a path and what follows it.', ([path]) => extension(path)),
  isAbs: go(['string'], 'bool', 'Whether a path begins with a slash.', ([path]) => path.startsWith('/')),
  osBase: go(['string'], 'string', 'Like base, for paths of the system.'),
  osDir: go(['string'], 'string', 'Like dir, for paths of the system.'),
  osClean: go(['string'], 'string', 'Like clean, for paths of the system.'),
  osExt: go(['string'], 'string', 'Like ext, for paths of the system.'),
  osIsAbs: go(['string'], 'bool', 'Like isAbs, for paths of the system.'),
  urlParse: go(
    ['string'],
    'map[string]interface {}',
    'A URL in parts: scheme, host, hostname, path, query, opaque, fragment, userinfo.',
    ([text]) => parseUrl(text),
  ),
  urlJoin: go(['map'], 'string', 'A URL from its parts.', ([map]) =>
    joinUrl({
      scheme: part(map, 'scheme'),
      host: part(map, 'host'),
      path: part(map, 'path'),
      query: part(map, 'query'),
      opaque: part(map, 'opaque'),
      fragment: part(map, 'fragment'),
      userinfo: part(map, 'userinfo'),
    }),
  ),
};
