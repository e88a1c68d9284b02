import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type AssemblyType, type Parameter, propertiesOf, type TypeReference, typeOf } from './assembly';

/** Makes ids that no other construct has. */
let ids = 0;
export const freshId = (): string => `c${++ids}`;

const members = plus as unknown as Readonly<Record<string, unknown>>;

/** What a class or enum of the package is when it runs. */
export const runtime = (name: string): never => members[name] as never;

/** Some instance of what cannot be made from its declaration alone. */
const MADE: Readonly<Record<string, (scope: Construct) => unknown>> = {
  'cdk8s.Cron': () => cdk8s.Cron.hourly(),
  'cdk8s.Duration': () => cdk8s.Duration.seconds(30),
  'cdk8s.Size': () => cdk8s.Size.mebibytes(64),
  'cdk8s-plus-27.Capability': () => plus.Capability.KILL,
  'cdk8s-plus-27.Container': () => new plus.Container({ image: 'image', portNumber: 4040 }),
  'cdk8s-plus-27.Cpu': () => plus.Cpu.millis(100),
  'cdk8s-plus-27.DeploymentStrategy': () => plus.DeploymentStrategy.recreate(),
  'cdk8s-plus-27.EnvFrom': (scope) => plus.Env.fromConfigMap(plus.ConfigMap.fromConfigMapName(scope, freshId(), 'map')),
  'cdk8s-plus-27.EnvValue': () => plus.EnvValue.fromValue('value'),
  'cdk8s-plus-27.Handler': () => plus.Handler.fromCommand(['true']),
  'cdk8s-plus-27.IApiEndpoint': () => plus.ApiResource.PODS,
  'cdk8s-plus-27.IApiResource': () => plus.ApiResource.PODS,
  'cdk8s-plus-27.IClusterRole': (scope) => plus.ClusterRole.fromClusterRoleName(scope, freshId(), 'role'),
  'cdk8s-plus-27.IConfigMap': (scope) => plus.ConfigMap.fromConfigMapName(scope, freshId(), 'map'),
  'cdk8s-plus-27.INetworkPolicyPeer': (scope) => plus.NetworkPolicyIpBlock.anyIpv4(scope, freshId()),
  'cdk8s-plus-27.IPersistentVolume': (scope) =>
    plus.PersistentVolume.fromPersistentVolumeName(scope, freshId(), 'volume'),
  'cdk8s-plus-27.IPersistentVolumeClaim': (scope) =>
    plus.PersistentVolumeClaim.fromClaimName(scope, freshId(), 'claim'),
  'cdk8s-plus-27.IPodSelector': (scope) => plus.Pods.all(scope, freshId()),
  'cdk8s-plus-27.IResource': (scope) => new plus.ConfigMap(scope, freshId()),
  'cdk8s-plus-27.IRole': (scope) => plus.Role.fromRoleName(scope, freshId(), 'role'),
  'cdk8s-plus-27.IScalable': (scope) => new plus.Deployment(scope, freshId(), { containers: [{ image: 'image' }] }),
  'cdk8s-plus-27.ISecret': (scope) => plus.Secret.fromSecretName(scope, freshId(), 'secret'),
  'cdk8s-plus-27.IServiceAccount': (scope) => plus.ServiceAccount.fromServiceAccountName(scope, freshId(), 'account'),
  'cdk8s-plus-27.IStorage': (scope) => plus.Volume.fromEmptyDir(scope, freshId(), freshId()),
  'cdk8s-plus-27.ISubject': (scope) => plus.User.fromName(scope, freshId(), 'user'),
  'cdk8s-plus-27.IngressBackend': (scope) => plus.IngressBackend.fromResource(new plus.ConfigMap(scope, freshId())),
  'cdk8s-plus-27.LabelExpression': () => plus.LabelExpression.exists('label'),
  'cdk8s-plus-27.LabelSelector': () => plus.LabelSelector.of({ labels: { a: 'b' } }),
  'cdk8s-plus-27.Metric': () => plus.Metric.resourceCpu(plus.MetricTarget.averageUtilization(50)),
  'cdk8s-plus-27.MetricTarget': () => plus.MetricTarget.averageUtilization(50),
  'cdk8s-plus-27.Namespaces': (scope) => plus.Namespaces.all(scope, freshId()),
  'cdk8s-plus-27.NetworkPolicyIpBlock': (scope) => plus.NetworkPolicyIpBlock.anyIpv4(scope, freshId()),
  'cdk8s-plus-27.NetworkPolicyPort': () => plus.NetworkPolicyPort.tcp(4040),
  'cdk8s-plus-27.PercentOrAbsolute': () => plus.PercentOrAbsolute.absolute(1),
  'cdk8s-plus-27.Pods': (scope) => plus.Pods.all(scope, freshId()),
  'cdk8s-plus-27.Probe': () => plus.Probe.fromTcpSocket(),
  'cdk8s-plus-27.Replicas': () => plus.Replicas.absolute(1),
  'cdk8s-plus-27.Service': (scope) => new plus.Service(scope, freshId(), { ports: [{ port: 4041 }] }),
  'cdk8s-plus-27.Topology': () => plus.Topology.HOSTNAME,
  'cdk8s-plus-27.Volume': (scope) => plus.Volume.fromEmptyDir(scope, freshId(), freshId()),
};

const PRIMITIVES: Readonly<Record<string, () => unknown>> = {
  string: () => `s${freshId()}`,
  number: () => 1,
  boolean: () => true,
  any: () => ({}),
  json: () => ({}),
};

/** Some value of a type. @throws Error when nobody knows how to make one. */
export function sample(type: TypeReference, scope: Construct): unknown {
  if ('primitive' in type) return (PRIMITIVES[type.primitive] ?? unknown(type.primitive))();
  if ('union' in type) return sample(type.union.types[0] ?? { primitive: 'any' }, scope);
  if ('collection' in type) {
    const item = sample(type.collection.elementtype, scope);
    return type.collection.kind === 'array' ? [item] : { a: item };
  }
  if (type.fqn === 'constructs.Construct') return scope;
  const made = MADE[type.fqn];
  if (made) return made(scope);
  const declared = typeOf(type.fqn);
  if (declared?.kind === 'enum') return runtime(declared.name)[declared.members?.[0]?.name ?? ''];
  if (declared?.datatype) return struct(declared, scope);
  return unknown(type.fqn)();
}

/** A struct with what it must have, and what every object of its kind needs. */
export function struct(type: AssemblyType, scope: Construct): Record<string, unknown> {
  const needed = propertiesOf(type).filter((property) => !property.optional || wantedAnyway(property));
  return Object.fromEntries(needed.map((property) => [property.name, sampleOf(property, scope)]));
}

/** What only the name of a parameter tells. */
const NAMED: Readonly<Record<string, () => unknown>> = {
  id: freshId,
  localDir: () => __dirname,
  localFile: () => __filename,
  path: () => `/${freshId()}`,
};

function sampleOf({ name, type }: Parameter, scope: Construct): unknown {
  return (NAMED[name] ?? (() => sample(type, scope)))();
}

/** Workloads without containers and services without ports are refused. */
function wantedAnyway({ name, type }: Parameter): boolean {
  return 'collection' in type && (name === 'containers' || name === 'ports') && type.collection.kind === 'array';
}

/** Arguments of a call: those that are needed, and one that is given. */
export function argumentsOf(parameters: readonly Parameter[], scope: Construct, at: number, value: unknown): unknown[] {
  return parameters
    .slice(0, Math.max(at + 1, parameters.filter(({ optional }) => !optional).length))
    .map((parameter, index) => {
      return index === at ? value : sampleOf(parameter, scope);
    });
}

function unknown(name: string): () => never {
  return () => {
    throw new Error(`no sample of ${name}`);
  };
}
