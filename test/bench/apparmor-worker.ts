import { readFileSync } from 'node:fs';
import type * as files from '../../lib/apparmor/include-files';
import type * as checks from '../../lib/apparmor/language/checks/check-policy';
import type * as parse from '../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../lib/apparmor/language/versions';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';

// What users get: the compiled package.
const { IncludeFiles } = require('../../dist/apparmor/include-files') as typeof files;
const { checkPolicy } = require('../../dist/apparmor/language/checks/check-policy') as typeof checks;
const { parsePolicy } = require('../../dist/apparmor/language/parse/parse') as typeof parse;

/** Checks all files that a list names, one line each. Prints one line of JSON; fails when one is refused. */
function main(version: ParserVersion, root: string, list: string): void {
  const includes = new IncludeFiles([root]);
  for (const file of readFileSync(list, 'utf8').split('\n')) {
    const report = ({ severity, code, message }: Diagnostic): void => {
      if (severity === 'error') throw new Error(`${file}: ${code} ${message}`);
    };
    const policy = parsePolicy({ file, text: readFileSync(file, 'utf8') }, { version, includes, report });
    checkPolicy(policy, version, report);
  }
  process.stdout.write(`${JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024 })}\n`);
}

const [version, root, list] = process.argv.slice(2);
main(version as ParserVersion, root ?? '', list ?? '');
