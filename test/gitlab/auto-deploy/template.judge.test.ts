import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import fc from 'fast-check';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { NOT_CARRIED } from '../../../lib/gitlab/auto-deploy/checks/check-characters';
import { AutoDeployValues } from '../../../lib/gitlab/auto-deploy-values';
import { HelmJudge } from '../../helm/chart/helm-judge';
import { describeWith } from '../../tools/describe';
import { tool } from '../../tools/find';

const SEED = 20_262;
/** Texts that a call of helm gets at once. */
const AT_ONCE = 250;

/** Prints custom resources as the chart of Auto DevOps does. */
const TEMPLATE = `{{- range .Values.customResources }}
{{ tpl (toYaml .) $ | nindent 0 }}
---
{{- end -}}
`;

/** Everything that means something to a template or to YAML, and what stands between. */
const PIECES = [
  '{',
  '{{',
  '{{{',
  '}}',
  '}',
  '{{-',
  '-}}',
  '{{/*',
  '*/}}',
  '`',
  '"',
  "'",
  '\\',
  '\n',
  '\n  ',
  '\t',
  ' ',
  ': ',
  ' #',
  '- ',
  '|',
  '>',
  '%',
  '@',
  '&a',
  '*a',
  '!',
  '{{ .Release.Name }}',
  '{{ $labels.pod }}',
  '{{`',
  '`}}',
  '$',
  '.',
  'a',
  'é',
  '😀',
  '---',
  '...',
  'yes',
  '1e3',
  '0',
  '~',
];
const line = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
/** Long enough that a printer of YAML thinks of breaking it. */
const longText = fc
  .array(fc.constantFrom(...PIECES, 'word ', 'another '), { minLength: 60, maxLength: 90 })
  .map((pieces) => pieces.join(''));
const anyText = fc
  .oneof({ weight: 8, arbitrary: line }, { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }) }, longText)
  .filter((text) => !NOT_CARRIED.test(text));

describe('what comes from a construct', () => {
  describe.each(['helm3', 'helm4'])('goes through %s', (name) => {
    describeWith([name], 'as it was', () => {
      const judge = new HelmJudge();
      afterAll(() => judge.remove());
      const chart = join(judge.folder, 'tiny');
      mkdirSync(join(chart, 'templates'), { recursive: true });
      writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n');
      writeFileSync(join(chart, 'templates/all.yaml'), TEMPLATE);

      const file = (text: string): string => {
        const path = join(judge.folder, 'values.yaml');
        writeFileSync(path, text);
        return path;
      };

      /** What helm makes of a values file, as data. */
      const render = async (values: string): Promise<readonly { readonly data: unknown }[]> => {
        const args = ['template', 'production', chart, '--values', file(values)];
        const { failed, stdout, stderr } = await judge.run(tool(name) ?? '', args);
        if (failed) throw new Error(stderr);
        return yaml.loadAll(stdout).filter((each) => each !== null && each !== undefined) as {
          readonly data: unknown;
        }[];
      };

      it('any text, as value and as key', async () => {
        const texts = fc.sample(fc.tuple(anyText, anyText), { numRuns: AT_ONCE, seed: SEED });
        const scope = new Chart(new App(), 'braces');
        for (const [index, [key, value]] of texts.entries()) {
          new ApiObject(scope, `map-${index}`, {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            data: { [`k${key}`]: value, list: [value, { [value]: [key] }] },
          });
        }
        const rendered = await render(new AutoDeployValues({ customResources: [scope] }).toYaml());
        expect(rendered.map(({ data }) => data)).toEqual(
          texts.map(([key, value]) => ({ [`k${key}`]: value, list: [value, { [value]: [key] }] })),
        );
      });

      it('and a masked text in a manifest too', async () => {
        const texts = fc.sample(anyText, { numRuns: AT_ONCE, seed: SEED + 1 });
        const customResources = texts.map((text, index) => ({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: `m${index}-{{ .Release.Name }}` },
          data: { text: AutoDeployValues.literal(text) },
        }));
        const rendered = await render(new AutoDeployValues({ customResources }).toYaml());
        expect(rendered.map(({ data }) => data)).toEqual(texts.map((text) => ({ text })));
      });

      it('but for characters that Helm loses, which are refused', async () => {
        const codes = [...Array(0x100).keys(), 0x2027, 0x2028, 0x2029, 0x202a, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x1f600];
        const characters = codes.map((code) => String.fromCodePoint(code));
        const resources = characters.map((each, index) => ({
          metadata: { name: `m${index}` },
          data: { text: `a${each}b` },
        }));
        const rendered = await render(yaml.dump({ customResources: resources }));
        const kept = new Set(rendered.map(({ data }) => JSON.stringify(data)));
        const lost = characters.filter((_, index) => !kept.has(JSON.stringify(resources[index]?.data)));
        expect(lost).toEqual(characters.filter((each) => NOT_CARRIED.test(each)));
        expect(lost.length).toBeGreaterThan(30);
        expect(() => new AutoDeployValues({ extraLabels: { a: '\u2028' } })).toThrow(/GITLAB1020/);
      });

      it('while an unmasked one would be spoilt', async () => {
        const spoilt = {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'a' },
          data: { text: 'on {{ $labels.pod }}' },
        };
        await expect(render(yaml.dump({ customResources: [spoilt] }))).rejects.toThrow(/undefined variable/);
      });
    });
  });
});
