import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkObject } from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { callError } from '../diagnostics/diagnostic-error';
import { Expression, HelmChart } from '../helm';
import { soundPart } from '../helm/sound-props';
import { mayHoldMarker } from '../helm/token/tokens';
import { tellAtSynth } from '../helm/told-at-synth';
import { addDefaulting, addValidation, type Namespaces } from './admission';
import { defaultingSpec, knownPolicy, validationSpec } from './admission-specs';
import { type Bands, bandsAt, bandsOf } from './bands';
import { budgetProblems } from './budget';
import { carriedOver } from './carried-over';
import { addExemptions } from './exemptions';
import { useNames } from './language/admission/authorisation';
import type { SubjectsOf } from './language/admission/budget';
import { type Band, POLICIES_UNTIL } from './language/bands';
import { CODES } from './language/check-spec';
import { addPolicyNotes } from './notes';
import type { PodSecurityPolicy } from './policy';
import type { PodSecurityPolicySetProps } from './policy-set-props';
import { isListMarker } from './profile-annotations';
import { minorOfProp, SET_PROPS } from './props-shape';
import { all, not, placeWhen, some, type When } from './when';

/** The set of each chart. */
const sets = new WeakMap<Chart, PodSecurityPolicySet>();

/**
 * What the policies of a chart have in common: whether they refuse or only tell, and where. A chart has one set, which is
 * made with its first policy; to say something about it, make it before.
 */
export class PodSecurityPolicySet extends Construct {
  /** The set of the chart that a construct is in. It is made when there is none. */
  public static ofConstruct(construct: Construct): PodSecurityPolicySet {
    const chart = Chart.of(construct);
    return sets.get(chart) ?? new PodSecurityPolicySet(chart, 'PodSecurityPolicySet');
  }

  /** Where a PodSecurityPolicy is there. @internal */
  public readonly _policiesWhen: When;
  /** Where a right to use a policy counts. @internal */
  public readonly _rightsWhen: When;
  private readonly helm: HelmChart | undefined;
  private readonly bands: Bands;
  private readonly audits: When;
  private readonly props: Partial<PodSecurityPolicySetProps>;
  private readonly policies: PodSecurityPolicy[] = [];

  /**
   * @throws DiagnosticError for wrong props outside of a `HelmChart`, and when the chart has a set already: two of them would
   * let in only what both let in.
   */
  public constructor(scope: Construct, id: string, props: PodSecurityPolicySetProps = {}) {
    super(scope, id);
    const chart = Chart.of(this);
    if (sets.has(chart)) {
      const hint = 'make it once, before the first PodSecurityPolicy of the chart';
      throw callError(CODES.set, `the chart ${chart.node.path} has a PodSecurityPolicySet already`, hint);
    }
    const helm = HelmChart.isHelmChart(chart) ? (chart as HelmChart) : undefined;
    this.helm = helm;
    const problems = new DiagnosticCollector();
    checkObject(props, SET_PROPS, { path: this.node.path }, CODES.setProps, problems.report);
    if (helm) helm._problems.push(...problems.diagnostics);
    else problems.throwIfErrors();
    sets.set(chart, this);
    this.props = soundPart<PodSecurityPolicySetProps>(props, SET_PROPS);
    // Without a version a plain chart gets what it always got.
    this.bands = helm ? bandsOf(helm) : bandsAt(minorOfProp(this.props.kubernetes) ?? POLICIES_UNTIL);
    this.audits = saysAudit(this.props.mode);
    this._policiesWhen = all(this.bands.policies, not(this.audits));
    this._rightsWhen = some(this._policiesWhen, this.bands.validation);
    tellAtSynth(this, () => this.check());
  }

  /** What is doubtful about the set. Nothing of it stops synth. */
  public get warnings(): Diagnostic[] {
    return this.check().filter(({ severity }) => severity === 'warning');
  }

  /** A policy of the chart. With the first come the objects for all. @internal */
  public _add(policy: PodSecurityPolicy): void {
    this.policies.push(policy);
    if (this.policies.length > 1) return;
    const [exemptNamespaces, namespaces] = [namesOf(this.props.exemptNamespaces), namesOf(this.props.namespaces)];
    if (this.helm) {
      addPolicyNotes(this.helm, { given: true, audits: this.audits, policyName: `${policy.policyName}` });
    }
    if (exemptNamespaces instanceof Expression || exemptNamespaces.length > 0) {
      const place = placeWhen(this, 'exempting', this._policiesWhen);
      if (place) addExemptions(place, exemptNamespaces);
    }
    const parts = { name: this.helm?.fullname.asString(), audits: this.audits, exemptNamespaces, namespaces };
    const validating = placeWhen(this, 'validating', this.bands.validation);
    if (validating) addValidation(validating, () => validationSpec(this.sorted(), this.bands, this.audits), parts);
    const defaulting = placeWhen(this, 'defaulting', all(this.bands.defaulting, not(this.audits)));
    if (defaulting) addDefaulting(defaulting, () => defaultingSpec(this.sorted()), parts);
  }

  /** What the role of a policy must name, known once all policies are there. @internal */
  public _namesOf(policy: PodSecurityPolicy): unknown {
    return Lazy.any({
      produce: () => {
        const sorted = this.sorted();
        return useNames(sorted.map(({ policyName }) => policyName))[sorted.indexOf(policy)];
      },
    });
  }

  private check(): readonly Diagnostic[] {
    const twice = this.sameNames();
    if (twice.length > 0 || this.policies.length === 0 || !isLater(this.bands)) return twice;
    const { path } = this.node;
    const carried = this.sorted().flatMap((policy) => {
      const known = knownPolicy(policy);
      return known
        ? [{ policy: known, shown: shownName(policy), path: policy.node.path, unset: policy._parts.unset }]
        : [];
    });
    // Policies with other faults end synth: nothing more is to be said of them.
    if (carried.length === 0) return [];
    const { exemptNamespaces = [], namespaces = [] } = this.props;
    const isEverywhere = exemptNamespaces.length + namespaces.length === 0;
    const validates = this.bands.validation !== false;
    const isNowhere = namespaces.length > 0 && namespaces.every((name) => exemptNamespaces.includes(name));
    const own = [
      ...(validates && isNowhere ? [NOWHERE] : []),
      ...(validates && this.audits !== true && isEverywhere ? [EVERYWHERE] : []),
      ...(validates
        ? budgetProblems(
            carried.map(({ policy, shown, unset }) => ({
              ...policy,
              name: shown,
              unset: unset === 'allow' ? 'allow' : 'refuse',
            })),
            this.subjects(),
          )
        : []),
    ];
    return [
      ...own.map((found) => ({ ...found, place: { path } })),
      ...this.policies
        .filter((policy) => this.isOverlaid(policy))
        .map(({ node }) => ({ ...OVERLAY, place: { path: node.path } })),
      ...carriedOver(carried, bandsIn(this.bands), path),
    ];
  }

  /** Who may use each policy, by the name that is shown. */
  private subjects(): SubjectsOf {
    return Object.fromEntries(this.policies.map((policy) => [shownName(policy), policy._subjects]));
  }

  /** A right to use one of two policies with the same name would be a right to use the other. */
  private sameNames(): readonly Diagnostic[] {
    const sorted = this.sorted();
    return sorted
      .filter(({ policyName }, index) => policyName === sorted[index - 1]?.policyName)
      .map(({ policyName, node }) => ({
        code: CODES.sameName,
        severity: 'error',
        message: `two PodSecurityPolicies of the chart have the name "${policyName}"`,
        hint: 'give each a name of its own: metadata: { name: … }',
        place: { path: node.path },
      }));
  }

  private isOverlaid({ policy }: PodSecurityPolicy): boolean {
    return this.helm?._overlays.get(policy)?.some(({ path: [first] }) => first === 'spec') ?? false;
  }

  /** Several that fit are tried by alphabet. Names of one chart begin alike, whatever Helm makes of that. */
  private sorted(): readonly PodSecurityPolicy[] {
    return [...this.policies].sort((one, other) => (one.policyName < other.policyName ? -1 : 1));
  }
}

/** A name that Helm makes is nothing to read: then it is the construct. */
const shownName = ({ policyName, node }: PodSecurityPolicy): string =>
  mayHoldMarker(policyName) ? node.path : policyName;

/** Names; with a list of the chart's values among them, what Helm makes of all. */
function namesOf(names: readonly string[] = []): Namespaces {
  return names.some(isListMarker) ? Expression.literal(names) : names;
}

const EVERYWHERE: Diagnostic = {
  code: CODES.everywhere,
  severity: 'warning',
  message: 'from Kubernetes 1.30 on the policies judge every pod of the cluster, those of kube-system too',
  hint: 'new PodSecurityPolicySet(chart, ID, { namespaces: […] }) before the first policy, or exemptNamespaces, or mode "audit"',
};

const NOWHERE: Diagnostic = {
  code: CODES.nowhere,
  severity: 'error',
  message: '"exemptNamespaces" has all of "namespaces": no pod would be judged from Kubernetes 1.30 on',
  hint: 'leave each name in one of the two lists',
};

const OVERLAY: Diagnostic = {
  code: CODES.overlay,
  severity: 'warning',
  message: 'an overlay changes the PodSecurityPolicy alone: from Kubernetes 1.30 on the policy is what its props say',
  hint: 'give the value as a prop; in TypeScript every prop takes asAny() of a value',
};

/** Whether the chart is also for clusters after 1.24. */
const isLater = ({ validation, none }: Bands): boolean => validation !== false || none !== false;

const bandsIn = ({ none, validation, defaulting }: Bands): readonly Band[] => [
  ...(none === false ? [] : (['1.25'] as const)),
  ...(validation === false || defaulting === true ? [] : (['1.30'] as const)),
];

function saysAudit(mode: string | undefined): When {
  if (mode === undefined) return false;
  const given = Expression.literal(mode);
  return given._node.kind === 'literal' ? mode === 'audit' : given.eq('audit');
}
