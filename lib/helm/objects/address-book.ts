import { ApiObject, App, Names } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { BoundVariable } from '../expression/node';
import { scopeOf } from '../scope/scopes';
import { keysAround } from './names';
import { POD_TEMPLATES } from './pod-kinds';

/** What the pods of a workload are found by. */
export interface PodAddress {
  /** Last 8 characters of the label that cdk8s-plus would make if there were no scopes around the workload. */
  readonly hash: string;
  /** The keys of all loops around the workload, the outermost first. */
  readonly keys: readonly BoundVariable[];
}

/** The construct whose path cdk8s-plus makes an address of, and its object. */
interface Workload {
  readonly construct: IConstruct;
  readonly object: ApiObject;
  readonly scoped: boolean;
}

/**
 * The addresses of all workloads of an app. cdk8s-plus makes them from construct paths with the ids of `If`, `With` and
 * `Range`, and selectors cannot be changed: a workload that is put under a condition must keep its address.
 *
 * The book is written when it is first asked, once for a whole app: a workload may be mentioned in another chart.
 */
export class AddressBook {
  private addresses: ReadonlyMap<string, PodAddress> | undefined;

  constructor(private readonly root: IConstruct) {}

  /** The workload that a label of cdk8s-plus stands for. Undefined for a label of somebody else, and where nobody has scopes. */
  public find(label: string): PodAddress | undefined {
    this.addresses ??= addressesBelow(this.root);
    return this.addresses.get(label);
  }
}

function addressesBelow(root: IConstruct): ReadonlyMap<string, PodAddress> {
  const workloads = workloadsBelow(root, false, []);
  const [scoped, free] = [true, false].map((wanted) => workloads.filter((each) => each.scoped === wanted));
  const addresses = new Map<string, PodAddress>();
  if (!scoped?.length) return addresses;
  const names = new Map<string, string>();
  const plain = new App();
  for (const { construct, object } of [...(free ?? []), ...scoped]) {
    const label = Names.toLabelValue(construct);
    const hash = hashIn(Names.toLabelValue(withoutScopes(construct, plain)));
    // Two objects of one name are never there together: a Deployment with and one without TLS. All others must differ.
    const isTaken = (names.get(hash) ?? object.name) !== object.name;
    if (!isTaken) names.set(hash, object.name);
    addresses.set(label, { hash: isTaken ? hashIn(label) : hash, keys: keysAround(object, object.chart) });
  }
  return addresses;
}

/** In the order of the tree. */
function workloadsBelow(construct: IConstruct, scoped: boolean, found: Workload[]): readonly Workload[] {
  for (const child of construct.node.children) {
    if (ApiObject.isApiObject(child) && isPodKind(child.kind)) found.push({ construct, object: child, scoped });
    workloadsBelow(child, scoped || scopeOf(child) !== undefined, found);
  }
  return found;
}

function isPodKind(kind: string): boolean {
  return kind === 'Pod' || Object.hasOwn(POD_TEMPLATES, kind);
}

/** A construct whose path has the same ids without those of scopes. cdk8s makes its address as it does all others. */
function withoutScopes(construct: IConstruct, plain: App): Construct {
  const ids = construct.node.scopes.filter((scope) => scope.node.scope && !scopeOf(scope)).map(({ node }) => node.id);
  return ids.reduce<Construct>(
    (parent, id) => (parent.node.tryFindChild(id) as Construct | undefined) ?? new Construct(parent, id),
    plain,
  );
}

/** What tells addresses apart whose readable part was cut. */
export function hashIn(label: string): string {
  return label.slice(-8);
}
