import { ApiObject, type ApiObjectMetadata, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkObject } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { isOpen, tellAtSynth } from '../helm/told-at-synth';
import { clusterDns } from './dns';
import type { LabelCondition } from './label-condition';
import { checkNetworkPolicySpec } from './language/check-network-policy';
import { CODES } from './language/codes';
import { doubtNetworkPolicy } from './language/doubts';
import { foreignParts, networkPolicySpec } from './network-policy-spec';
import type { Peer } from './peer';
import { Port } from './port';
import { NETWORK_POLICY_PROPS, RULE_ARGUMENTS } from './props-shape';
import type { Direction, Rule } from './rule';

/** For which pods a NetworkPolicy is, and what becomes of everything that it does not allow. */
export interface NetworkPolicyProps {
  /** Labels of the pods that the policy is for. @default - none: then `podConditions` or `everyPod` say which */
  readonly pods?: { [key: string]: string };
  /** Further conditions on the labels of the pods. @default - none */
  readonly podConditions?: LabelCondition[];
  /** The policy is for every pod of its namespace, and that is meant so. @default false */
  readonly everyPod?: boolean;
  /** Whether the pods are closed to all connections that no policy allows. @default - if something is allowed from somebody */
  readonly isolateIngress?: boolean;
  /** Whether the pods may open only connections that a policy allows. @default - if something is allowed to somebody */
  readonly isolateEgress?: boolean;
  /** The pods need no DNS server: no warning that they reach none. @default false */
  readonly withoutDns?: boolean;
  /** Name, labels, annotations. @default - the chart makes the name */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * A NetworkPolicy of Kubernetes (networking.k8s.io/v1): what may be said to and by some pods of its namespace. Policies add
 * up; what no policy allows is denied for pods that a policy isolates, and only for those.
 *
 * Checked at synth as the API server checks it; a chart value is not looked into.
 */
export class NetworkPolicy extends Construct {
  /** No pod of the namespace can be called any more, unless another policy allows it. */
  public static denyAllIngress(scope: Construct, id: string): NetworkPolicy {
    return new NetworkPolicy(scope, id, { everyPod: true, isolateIngress: true });
  }

  /** No pod of the namespace can call anybody any more, not even a DNS server, unless another policy allows it. */
  public static denyAllEgress(scope: Construct, id: string): NetworkPolicy {
    return new NetworkPolicy(scope, id, { everyPod: true, isolateEgress: true, withoutDns: true });
  }

  /** The object of the API. */
  public readonly apiObject: ApiObject;
  private readonly rules: Rule[] = [];
  private readonly wrongProps = new DiagnosticCollector();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkPolicyProps,
  ) {
    super(scope, id);
    checkObject(props, NETWORK_POLICY_PROPS, { path: this.node.path }, CODES.props, this.wrongProps.report);
    this.apiObject = new ApiObject(this, 'Default', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      ...(props?.metadata === undefined ? {} : { metadata: props.metadata }),
      spec: Lazy.any({ produce: () => this.spec() }),
    });
    tellAtSynth(this, () => this.check());
  }

  /** Lets a peer call the pods. @param ports default: every port. */
  public allowFrom(peer: Peer, ...ports: Port[]): NetworkPolicy {
    return this.add('ingress', peer, ports);
  }

  /** Lets the pods call a peer. @param ports default: every port. */
  public allowTo(peer: Peer, ...ports: Port[]): NetworkPolicy {
    return this.add('egress', peer, ports);
  }

  /**
   * Lets the pods ask a DNS server, by UDP and TCP on port 53.
   * @param servers default: the pods `k8s-app: kube-dns` of kube-system, which is CoreDNS too
   */
  public allowDns(...servers: Peer[]): NetworkPolicy {
    for (const server of servers.length === 0 ? [clusterDns()] : servers)
      this.add('egress', server, [Port.udp(53), Port.tcp(53)]);
    return this;
  }

  /** What is wrong or doubtful about the policy as it is now. Synth tells it too. */
  public check(): Diagnostic[] {
    const problems = new DiagnosticCollector();
    const place = { path: this.node.path };
    for (const problem of this.wrongProps.diagnostics) problems.report(problem);
    if (problems.hasErrors) return [...problems.diagnostics];
    foreignParts(this.rules, place, problems.report);
    this.checkSubject(problems);
    this.checkDirections(problems);
    const spec = this.spec();
    checkNetworkPolicySpec(spec, place, problems.report, isOpen);
    const accepted: readonly unknown[] = [this.props.everyPod && CODES.everyPod, this.props.withoutDns && CODES.noDns];
    doubtNetworkPolicy(spec, place, (doubt) => {
      if (!accepted.includes(doubt.code)) problems.report(doubt);
    });
    return [...problems.diagnostics];
  }

  private checkSubject({ report }: DiagnosticCollector): void {
    const { pods, podConditions, everyPod } = this.props;
    if ((pods !== undefined || podConditions !== undefined) !== (everyPod === true)) return;
    report({
      code: CODES.subject,
      severity: 'error',
      message: everyPod
        ? '"everyPod" stands beside "pods" or "podConditions"'
        : 'nothing says which pods the policy is for',
      hint: 'either "pods" with the labels of some of them, or "everyPod: true"',
      place: { path: this.node.path, key: everyPod ? 'everyPod' : 'pods' },
    });
  }

  private checkDirections({ report }: DiagnosticCollector): void {
    const { path } = this.node;
    const dead = DIRECTIONS.filter((direction) => this.isolation(direction) === false && this.has(direction));
    for (const direction of dead) {
      report({
        code: CODES.deadRules,
        severity: 'error',
        message: `"${ISOLATION[direction]}" is false, so what the policy allows in that direction has no effect`,
        hint: 'leave it out: pods are isolated in a direction for which something is allowed',
        place: { path, key: ISOLATION[direction] },
      });
    }
    if (this.policyTypes().length > 0 || dead.length > 0) return;
    report({
      code: CODES.nothing,
      severity: 'error',
      message: 'the policy allows nothing and isolates nothing: the API server would take it for "isolate ingress"',
      hint: 'allowFrom(…), allowTo(…), "isolateIngress: true" or "isolateEgress: true"',
      place: { path },
    });
  }

  private spec(): unknown {
    return networkPolicySpec(this.props ?? {}, this.policyTypes(), this.rules);
  }

  private policyTypes(): readonly string[] {
    return DIRECTIONS.filter((direction) => this.isolation(direction) ?? this.has(direction)).map(
      (direction) => TYPE[direction],
    );
  }

  private isolation(direction: Direction): boolean | undefined {
    return this.props?.[ISOLATION[direction]];
  }

  private has(direction: Direction): boolean {
    return this.rules.some((rule) => rule.direction === direction);
  }

  private add(direction: Direction, peer: Peer, ports: readonly Port[]): NetworkPolicy {
    const place = { path: this.node.path, key: direction };
    if (checkObject({ peer, ports }, RULE_ARGUMENTS, place, CODES.props, this.wrongProps.report))
      this.rules.push({ direction, denies: false, peer, ports });
    return this;
  }
}

const DIRECTIONS = ['ingress', 'egress'] as const;
const ISOLATION = { ingress: 'isolateIngress', egress: 'isolateEgress' } as const;
const TYPE = { ingress: 'Ingress', egress: 'Egress' } as const;
