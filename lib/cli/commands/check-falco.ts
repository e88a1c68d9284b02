import type { Checker } from '../check-run';
import { checkCommand } from './check';

export const checkFalco = checkCommand({
  name: 'falco',
  summary: 'check the structure of files of Falco rules',
  scope: 'Items, keys, types, priorities, override and exceptions were read; conditions and outputs are read by Falco.',
  examples: [
    { args: 'check falco rules.yaml', does: 'check one file' },
    { args: 'check falco rules/', does: 'check all YAML files below a folder' },
    { args: 'check falco --json - < rules.yaml', does: 'check standard input, for a program to read' },
    { args: 'check falco --format code-quality rules/ > gl-code-quality-report.json', does: 'report to GitLab' },
  ],
  load: loadChecker,
  walk: {
    skipsFile: (name) => name.startsWith('.') || !/\.ya?ml$/.test(name),
    skipsFolder: (name) => name.startsWith('.'),
  },
});

async function loadChecker(): Promise<Checker> {
  const { plural } = await import('../../diagnostics/place.js');
  const { checkRules } = await import('../../falco/language/check-rules.js');
  return (text, file) => {
    const { rules, macros, lists, diagnostics } = checkRules(text, file);
    const counts = [plural(rules.length, 'rule'), plural(macros.length, 'macro'), plural(lists.length, 'list')];
    return { diagnostics, summary: counts.join(', ') };
  };
}
