import type { Report } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';

// Falcosidekick takes maps from variables as one text, `name:value,name:value`, and knows no quotes there.

/** What the names of a map must be, and whether its values may hold a colon. */
export interface PairRules {
  readonly name: RegExp;
  readonly noun: string;
  readonly colon: boolean;
}

const LABEL = { name: /^[a-zA-Z_][a-zA-Z0-9_]*$/, noun: 'letters, digits and "_", no digit first' };

/** Labels and annotations of Alertmanager: falcosidekick cuts at the first colon. */
export const LABELS: PairRules = { ...LABEL, colon: true };
/** Headers: falcosidekick drops, without a word, what has a second colon. */
export const HEADERS: PairRules = { name: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, noun: 'the name of a header', colon: false };

/** The one text of a map. Reports what falcosidekick would cut apart or drop. */
export function pairs(map: Readonly<Record<string, string>>, rules: PairRules, place: Place, report: Report): string {
  for (const [name, value] of Object.entries(map)) {
    const key = `${place.key}.${name}`;
    const say = (message: string, hint: string): void =>
      report({ code: 'FALCO1032', severity: 'error', message: `"${key}" ${message}`, hint, place: { ...place, key } });
    if (!rules.name.test(name)) say(`has a name that falcosidekick cannot take`, `it must be ${rules.noun}`);
    if (/[,\n\r]/.test(value)) say('holds a comma or a line break', 'falcosidekick would cut the value there');
    if (!rules.colon && value.includes(':')) {
      say('holds a colon', 'falcosidekick would drop the header; a webhook of your own can add it');
    }
    if (value.trim() !== value || value === '')
      say('is empty or has blanks at its ends', 'falcosidekick would trim it');
  }
  return Object.entries(map)
    .map(([name, value]) => `${name}:${value}`)
    .join(',');
}
