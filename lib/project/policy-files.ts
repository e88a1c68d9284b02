import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referencePage } from '../container-policy/language/reference';
import { schemaText } from '../container-policy/language/schema';
import type { TextFile } from '../gitlab/text-file';

/** What is made of the table of keys of container policies: the schema that the package ships, and the page of all keys. */
export function policyFiles(): readonly TextFile[] {
  return [
    { path: 'lib/container-policy/schema/container-policy.schema.json', text: schemaText() },
    { path: 'docs/container-policy-reference.md', text: referencePage() },
  ];
}

/** Writes them below the top of this repository. */
export function writePolicyFiles(root: string): void {
  for (const { path, text } of policyFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
