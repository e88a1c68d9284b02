import { NotEvaluable, RenderError } from '../../go-value';

/** Parts of a URL as sprig names them. */
export type UrlPart = 'scheme' | 'host' | 'hostname' | 'path' | 'query' | 'opaque' | 'fragment' | 'userinfo';

/** Characters that no part of Go's `net/url` escapes or refuses. */
const SAFE = /^[A-Za-z0-9._~:/?#@=&-]*$/;
const HOST = /^[A-Za-z0-9._~-]*(:[0-9]*)?$/;
const USER = /^[A-Za-z0-9._~-]*(:[A-Za-z0-9._~-]*)?$/;

/**
 * Go's `url.Parse`.
 *
 * @throws NotEvaluable for URLs with escapes, brackets and rarer characters, @throws RenderError for what is no URL.
 */
export function parseUrl(text: string): Readonly<Record<UrlPart, string>> {
  if (!SAFE.test(text)) throw new NotEvaluable(`the URL ${text}`);
  const [beforeFragment, fragment] = cut(text, '#');
  const match = /^([A-Za-z][A-Za-z0-9.-]*):/.exec(beforeFragment);
  if (beforeFragment.startsWith(':')) throw new RenderError('missing protocol scheme');
  const scheme = match?.[1]?.toLowerCase() ?? '';
  const [hierarchy, query] = cut(beforeFragment.slice(match?.[0].length ?? 0), '?');
  const parts = { scheme, host: '', hostname: '', path: hierarchy, query, opaque: '', fragment, userinfo: '' };
  if (!hierarchy.startsWith('/')) {
    if (scheme !== '') return { ...parts, path: '', opaque: hierarchy };
    if (cut(hierarchy, '/')[0].includes(':')) throw new RenderError('first path segment in URL cannot contain colon');
    return parts;
  }
  if (!hierarchy.startsWith('//') || (scheme === '' && hierarchy.startsWith('///'))) return parts;
  const slash = hierarchy.indexOf('/', 2);
  const authority = hierarchy.slice(2, slash < 0 ? undefined : slash);
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const userinfo = authority.slice(0, Math.max(at, 0));
  if (!HOST.test(host) || !USER.test(userinfo)) throw new NotEvaluable(`the URL ${text}`);
  return {
    ...parts,
    host,
    hostname: host.replace(/:.*$/, ''),
    path: slash < 0 ? '' : hierarchy.slice(slash),
    userinfo,
  };
}

function cut(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Go's `URL.String`. @throws NotEvaluable for characters that might be escaped. */
export function joinUrl(parts: Readonly<Record<Exclude<UrlPart, 'hostname'>, string>>): string {
  const { scheme, host, path, query, opaque, fragment, userinfo } = parts;
  const safe = /^[A-Za-z0-9._~=&/-]*$/;
  if (
    !safe.test(scheme + query + fragment) ||
    !HOST.test(host) ||
    !USER.test(userinfo) ||
    !/^[A-Za-z0-9._~:/-]*$/.test(path + opaque)
  ) {
    throw new NotEvaluable('the parts of a URL');
  }
  const start = scheme === '' ? '' : `${scheme}:`;
  const end = (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${fragment}`);
  if (opaque !== '') return start + opaque + end;
  const user = userinfo === '' ? '' : `${userinfo}@`;
  const slashes = host !== '' || user !== '' || (path !== '' && scheme !== '') ? '//' : '';
  const authority = slashes + user + host;
  const slash = path !== '' && !path.startsWith('/') && host !== '' ? '/' : '';
  const dot = start + authority + slash === '' && cut(path, '/')[0].includes(':') ? './' : '';
  return start + authority + slash + dot + path + end;
}
