import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** How a case fills a chart. The same code fills ours and the peer's. */
export interface SynthCase {
  readonly charts: number;
  readonly objects: number;
  readonly fill: (chart: Construct, objects: number) => void;
}

function configMaps(chart: Construct, objects: number): void {
  for (let i = 0; i < objects; i++) {
    new ApiObject(chart, `config-${i}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { number: `${i}`, mode: 'audit', text: 'first line\nsecond line\n' },
    });
  }
}

function deployments(chart: Construct, objects: number): void {
  for (let i = 0; i < objects; i++) {
    new kplus.Deployment(chart, `web-${i}`, {
      replicas: 2,
      containers: [
        {
          image: `registry.example.com/web:${i}`,
          portNumber: 8080,
          envVariables: { MODE: kplus.EnvValue.fromValue('audit') },
        },
      ],
    });
  }
}

/** Each object of a layer depends on every object of the layer before. */
function layers(chart: Construct, objects: number): void {
  let previous: ApiObject[] = [];
  for (let layer = 0; layer < objects / 4; layer++) {
    const current = [0, 1, 2, 3].map(
      (i) =>
        new ApiObject(chart, `layer-${layer}-${i}`, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          data: { layer: `${layer}` },
        }),
    );
    for (const object of current) if (previous.length > 0) object.addDependency(...previous);
    previous = current;
  }
}

/** Charts x objects, by the name that the results carry. */
export const SYNTH_CASES: Readonly<Record<string, SynthCase>> = {
  'configmaps-100x100': { charts: 100, objects: 100, fill: configMaps },
  'configmaps-1x10000': { charts: 1, objects: 10_000, fill: configMaps },
  'deployments-100x100': { charts: 100, objects: 100, fill: deployments },
  'deployments-800x1': { charts: 800, objects: 1, fill: deployments },
  'deployments-1x10000': { charts: 1, objects: 10_000, fill: deployments },
  'deployments-1x20000': { charts: 1, objects: 20_000, fill: deployments },
  'layers-14x4': { charts: 1, objects: 14 * 4, fill: layers },
};
