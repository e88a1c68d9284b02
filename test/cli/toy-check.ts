import { checkCommand } from '../../lib/cli/commands/check';
import type { Targets } from '../../lib/cli/targets';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';

/** What the toy check was called with. */
export const calls: { text: string; file: string; targets: Targets }[] = [];

/**
 * A check for tests: `error` in a text is an error, `warning` a warning, `crash` breaks the check, and a file with
 * `target` gets a note that says the targets.
 */
export const toyCheck = checkCommand({
  name: 'toy',
  summary: 'check toys',
  scope: 'Only toys were looked at.',
  examples: [{ args: 'check toy teddy.toy', does: 'check a bear' }],
  codes: { TOY1: 'A toy is broken' },
  walk: { skipsFile: (name) => name.startsWith('.'), skipsFolder: (name) => name === 'attic' },
  load: async () => (text, file, targets) => {
    calls.push({ text, file, targets });
    if (text.includes('crash')) throw new Error('sawdust everywhere');
    const found = /error|warning/.exec(text);
    const severity = found?.[0] === 'error' ? 'error' : 'warning';
    const diagnostics: readonly Diagnostic[] =
      found === null
        ? []
        : [{ code: 'TOY1', severity, message: `a toy ${severity}`, place: { file, line: 1, column: found.index + 1 } }];
    return { diagnostics, summary: `${text.length} letters` };
  },
});
