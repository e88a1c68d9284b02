import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tool } from '../diagnostics/printers';

/** Name of the executable. */
export const PROGRAM = 'container-security';

/** Looked for in the folder where the program is started. */
export const SETTINGS_FILE = 'container-security.yaml';

/** Name, version and home page, as package.json has them: two folders up, from lib/ as from dist/. */
export function readTool(): Tool {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  const { version, homepage } = manifest as { readonly version: string; readonly homepage: string };
  return { name: PROGRAM, version, homepage };
}
