import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoValue } from '../../../../lib/helm/expression/go-value';
import type { Case } from './cases';

/** What `helm template` gave: the files' text, or its message. */
export type Rendered = { readonly text: string } | { readonly error: string };

/** Renders one template with values. */
export function render(helm: string, template: string, values: Readonly<Record<string, GoValue>>): Rendered {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  try {
    mkdirSync(join(folder, 'templates'));
    writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: functions\nversion: 1.0.0\n');
    writeFileSync(join(folder, 'values.yaml'), valuesFile(values));
    writeFileSync(join(folder, 'templates', 'calls.yaml'), template);
    const { status, stdout, stderr } = spawnSync(helm, ['template', 'x', folder], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      timeout: 60_000,
    });
    return status === 0 ? { text: stdout } : { error: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** JSON, which YAML's reader takes for what it is once the characters that it counts as line breaks are escaped. */
function valuesFile(values: Readonly<Record<string, GoValue>>): string {
  return JSON.stringify(values).replace(
    /[\u007f-\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: calls\ndata:\n';

/** Renders all cases in one chart: the line of each, by index. Throws with the first call that Helm ends at. */
export function renderCases(helm: string, cases: readonly Case[]): readonly string[] {
  const values = Object.assign({}, ...cases.map((one) => one.values)) as Record<string, GoValue>;
  const rows = cases.map(({ template }, index) => `  c${index}: ${template}`);
  const rendered = render(helm, HEAD + rows.join('\n'), values);
  if ('error' in rendered) {
    const line = Number(/calls\.yaml:(\d+)/.exec(rendered.error)?.[1] ?? 0);
    throw new Error(`${cases[line - 1 - (HEAD.split('\n').length - 1)]?.call ?? '?'}\n${rendered.error}`);
  }
  return [...rendered.text.matchAll(/^ {2}c\d+: (.*)$/gm)].map((match) =>
    Buffer.from(match[1] ?? '', 'base64').toString(),
  );
}
