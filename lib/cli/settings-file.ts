import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkObject, isObject, mustBeMapOf, mustBeString } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';
import type { CliCode } from './codes';
import { reasonOf } from './failure';
import { readTargets, type Targets } from './targets';
import { SETTINGS_FILE } from './tool';

/** What the settings file says. */
export interface FileSettings {
  /** Targets that it names; the others keep their defaults. */
  readonly targets: Partial<Targets>;
}

const CODE: CliCode = 'CLI1005';

/**
 * Reads `container-security.yaml`, if there is one:
 *
 *     target:
 *       apparmor: 4.1
 *
 * Throws a DiagnosticError with everything that is wrong with it.
 */
export async function readSettingsFile(cwd: string): Promise<FileSettings> {
  const path = join(cwd, SETTINGS_FILE);
  if (!existsSync(path)) return { targets: {} };
  const collector = new DiagnosticCollector();
  const text = readText(path, collector);
  const settings = await parse(text, collector);
  const shape = { target: mustBeMapOf(mustBeString) };
  let targets: Partial<Targets> = {};
  if (settings !== undefined && checkObject(settings, shape, { file: SETTINGS_FILE }, CODE, collector.report)) {
    const named = readTargets(pairsOf(settings));
    targets = named.targets;
    for (const message of named.problems) {
      collector.report({ code: CODE, severity: 'error', message, place: { file: SETTINGS_FILE, key: 'target' } });
    }
  }
  collector.throwIfErrors({ texts: new Map([[SETTINGS_FILE, text]]) });
  return { targets };
}

/** The text; empty when it cannot be read, which is reported. */
function readText(path: string, collector: DiagnosticCollector): string {
  const refuse = (message: string): string => {
    collector.report({ code: CODE, severity: 'error', message, place: { file: SETTINGS_FILE } });
    return '';
  };
  try {
    // A pipe of that name would wait for ever.
    if (!statSync(path).isFile()) return refuse('the settings must be a file, and this is none');
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`cannot read this: ${reasonOf(error)}`);
  }
}

/** The document, or undefined when it is empty or no YAML. */
async function parse(text: string, collector: DiagnosticCollector): Promise<unknown> {
  const { FAILSAFE_SCHEMA, load, YAMLException } = await import('js-yaml');
  try {
    // Only strings: 3.10 must not become the number 3.1.
    return load(text, { schema: FAILSAFE_SCHEMA }) ?? undefined;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark, reason } = error;
    const place: Place = { file: SETTINGS_FILE, line: mark.line + 1, column: mark.column + 1 };
    collector.report({ code: CODE, severity: 'error', message: `this is not YAML: ${reason}`, place });
    return undefined;
  }
}

function pairsOf(settings: unknown): readonly (readonly [string, string])[] {
  if (!isObject(settings) || !isObject(settings.target)) return [];
  return Object.entries(settings.target).map(([name, version]) => [name, String(version)]);
}
