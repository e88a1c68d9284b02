import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { holdsToken } from '../../helm/token/tokens';
import { TEMPLATED_SINCE } from './checks/check-resources';
import { type Context, say } from './checks/context';
import { isClusterScoped } from './kinds';
import { lostOfHelmChart, ownProblems } from './own-problems';
import { mapOf } from './pods';
import { type NewNames, withReferences } from './references';
import { RELEASE_NAME, RELEASE_NAMESPACE, withExpressions } from './release-name';
import { literalData } from './template/literal';
import { isOlder } from './version';

/** An object of Kubernetes as data. */
type Manifest = Readonly<Record<string, unknown>>;

/** The manifests of custom resources; what comes from constructs is made fit for `tpl` and for several releases. */
export function manifestsOf(resources: readonly unknown[], context: Context): readonly unknown[] {
  const found: readonly Found[] = resources.map((given, index) =>
    isConstruct(given) ? { objects: objectsIn(given, `customResources[${index}]`, context) } : { given },
  );
  // Charts of older images do not carry out expressions: there nothing needs a mask, and no name can differ.
  const isTemplate = !isOlder(context.target, TEMPLATED_SINCE);
  const names = newNames(found.flatMap(({ objects = [] }) => objects));
  return found.flatMap(({ given, objects }): readonly unknown[] => {
    if (objects === undefined) return [given];
    return isTemplate ? objects.map((object) => released(object, names)) : objects;
  });
}

/** What a custom resource was: the objects of a construct, or something else as it was given. */
interface Found {
  readonly given?: unknown;
  readonly objects?: readonly Manifest[];
}

/** The spec of the one NetworkPolicy that is in a construct. */
export function networkPolicySpec(scope: IConstruct, at: string, context: Context): unknown {
  const objects = objectsIn(scope, at, context);
  const [policy, second] = objects;
  if (
    policy !== undefined &&
    second === undefined &&
    policy.kind === 'NetworkPolicy' &&
    policy.apiVersion === 'networking.k8s.io/v1'
  ) {
    return policy.spec;
  }
  const message = `must hold one NetworkPolicy of networking.k8s.io/v1, not ${objects.map(({ kind }) => String(kind)).join(', ') || 'nothing'}`;
  say(context, 'error', 'GITLAB1012', at, message, 'everything else goes into "customResources"');
  return undefined;
}

/** What a `securityContext` says of AppArmor: an AppArmorProfile is known by its name for pods. */
export function appArmorOf(value: unknown, context: Context): unknown {
  if (!isConstruct(value)) return value;
  for (const problem of ownProblems(value)) context.tell(problem);
  const { localhostProfile } = value as IConstruct & { readonly localhostProfile?: unknown };
  return typeof localhostProfile === 'string' ? { type: 'Localhost', localhostProfile } : value;
}

/** Whether a value is a construct, of whatever copy of the library. */
export function isConstruct(value: unknown): value is IConstruct {
  return Construct.isConstruct(value);
}

/** Every object of a construct and below it, known by structure. What the constructs themselves find wrong is reported. */
function objectsIn(scope: IConstruct, at: string, context: Context): readonly Manifest[] {
  const constructs = scope.node.findAll();
  const path = scope.node.path;
  const complain = (message: string, hint: string): void =>
    say(context, 'error', 'GITLAB1012', at, `(${path}) ${message}`, hint);
  for (const each of constructs) {
    const messages = each.node.validate();
    for (const message of messages) complain(`is wrong: ${message}`, 'the construct says what it wants');
    // Its errors are among the messages, unless it stands in a HelmChart, which would have told them.
    for (const problem of ownProblems(each)) {
      if (problem.severity !== 'error' || messages.length === 0) context.tell(problem);
    }
  }
  const found = constructs.filter(isApiObject);
  const lost = found.flatMap((each) => lostOfHelmChart(each) ?? []);
  for (const message of new Set(lost)) complain(message, OTHER_CHART);
  const objects = found.map((each): Manifest => each.toJson());
  if (objects.length === 0) complain('holds no object of Kubernetes', hintForNone(scope));
  if (objects.some(holdsExpression)) {
    complain('holds an expression of a Helm chart, which means nothing in the chart of Auto DevOps', OTHER_CHART);
    return [];
  }
  return objects;
}

const OTHER_CHART = 'make the construct in a cdk8s Chart, not in a HelmChart';

/** A profile is for the nodes, not for the namespace of an application. */
function hintForNone(scope: IConstruct): string {
  return 'localhostProfile' in scope
    ? 'give it as "containerSecurityContext.appArmorProfile"; the chart apparmor brings it to the nodes'
    : 'give an ApiObject, or a construct around some';
}

function isApiObject(value: IConstruct): value is ApiObject {
  const { apiVersion, kind, toJson } = value as Partial<ApiObject>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof toJson === 'function';
}

function holdsExpression(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number') return holdsToken(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, part]) => holdsToken(key) || holdsExpression(part));
}

/** Names that differ in every release: those that hold the release's name already stay. */
function newNames(objects: readonly Manifest[]): NewNames {
  return Object.fromEntries(
    objects.flatMap(({ kind, metadata }) => {
      const { name } = mapOf(metadata);
      if (typeof name !== 'string' || name.includes(RELEASE_NAME)) return [];
      // Two projects can have a release of one name, each in its namespace.
      const prefix = isClusterScoped(kind) ? `${RELEASE_NAMESPACE}-${RELEASE_NAME}` : RELEASE_NAME;
      return [[`${String(kind)}/${name}`, `${prefix}-${name}`]];
    }),
  );
}

/** One object as the chart has to get it. */
function released({ apiVersion, kind, metadata, ...rest }: Manifest, names: NewNames): unknown {
  const { name, ...more } = mapOf(metadata);
  const own = names[`${String(kind)}/${String(name)}`] ?? name;
  const body = mapOf(withReferences(rest, names));
  return withExpressions(literalData({ apiVersion, kind, metadata: { name: own, ...more }, ...body }));
}
