import type { Format } from '../diagnostics/printers/formats';
import type { Io } from './io';
import type { ReportOptions } from './report-options';
import { readSettingsFile } from './settings-file';
import { DEFAULT_TARGETS, type Targets } from './targets';

/** The options of a report with all defaults and the settings file worked in. */
export interface ReportSettings {
  readonly format: Format;
  readonly strict: boolean;
  readonly targets: Targets;
  readonly verbose: boolean;
}

/** Options of the command line go before the settings file, which goes before the defaults. */
export async function resolveSettings(options: ReportOptions, io: Io): Promise<ReportSettings> {
  return {
    format: options.json === true ? 'json' : options.format,
    strict: options.strict === true,
    targets: await resolveTargets(options.target, io),
    verbose: options.verbose === true,
  };
}

/** The versions that texts are for, in the same order. */
export async function resolveTargets(given: Partial<Targets> | undefined, io: Io): Promise<Targets> {
  const { targets } = await readSettingsFile(io.cwd);
  return { ...DEFAULT_TARGETS, ...targets, ...given };
}
