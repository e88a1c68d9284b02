import { resolve } from 'node:path';
import { IncludeFiles } from '../../../lib/apparmor/include-files';
import { checkPolicy } from '../../../lib/apparmor/language/checks/check-policy';
import type { IncludeForm, IncludeResolver } from '../../../lib/apparmor/language/includes';
import type { Source } from '../../../lib/apparmor/language/model/source';
import { parsePolicy } from '../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { DiagnosticCollector } from '../../../lib/diagnostics/collector';
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic';
import { rootOf } from '../parsers';

export interface OurVerdict {
  readonly accepted: boolean;
  /** Errors, in the order in which they were found. */
  readonly errors: readonly Diagnostic[];
  /** An exception is a mistake of ours, whatever the text. */
  readonly thrown?: string;
}

/** What the real parser is given: `<…>` of the tree, then of the package; other paths from the folder it works in. */
class Files implements IncludeResolver {
  private readonly files: IncludeFiles;
  private readonly named = new Map<string, readonly Source[]>();

  constructor(
    version: ParserVersion,
    private readonly folder: string,
  ) {
    this.files = new IncludeFiles([folder, rootOf(version)]);
  }

  read(path: string, how: IncludeForm): readonly Source[] | undefined {
    return how === 'magic' || path === '' ? this.files.read(path, how) : this.relative(path);
  }

  /** The parser knows such a file by its path as it is written: the same file by another path is read again. */
  private relative(path: string): readonly Source[] | undefined {
    const place = resolve(this.folder, path);
    // A mutant may name a folder of the machine, such as /usr/bin/: the real parser reads it and refuses.
    if (!place.startsWith(`${this.folder}/`)) return undefined;
    const known =
      this.named.get(path) ??
      this.files
        .read(place, 'relative')
        ?.map(({ file = '', text }) => ({ file: path + file.slice(place.length), text }));
    if (known !== undefined) this.named.set(path, known);
    return known;
  }
}

const readers = new Map<string, Files>();

function filesOf(version: ParserVersion, folder: string): Files {
  const key = `${version} ${folder}`;
  const files = readers.get(key) ?? new Files(version, folder);
  readers.set(key, files);
  return files;
}

/** What we say of a text that stands in a folder of includes, with those of a version's package. */
export function ours(version: ParserVersion, text: string, folder: string): OurVerdict {
  const collector = new DiagnosticCollector();
  try {
    const policy = parsePolicy({ text }, { version, includes: filesOf(version, folder), report: collector.report });
    if (!collector.hasErrors) {
      checkPolicy(policy, version, collector.report);
    }
  } catch (error) {
    return {
      accepted: false,
      errors: [],
      thrown: error instanceof Error ? (error.stack ?? error.message) : `${error}`,
    };
  }
  const errors = collector.diagnostics.filter(({ severity }) => severity === 'error');
  return { accepted: errors.length === 0, errors };
}
