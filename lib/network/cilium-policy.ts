import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkObject } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { isOpen, tellAtSynth } from '../helm/told-at-synth';
import type { CiliumClusterwideNetworkPolicyProps, CiliumNetworkPolicyProps } from './cilium-policy-props';
import { ciliumSpec, listKey } from './cilium-policy-spec';
import { clusterDns } from './dns';
import { type CiliumKind, checkCiliumSpec } from './language/cilium/check-policy';
import { doubtCiliumSpec } from './language/cilium/doubts';
import { CODES } from './language/codes';
import type { Peer } from './peer';
import { Port } from './port';
import { CILIUM_POLICY_PROPS, RULE_ARGUMENTS } from './props-shape';
import type { Direction, Rule } from './rule';

/** What the two policies of Cilium have in common: what may be said to and by pods. */
export abstract class CiliumPolicy extends Construct {
  /** The object of the API. */
  public readonly apiObject: ApiObject;
  private readonly rules: Rule[] = [];
  private readonly wrongProps = new DiagnosticCollector();
  private readonly props: CiliumClusterwideNetworkPolicyProps;

  protected constructor(
    scope: Construct,
    id: string,
    private readonly kind: string,
    props: CiliumClusterwideNetworkPolicyProps,
  ) {
    super(scope, id);
    const isSound = checkObject(
      props,
      CILIUM_POLICY_PROPS,
      { path: this.node.path },
      CODES.props,
      this.wrongProps.report,
    );
    this.props = isSound ? props : {};
    this.apiObject = new ApiObject(this, 'Default', {
      apiVersion: 'cilium.io/v2',
      kind,
      ...(this.props.metadata === undefined ? {} : { metadata: this.props.metadata }),
      spec: Lazy.any({ produce: () => this.spec() }),
    });
    tellAtSynth(this, () => this.check());
  }

  /** Lets a peer call the pods. @param ports default: every port. */
  public allowFrom(peer: Peer, ...ports: Port[]): CiliumPolicy {
    return this.add({ direction: 'ingress', denies: false, peer, ports });
  }

  /** Lets the pods call a peer. @param ports default: every port. */
  public allowTo(peer: Peer, ...ports: Port[]): CiliumPolicy {
    return this.add({ direction: 'egress', denies: false, peer, ports });
  }

  /** Keeps a peer from calling the pods, whatever any policy allows. @param ports default: every port. */
  public denyFrom(peer: Peer, ...ports: Port[]): CiliumPolicy {
    return this.add({ direction: 'ingress', denies: true, peer, ports });
  }

  /** Keeps the pods from calling a peer, whatever any policy allows. @param ports default: every port. */
  public denyTo(peer: Peer, ...ports: Port[]): CiliumPolicy {
    return this.add({ direction: 'egress', denies: true, peer, ports });
  }

  /**
   * Lets the pods ask a DNS server, by UDP and TCP on port 53. Where the policy allows names, Cilium reads the answers.
   * @param servers default: the pods `k8s-app: kube-dns` of kube-system, which is CoreDNS too
   */
  public allowDns(...servers: Peer[]): CiliumPolicy {
    for (const peer of servers.length === 0 ? [clusterDns()] : servers)
      this.add({ direction: 'egress', denies: false, peer, ports: [Port.udp(53), Port.tcp(53)], isDns: true });
    return this;
  }

  /** What is wrong or doubtful about the policy as it is now. Synth tells it too. */
  public check(): Diagnostic[] {
    const problems = new DiagnosticCollector();
    const { report } = problems;
    const place = { path: this.node.path };
    for (const problem of this.wrongProps.diagnostics) report(problem);
    if (problems.hasErrors) return [...problems.diagnostics];
    this.checkSubject(report);
    this.checkDirections(report);
    this.checkZero(report);
    const spec = this.spec();
    checkCiliumSpec(this.kind as CiliumKind, spec, place, report, isOpen);
    const { everyPod, withoutDns } = this.props;
    const accepted: readonly unknown[] = [everyPod && CODES.everyPod, withoutDns && CODES.noDns];
    const doubt = (found: Diagnostic): void => {
      if (!accepted.includes(found.code)) report(found);
    };
    doubtCiliumSpec(spec, place, doubt, isOpen);
    return [...problems.diagnostics];
  }

  private checkSubject(report: (problem: Diagnostic) => void): void {
    const { pods, podConditions, everyPod, nodes } = this.props;
    const said = [pods !== undefined || podConditions !== undefined, everyPod === true, nodes !== undefined];
    if (said.filter(Boolean).length === 1) return;
    report({
      code: CODES.subject,
      severity: 'error',
      message: said.includes(true)
        ? 'more than one of "pods", "everyPod" and "nodes" say what the policy is for'
        : 'nothing says which pods the policy is for',
      hint: '"pods" with the labels of some of them, or "everyPod: true"; for a cluster-wide policy also "nodes"',
      place: { path: this.node.path, key: 'pods' },
    });
  }

  /** FQDNs and services have no `from`; a policy that closes nothing denies nothing. */
  private checkDirections(report: (problem: Diagnostic) => void): void {
    const place = { path: this.node.path };
    for (const { denies } of this.rules.filter(isBackwards)) {
      report({
        code: CODES.wrongDirection,
        severity: 'error',
        message: 'DNS names and services can only be called, they do not call',
        hint: 'allowTo(…) or denyTo(…); for callers Peer.pods(…) and Peer.cidr(…)',
        place: { ...place, key: denies ? 'spec.ingressDeny' : 'spec.ingress' },
      });
    }
    const { recordOnly, isolateIngress, isolateEgress } = this.props;
    if (recordOnly && (isolateIngress || isolateEgress || this.rules.some(({ denies }) => denies)))
      report({
        code: CODES.denial,
        severity: 'error',
        message: '"recordOnly" closes nothing, and the policy denies or isolates',
        hint: 'leave recordOnly out, or the denials and isolate…',
        place: { ...place, key: 'recordOnly' },
      });
  }

  /** A port that is 0 by mistake would be every port. */
  private checkZero(report: (problem: Diagnostic) => void): void {
    for (const rule of this.rules) {
      if (!rule.ports.some(({ _data }) => _data.kind === 'port' && _data.port === 0)) continue;
      report({
        code: CODES.ports,
        severity: 'error',
        message: 'the port 0 stands for every port in Cilium',
        hint: 'Port.every(…) where that is meant',
        place: { path: this.node.path, key: `spec.${listKey(rule)}` },
      });
    }
  }

  private spec(): unknown {
    const { recordOnly, isolateIngress, isolateEgress, ...subject } = this.props;
    const isolation = {
      ingress: recordOnly ? false : isolateIngress,
      egress: recordOnly ? false : isolateEgress,
    } satisfies Record<Direction, boolean | undefined>;
    // What was told as backwards has no form.
    return ciliumSpec(
      { ...subject, isolation },
      this.rules.filter((rule) => !isBackwards(rule)),
    );
  }

  private add(rule: Rule): CiliumPolicy {
    const { peer, ports } = rule;
    const place = { path: this.node.path, key: rule.direction };
    if (checkObject({ peer, ports }, RULE_ARGUMENTS, place, CODES.props, this.wrongProps.report)) this.rules.push(rule);
    return this;
  }
}

function isBackwards({ direction, peer }: Rule): boolean {
  return direction === 'ingress' && (peer._data.kind === 'fqdns' || peer._data.kind === 'service');
}

/**
 * A CiliumNetworkPolicy (cilium.io/v2): what may be said to and by some pods of its namespace, where the cluster runs Cilium.
 * Checked at synth as the API server and the agent check it; a chart value is not looked into.
 */
export class CiliumNetworkPolicy extends CiliumPolicy {
  public constructor(scope: Construct, id: string, props: CiliumNetworkPolicyProps) {
    super(scope, id, 'CiliumNetworkPolicy', props);
  }
}

/** A CiliumClusterwideNetworkPolicy (cilium.io/v2): for pods of every namespace, or for nodes. */
export class CiliumClusterwideNetworkPolicy extends CiliumPolicy {
  public constructor(scope: Construct, id: string, props: CiliumClusterwideNetworkPolicyProps) {
    super(scope, id, 'CiliumClusterwideNetworkPolicy', props);
  }
}
