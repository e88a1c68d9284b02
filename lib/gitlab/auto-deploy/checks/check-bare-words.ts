import { load } from 'js-yaml';
import { mapOf } from '../pods';
import { type Context, say, type Values } from './context';

/** Texts that the chart prints without quotes, wherever it does so and people write something else than a name. */
export function checkBareWords(values: Values, context: Context): void {
  checkWord(mapOf(values.service).name, 'service.name', context);
  checkWord(values.priorityClassName, 'priorityClassName', context);
  checkWord(mapOf(values.application).tier, 'application.tier', context);
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) checkProbe(values[probe], probe, context);
  for (const area of ['workers', 'cronjobs']) {
    for (const [name, each] of Object.entries(mapOf(values[area]))) {
      const job = mapOf(each);
      for (const probe of ['livenessProbe', 'readinessProbe'])
        checkProbe(job[probe], `${area}.${name}.${probe}`, context);
      if (area === 'workers') continue;
      for (const field of ['command', 'args']) {
        for (const [index, word] of listOf(job[field]).entries()) {
          checkWord(word, `cronjobs.${name}.${field}[${index}]`, context);
        }
      }
    }
  }
}

function checkProbe(probe: unknown, at: string, context: Context): void {
  const { path, httpHeaders } = mapOf(probe);
  checkWord(path, `${at}.path`, context);
  for (const [index, header] of listOf(httpHeaders).entries()) {
    const { name, value } = mapOf(header);
    checkWord(name, `${at}.httpHeaders[${index}].name`, context);
    checkWord(value, `${at}.httpHeaders[${index}].value`, context);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function checkWord(word: unknown, at: string, context: Context): void {
  if (typeof word !== 'string' || staysText(word)) return;
  const message = `is printed without quotes by the chart, and ${JSON.stringify(word)} is no text in YAML then`;
  const hint = `write it with quotes inside: ${JSON.stringify(JSON.stringify(word))}`;
  say(context, 'error', 'GITLAB1015', at, message, hint);
}

/** What YAML 1.1, which Helm reads, takes for something else than a text; js-yaml reads YAML 1.2. */
const NO_TEXT = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?[\d.][\d_.:eExXob+-]*[a-fA-F\d]*)$/i;

/** Whether an item of a list is the text itself, or a quoted text, when it stands there bare. */
function staysText(word: string): boolean {
  if (NO_TEXT.test(word)) return false;
  try {
    const read = load(`- ${word}\n`);
    return (
      Array.isArray(read) &&
      read.length === 1 &&
      typeof read[0] === 'string' &&
      (read[0] === word || /^["']/.test(word))
    );
  } catch {
    return false;
  }
}
