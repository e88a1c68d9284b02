import type { KubeObject } from './objects';

/** Where Helm says that a document comes from. */
const SOURCE = /^---\n# Source: (.*)$/gm;
/** The folder `crds/` of a chart or of one inside it; `templates/crds/` is another one. */
const CRDS_FOLDER = /^[^/]+(\/charts\/[^/]+)*\/crds\//;

/** What Helm prints, parted: definitions in folders `crds/` come first, and are no part of the release. */
export function partCrds(stream: string): { readonly crds: string; readonly rest: string } {
  const sources = [...stream.matchAll(SOURCE)];
  const other = sources.find(([, path = '']) => !CRDS_FOLDER.test(path));
  const end = other?.index ?? (sources.length === 0 ? 0 : stream.length);
  return { crds: stream.slice(0, end), rest: stream.slice(end) };
}

/** Has a program taken away what Helm says of the sources, so that nothing can be parted? */
export const isUnsourced = (stream: string, objects: readonly KubeObject[]): boolean =>
  stream.match(SOURCE) === null && objects.some(({ kind }) => kind === 'CustomResourceDefinition');
