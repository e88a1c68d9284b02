import { expect, it } from 'vitest';
import { podTemplates } from '../../lib/kubernetes/pod-templates';

const pod = { containers: [{ name: 'web' }], initContainers: [{ name: 'init' }] };
const containers = [
  { list: 'initContainers', index: 0, name: 'init' },
  { list: 'containers', index: 0, name: 'web' },
];

it.each([
  ['a Pod', { kind: 'Pod', spec: pod }, []],
  ['a Deployment', { kind: 'Deployment', spec: { template: { spec: pod } } }, ['spec', 'template']],
  [
    'a CronJob',
    { kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: pod } } } } },
    ['spec', 'jobTemplate', 'spec', 'template'],
  ],
  ['a PodTemplate', { kind: 'PodTemplate', template: { spec: pod } }, ['template']],
  [
    "a resource that is not Kubernetes' own",
    { kind: 'Rollout', spec: { template: { spec: pod } } },
    ['spec', 'template'],
  ],
])('the pod template of %s is found with its containers', (_name, manifest, path) => {
  expect(podTemplates(manifest)).toEqual([{ path, containers, open: [] }]);
});

it('a resource whose own spec has a list of containers is no pod', () => {
  expect(podTemplates({ kind: 'Fleet', spec: pod })).toEqual([]);
});

it('objects without pods have none', () => {
  expect(podTemplates({ kind: 'ConfigMap', data: { spec: 'containers' } })).toEqual([]);
  expect(podTemplates({ kind: 'Pod', spec: { containers: [] } })).toEqual([]);
  expect(podTemplates({ kind: 'Pod', spec: { containers: ['web'] } })).toEqual([]);
});

it('texts between containers, and in place of a list, are what a token stands for', () => {
  const spec = { containers: [{ name: 'web' }, 'zq1', { name: 'side' }], initContainers: ['zq2'] };
  const [found] = podTemplates({ kind: 'Pod', spec });
  expect(found?.containers.map(({ name, index }) => [name, index])).toEqual([
    ['web', 0],
    ['side', 2],
  ]);
  expect(found?.open).toEqual(['initContainers', 'containers']);
});
