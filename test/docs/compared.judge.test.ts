import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../lib/helm/expression/node';
import { HelmJudge, type Rendering } from '../helm/chart/helm-judge';
import { requireTool } from '../tools/find';
import { blocksOf } from './markdown';
import { programOf, runProgram, whyNotRun } from './program';

const blocks = blocksOf('docs/helm/compared.md');
const ours = blocks.find((block) => block.language === 'ts' && whyNotRun(block) === undefined);

/** Only what the templates of this page include. */
const HELPERS = `{{- define "NAME.name" -}}shop{{- end }}
{{- define "NAME.fullname" -}}{{ .Release.Name }}-shop{{- end }}
{{- define "NAME.labels" -}}
helm.sh/chart: shop-1.0.0
app.kubernetes.io/name: shop
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: "1.27"
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
`;

const folders: string[] = [];
const judge = new HelmJudge();
afterAll(() => {
  judge.remove();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The chart of the blocks whose mark begins so, without some of its templates. */
function chartOf(mark: '' | 'timonel ', prefix: string, without: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'compared-'));
  folders.push(folder);
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: "1.27"\n');
  writeFileSync(join(folder, 'templates/_helpers.tpl'), HELPERS.replaceAll('NAME', prefix));
  for (const { info, text } of blocks) {
    const [, file] = new RegExp(`^${mark}(\\S+\\.yaml)$`).exec(info) ?? [];
    if (file === undefined || without.includes(file)) continue;
    writeFileSync(join(folder, file === 'values.yaml' ? file : `templates/${file}`), text);
  }
  return folder;
}

function objects(rendering: Rendering): readonly Json[] {
  if (!rendering.accepted) throw new Error(rendering.error);
  return rendering.documents
    .map(({ text }) => yaml.load(text) as Json)
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

const errorOf = (rendering: Rendering): string => (rendering.accepted ? 'accepted' : rendering.error);

describe.each(['helm3', 'helm4'])('the three charts in %s', (name) => {
  it('by hand and here give the same objects, with and without the alerts', async (context) => {
    const helm = requireTool(context, name);
    const { folder } = runProgram(ours ? programOf(ours) : '');
    folders.push(folder);
    for (const values of [{}, { alerts: true }, { replicas: 3, answer: 'no', podLabels: { app: 'shop', tier: '1' } }]) {
      const here = objects(await judge.template(helm, join(folder, 'dist/shop'), { release: 'r', values }));
      expect(here).toEqual(objects(await judge.template(helm, chartOf('', 'shop'), { release: 'r', values })));
    }
  });

  it('here a misspelt key, a text for a number and a port of 0 are refused by name', async (context) => {
    const helm = requireTool(context, name);
    const { folder } = runProgram(ours ? programOf(ours) : '');
    folders.push(folder);
    for (const [key, values] of Object.entries({
      replica: { replica: 3 },
      replicas: { replicas: 'many' },
      port: { port: 0 },
    })) {
      expect(errorOf(await judge.template(helm, join(folder, 'dist/shop'), { values }))).toContain(key);
    }
  });

  it('by hand a misspelt key is taken and a million is written as 1e+06', async (context) => {
    const helm = requireTool(context, name);
    const rendering = await judge.template(helm, chartOf('', 'shop'), { values: { replica: 3, replicas: 1000000 } });
    expect(rendering.accepted && rendering.documents.map(({ text }) => text).join()).toContain('replicas: 1e+06');
  });

  it("timonel's templates fail on the braces, and without them the Deployment has no name", async (context) => {
    const helm = requireTool(context, name);
    const whole = await judge.template(helm, chartOf('timonel ', 'chart'), { release: 'r' });
    expect(errorOf(whole)).toContain('parse error at (shop/templates/alerts.yaml:7): undefined variable "$labels"');
    const rest = await judge.template(helm, chartOf('timonel ', 'chart', ['alerts.yaml']), { release: 'r' });
    const text = rest.accepted ? rest.documents.map((document) => document.text).join() : rest.error;
    expect(text).toContain('name:r-shoplabels:');
    expect(text).toMatch(/name: ANSWER\n +value: true\n/);
  });
});
