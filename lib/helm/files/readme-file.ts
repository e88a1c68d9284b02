import Handlebars from 'handlebars';
import type { HelmChart } from '../chart/chart';
import type { ValueRow } from '../values/values-table';

const TEMPLATE = `# {{name}}

{{description}}
{{#if deprecated}}

**This chart is deprecated.**
{{/if}}

| | |
|---|---|
| Chart version | \`{{version}}\` |
{{#if appVersion}}
| Installs | \`{{appVersion}}\` |
{{/if}}
{{#if kubeVersion}}
| Kubernetes | \`{{kubeVersion}}\` |
{{/if}}

\`\`\`sh
helm install my-release ./{{name}}
\`\`\`
{{#if body}}

{{body}}
{{/if}}
{{#if dependencies}}

## Charts that come with it

| Name | Version | Repository | Switched by |
|---|---|---|---|
{{#each dependencies}}
| {{name}} | {{version}} | {{repository}} | {{condition}} |
{{/each}}
{{/if}}

## Values

| Key | Type | Default | Description |
|---|---|---|---|
{{#each rows}}
| {{key}} | {{type}} | {{default}} | {{description}} |
{{/each}}
`;

let compiled: Handlebars.TemplateDelegate | undefined;

/** `README.md` of a chart, with the table of its values. */
export function readmeFile(chart: HelmChart, rows: readonly ValueRow[]): string {
  compiled ??= Handlebars.compile(TEMPLATE, { noEscape: true, strict: true });
  const props = chart._props;
  return compiled({
    name: chart.chartName,
    description: props.description,
    deprecated: props.deprecated ?? false,
    version: props.version,
    appVersion: props.appVersion ?? '',
    kubeVersion: props.kubeVersion ?? '',
    body: [props.readme ?? '', ...chart._readme].filter(Boolean).join('\n\n'),
    dependencies: chart._subcharts.map(({ chart: local, props: sub }) => ({
      name: sub.alias ?? sub.chartName ?? local?.chartName ?? '',
      version: sub.version ?? local?._props.version ?? '',
      repository: sub.repository ?? 'inside this chart',
      condition: sub.condition ? `\`${sub.condition}\`` : 'always there',
    })),
    rows,
  });
}
