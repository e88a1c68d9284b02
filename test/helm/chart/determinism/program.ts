/** Writes charts into a folder: `tsx program.ts OUTDIR [other]`. With `other` much else happens in the process before. */
import * as kplus from 'cdk8s-plus-27';
import { Block, Expression, HelmApp, HelmChart, If, Loop, Range, ValueSchema } from '../../../../lib/helm';
import { KINDS } from '../../document/differential/kinds';
import { POSITIONS } from '../../document/differential/positions';
import { SCOPES } from '../../document/differential/scopes';

/** A chart with every kind of value, every position and every scope, though not every combination. */
function everything(app: HelmApp): void {
  const chart = new HelmChart(app, 'everything', { version: '1.0.0', description: 'All that there is.' });
  for (const [index, position] of POSITIONS.entries()) {
    const kinds = KINDS.filter(position.takes);
    const kind = kinds[index % kinds.length];
    const scope = SCOPES[position.unscoped ? 0 : index % SCOPES.length];
    if (kind && scope) scope.build(chart, `c${index}`, kind, position, scope.given(kind)(index));
  }
}

function web(app: HelmApp): void {
  const chart = new HelmChart(app, 'web', { version: '1.0.0', description: 'A web server.', appVersion: '1' });
  const { values } = chart;
  const labels = values.addMap('labels', { description: 'Labels.', entries: ValueSchema.text() });
  const more = values.addMap('more', { description: 'More labels.', entries: ValueSchema.text() });
  const hosts = values.addList('hosts', { description: 'Hosts.', items: ValueSchema.text() });
  const loop = Loop.over(hosts);
  const image = values.addImage('image', { description: 'The image.', repository: 'nginx' });
  chart.addLabels(labels);
  const deployment = new kplus.Deployment(chart, 'web', {
    podMetadata: {
      labels: { ...labels.asMap(), ...more.asMap(), [image.tag.asString()]: 'x', [chart.release.name.asString()]: 'y' },
    },
    containers: [
      {
        image: image.reference.asString(),
        portNumber: 80,
        args: hosts.asList(),
        envVariables: { PULL: kplus.EnvValue.fromValue(image.pullPolicy.asString()) },
      },
    ],
  });
  deployment.exposeViaService();
  const range = new Range(new If(chart, 'if', { when: chart.release.isInstall }), 'range', { over: hosts });
  new kplus.ConfigMap(range, 'each', {
    data: { host: range.item.asString(), first: Expression.concat(range.key, '/', range.item).asString() },
  });
  new kplus.ConfigMap(chart, 'all', { data: { hosts: Block.yamlText(loop.each({ host: loop.item })) as never } });
}

const [outdir, other] = process.argv.slice(2);
if (other) {
  const before = new HelmApp({ outdir: '/nowhere' });
  web(before);
  everything(before);
}
const app = new HelmApp({ outdir });
const parts = [everything, web];
for (const part of other ? parts.reverse() : parts) part(app);
app.synth();
