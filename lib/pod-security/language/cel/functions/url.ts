import type { Implementation } from '../nodes';
import { CelError, CelMap, CelOpaque, type CelValue, isError, noSuchOverload } from '../value';
import { ofKind, ofText } from './of-kind';

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

class CelUrl extends CelOpaque {
  public readonly typeName = 'kubernetes.URL';
  public constructor(
    public readonly text: string,
    public readonly parts: Parts,
  ) {
    super();
  }
  public same(other: CelOpaque): boolean | CelError {
    return other instanceof CelUrl ? other.text === this.text : noSuchOverload();
  }
}

const SPLIT = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?]*))?([^?]*)(?:\?([\s\S]*))?$/;
const ESCAPES = /%(?![0-9a-fA-F]{2})/;
const isControl = (character: string): boolean => character < ' ' || character === '\x7f';

/** Host and port of an authority; undefined: it is none. */
function hostOf(authority: string): string | undefined {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const user = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) return undefined;
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host) ? host : undefined;
  return /^[^:]*(?::\d*)?$/.test(host) && !/[ <>"\\^`{|}%[\]]/.test(host) ? host : undefined;
}

/** An absolute URL, or a path from the root, as Go's ParseRequestURI takes it. */
function readUrl(text: string): CelUrl | CelError {
  const fault = new CelError(`URL parse error during conversion from string: ${JSON.stringify(text)}`);
  if (text === '' || Array.from(text).some(isControl)) return fault;
  const [bare = '', ...fragments] = text.split('#');
  const match = SPLIT.exec(bare);
  const [, scheme = '', authority, path = '', query = ''] = match ?? [];
  const rooted = scheme === '' ? path.startsWith('/') || bare.startsWith('//') : true;
  if (match === null || !rooted || /^[^/]*:/.test(scheme === '' ? bare : '') || ESCAPES.test(path)) return fault;
  const host = scheme === '' && authority !== undefined ? '' : hostOf(authority ?? '');
  if (host === undefined || (scheme !== '' && authority === undefined && !path.startsWith('/') && path === ''))
    return fault;
  // Without a scheme two slashes begin a host only in the second, more lenient reading.
  const parts = {
    scheme: scheme.toLowerCase(),
    host: authority === undefined ? '' : (hostOf(authority) ?? ''),
    path,
    query,
  };
  const whole = { ...parts, fragment: fragments.join('#') };
  return new CelUrl(textOf(bare, whole), whole);
}

/** A URL with what must be escaped escaped. */
function textOf(bare: string, { path, fragment }: Parts): string {
  const from = bare.indexOf(path, bare.indexOf('//') < 0 ? 0 : bare.indexOf('//') + 2);
  const before = path === '' ? bare : bare.slice(0, from) + escaped(path) + bare.slice(from + path.length);
  return fragment === '' ? before : `${before}#${escaped(fragment)}`;
}

const PORT = /:(\d*)$/;

const hostname = (host: string): string => {
  const bare = host.replace(PORT, '');
  return bare.startsWith('[') ? bare.slice(1, bare.lastIndexOf(']')) : bare;
};

/** A path with what must be escaped escaped; what is escaped stays. */
const escaped = (path: string): string =>
  Array.from(path, (character) =>
    /[A-Za-z0-9\-_.~$&+,/:;=@%!'()*[\]]/.test(character) ? character : encodeURIComponent(character),
  ).join('');

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Values by key; a pair that cannot be read, or has a semicolon, is passed over. */
function queryOf(query: string): CelMap {
  const found = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const [head = '', ...rest] = pair.split('=');
    const [key, value] = [unescaped(head), unescaped(rest.join('='))];
    if (key === undefined || value === undefined) continue;
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return new CelMap(found);
}

const part = (of: (parts: Parts) => CelValue): Implementation => ofKind(CelUrl, ({ parts }) => of(parts));

/** Is it a URL? */
export const isUrl = (text: string): boolean => !isError(readUrl(text));

export const URLS: Readonly<Record<string, Implementation>> = {
  url: ofText(readUrl),
  isURL: ofText(isUrl),
  getScheme: part(({ scheme }) => scheme),
  getHost: part(({ host }) => host),
  getHostname: part(({ host }) => hostname(host)),
  getPort: part(({ host }) => PORT.exec(host)?.[1] ?? ''),
  getEscapedPath: part(({ path }) => escaped(path)),
  getQuery: part(({ query }) => queryOf(query)),
};
