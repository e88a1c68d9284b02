/** A reader of the Prometheus text format 0.0.4 that refuses what Prometheus refuses. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/y;
const VALUE = /(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|NaN|[-+]?Inf)$/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/** All samples of a page. Throws at the first line that is not right. */
export function readMetrics(page: Buffer): readonly Sample[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(page);
  if (!text.endsWith('\n')) {
    throw new Error('the last line has no end');
  }
  const types = new Map<string, string>();
  const seen = new Set<string>();
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('#')) {
        readComment(line, types, seen);
        return [];
      }
      const sample = readSample(line);
      const family = [sample.name, sample.name.replace(/_(sum|count)$/, '')].find((name) => types.has(name));
      const key = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`;
      if (family === undefined || seen.has(key)) {
        throw new Error(`${family === undefined ? 'no TYPE before' : 'twice'}: ${line}`);
      }
      seen.add(key);
      return [sample];
    });
}

function readComment(line: string, types: Map<string, string>, seen: Set<string>): void {
  const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
  if (kind === undefined || (kind === 'TYPE' && (types.has(name) || !TYPES.includes(rest)))) {
    throw new Error(`not a comment that belongs here: ${line}`);
  }
  if (kind === 'TYPE') {
    types.set(name, rest);
  } else if (seen.has(`# ${name}`)) {
    throw new Error(`HELP twice: ${line}`);
  }
  seen.add(`# ${name}`);
}

function readSample(line: string): Sample {
  NAME.lastIndex = 0;
  const name = NAME.exec(line)?.[0] ?? '';
  const labels: Record<string, string> = {};
  let at = name.length;
  if (line[at] === '{') {
    do {
      LABEL.lastIndex = at + 1;
      const [whole, label = '', value = ''] = LABEL.exec(line) ?? [];
      if (whole === undefined || label in labels) {
        throw new Error(`labels are wrong: ${line}`);
      }
      labels[label] = value.replace(/\\[\\"n]/g, (escaped) => ESCAPES[escaped] ?? '');
      at += 1 + whole.length;
    } while (line[at] === ',');
    if (line[at] !== '}') {
      throw new Error(`labels do not end: ${line}`);
    }
    at += 1;
  }
  const value = line.slice(at + 1);
  if (name === '' || line[at] !== ' ' || !VALUE.test(value) || VALUE.exec(value)?.index !== 0) {
    throw new Error(`not a sample: ${line}`);
  }
  return { name, labels, value: Number(value) };
}
