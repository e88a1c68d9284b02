import { Emitter } from '../document/emit';
import { TOP } from '../expression/print';

const SILENT = { found: (): void => undefined, used: (): void => undefined, fault: (): void => undefined };

/** Plain data as YAML: the same quoting as in templates, without expressions. Keys that are undefined are left out. */
export function plainYaml(data: Readonly<Record<string, unknown>>): string {
  return new Emitter(SILENT).document(data, TOP);
}
