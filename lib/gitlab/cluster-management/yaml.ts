import { dump } from 'js-yaml';

/** Data as YAML, in the order in which it is given. Keys that are undefined are left out. */
export function yamlText(data: unknown): string {
  return dump(data, { lineWidth: -1, noRefs: true, skipInvalid: true });
}

/** Several documents in one file. */
export function yamlDocuments(documents: readonly unknown[]): string {
  return documents.map(yamlText).join('---\n');
}
