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
  const file = await readSettingsFile(io.cwd);
  return {
    format: options.json === true ? 'json' : options.format,
    strict: options.strict === true,
    targets: { ...DEFAULT_TARGETS, ...file.targets, ...options.target },
    verbose: options.verbose === true,
  };
}
