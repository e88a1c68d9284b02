import { callError } from '../diagnostics/diagnostic-error';
import { flawsOf, mustBeArrayOf, mustBeString, type Predicate } from '../diagnostics/predicates';
import { atLeastOne } from '../helm/sound-props';
import type { LabelSelectorRequirement } from '../kubernetes/label-selector';
import { mustBeLabelTexts, mustBeName, mustBeSingleTexts } from './arguments';
import { LabelCondition } from './label-condition';
import { CODES } from './language/codes';

type Labels = Readonly<Record<string, string>>;

/** Which namespaces are meant. */
export type NamespaceChoice =
  | { readonly kind: 'own' }
  | { readonly kind: 'any' }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'labelled'; readonly labels: Labels };

/** What a peer is: plain data. */
export type PeerData =
  | { readonly kind: 'any' }
  | {
      readonly kind: 'pods';
      readonly labels: Labels;
      readonly conditions: readonly LabelSelectorRequirement[];
      readonly namespace: NamespaceChoice;
    }
  | { readonly kind: 'cidr'; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: 'entities'; readonly names: readonly string[] }
  | { readonly kind: 'fqdns'; readonly names: readonly string[] }
  | { readonly kind: 'service'; readonly name: string; readonly namespace: string | undefined }
  | { readonly kind: 'nodes'; readonly labels: Labels };

/**
 * Who is at the other end of a connection: pods, namespaces, addresses; for Cilium also entities, DNS names, services and
 * nodes.
 */
export class Peer {
  /** Everybody, inside and outside of the cluster. */
  public static any(): Peer {
    return new Peer({ kind: 'any' });
  }

  /**
   * Pods with these labels, in the namespace of the policy unless `inNamespace` says another one. No label: all pods there.
   * A cluster-wide policy has no namespace: there it means pods of any.
   */
  public static pods(labels: { [key: string]: string }): Peer {
    check('pods', mustBeLabelTexts, labels);
    return new Peer({ kind: 'pods', labels, conditions: [], namespace: { kind: 'own' } });
  }

  /** All pods of the namespaces with these labels. No label: all pods of the cluster. */
  public static namespaces(labels: { [key: string]: string }): Peer {
    return Peer.pods({}).inNamespace(labels);
  }

  /** All pods of one namespace. */
  public static namespaceNamed(name: string): Peer {
    return Peer.pods({}).inNamespaceNamed(name);
  }

  /** Addresses in a block such as `10.0.0.0/8`, but not those in smaller blocks inside of it. */
  public static cidr(cidr: string, ...without: string[]): Peer {
    check('cidr', mustBeArrayOf(mustBeString), [cidr, ...without]);
    return new Peer({ kind: 'cidr', cidr, except: without });
  }

  /** Cilium only. What Cilium has a name for: `world`, `cluster`, `host`, `kube-apiserver` … */
  public static entities(...names: string[]): Peer {
    check('entities', atLeastOne(mustBeArrayOf(mustBeString)), names);
    return new Peer({ kind: 'entities', names });
  }

  /**
   * Cilium only, egress only. Hosts by their DNS names; `*` stands for letters, digits, `-` and `_`. Cilium learns their
   * addresses from the answers of the DNS server: the policy needs `allowDns()` too.
   */
  public static fqdns(...names: string[]): Peer {
    check('fqdns', mustBeSingleTexts, names);
    return new Peer({ kind: 'fqdns', names });
  }

  /** Cilium only, egress only. What is behind a Service. @param namespaceName default: that of the policy. */
  public static service(name: string, namespaceName?: string): Peer {
    check('service', mustBeArrayOf(mustBeName), namespaceName === undefined ? [name] : [name, namespaceName]);
    return new Peer({ kind: 'service', name, namespace: namespaceName });
  }

  /** Cilium only. Nodes with these labels, where the agents know them: `nodeSelectorLabels: true` in Cilium's values. */
  public static nodes(labels: { [key: string]: string }): Peer {
    check('nodes', mustBeLabelTexts, labels);
    return new Peer({ kind: 'nodes', labels });
  }

  /** @internal */
  public readonly _data: PeerData;

  private constructor(data: PeerData) {
    this._data = data;
  }

  /** The pods in namespaces with these labels. No label: in any namespace. */
  public inNamespace(labels: { [key: string]: string }): Peer {
    check('inNamespace', mustBeLabelTexts, labels);
    return this.inside(Object.keys(labels).length === 0 ? { kind: 'any' } : { kind: 'labelled', labels });
  }

  /** The pods in the namespace of this name. */
  public inNamespaceNamed(name: string): Peer {
    check('inNamespaceNamed', mustBeName, name);
    return this.inside({ kind: 'named', name });
  }

  /** The pods in any namespace. */
  public inAnyNamespace(): Peer {
    return this.inside({ kind: 'any' });
  }

  /** Of these pods those for which this is so too. */
  public where(...conditions: LabelCondition[]): Peer {
    const pods = this.pods('where');
    check(
      'where',
      mustBeArrayOf((value) => (value instanceof LabelCondition ? undefined : 'a LabelCondition')),
      conditions,
    );
    return new Peer({
      ...pods,
      conditions: [...pods.conditions, ...conditions.map(({ _requirement }) => _requirement)],
    });
  }

  private inside(namespace: NamespaceChoice): Peer {
    return new Peer({ ...this.pods('inNamespace'), namespace });
  }

  private pods(method: string): PeerData & { readonly kind: 'pods' } {
    if (this._data.kind === 'pods') return this._data;
    throw callError(
      CODES.props,
      `${method}() is said of pods, not of ${this._data.kind}`,
      'begin with Peer.pods({ … })',
    );
  }
}

/** @throws DiagnosticError for what only callers without types can do. */
function check(method: string, predicate: Predicate, value: unknown): void {
  const [flaw] = flawsOf(predicate, value, '');
  if (flaw !== undefined)
    throw callError(CODES.props, `the argument${flaw.at} of Peer.${method}() ${flaw.says}`, flaw.hint);
}
