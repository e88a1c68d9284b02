import { isObject } from '../diagnostics/check';
import { Expression, ExpressionType } from '../helm';
import { mayHoldMarker } from '../helm/token/tokens';
import type { PolicyLiterals } from './language/admission/literals';
import { ALL } from './language/words';

/** What the fields of a policy are in CEL. */
export type PolicyTexts = Omit<PolicyLiterals, 'name' | 'lenient'>;

type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * What stands in a field of a policy: data, or what Helm makes it of. It becomes text of CEL: JSON is CEL as long as a list
 * or a map holds one type, and Helm prints JSON.
 */
class Field {
  public constructor(private readonly value: unknown) {}

  /** The field as CEL; `otherwise` where it is not said. */
  public json(otherwise: Json): string {
    if (this.value === undefined) return JSON.stringify(otherwise);
    return this.isKnown ? JSON.stringify(this.value) : jsonText(orElse(this.expression, otherwise));
  }

  /** A list of records as a list of what each has under a key. */
  public pluck(key: string): string {
    if (this.value === undefined) return '[]';
    if (this.isKnown) return JSON.stringify(records(this.value).map((record) => record[key]));
    return pluckText(orElse(this.expression, []), key);
  }

  /** A list of none or of one: whether the field was said is known by that. */
  public option(): string {
    if (this.value === undefined) return '[]';
    if (this.isKnown) return JSON.stringify([this.value]);
    const given = this.expression;
    return jsonText(Expression.call('ternary', [], Expression.call('list', given), isAbsent(given)));
  }

  /** What a record has under a key. */
  public part(key: string): Field {
    if (this.value === undefined) return new Field(undefined);
    if (isRecord(this.value)) return new Field(this.value[key]);
    return new Field(this.expression.defaultTo({}).field(key));
  }

  /** One text where the field is said, another where it is not. */
  public whenSaid(said: (field: Field) => string, otherwise: Json): string {
    if (this.value === undefined) return JSON.stringify(otherwise);
    if (isRecord(this.value)) return said(this);
    return `(${jsonText(isAbsent(this.expression))} ? ${JSON.stringify(otherwise)} : ${said(this)})`;
  }

  /** The prefixes of folders that are read-only, or of those that are not. */
  public hostPaths(readOnly: boolean): string {
    if (this.value === undefined) return '[]';
    if (!this.isKnown) return hostPathText(orElse(this.expression, []), readOnly);
    const chosen = records(this.value).filter((record) => (record.readOnly === true) === readOnly);
    return JSON.stringify(chosen.map(({ pathPrefix }) => pathPrefix));
  }

  private get isKnown(): boolean {
    return this.expression._node.kind === 'literal';
  }

  private get expression(): Expression {
    return Expression.literal(this.value);
  }
}

/** The members of a policy that say something of its fields. */
export const POLICY_FIELDS = Object.keys(celOf(() => undefined)) as readonly (keyof PolicyTexts)[];

/** The text of each member, from the fields of a policy. `undefined`: the policy does not say it, as far as is known. */
export function celOf(field: (name: string) => unknown): PolicyTexts {
  const of = (name: string): Field => new Field(field(name));
  const rule = (name: string): string => of(name).part('rule').json('RunAsAny');
  const ranges = (name: string): string => of(name).part('ranges').json([]);
  const list = (name: string): string => of(name).json([]);
  const flag = (name: string, otherwise = false): string => of(name).json(otherwise);
  const text = (name: string): string => of(name).json('');
  return {
    privileged: flag('privileged'),
    hostNetwork: flag('hostNetwork'),
    hostPID: flag('hostPID'),
    hostIPC: flag('hostIPC'),
    readOnlyRootFilesystem: flag('readOnlyRootFilesystem'),
    allowPrivilegeEscalation: flag('allowPrivilegeEscalation', true),
    defaultAllowPrivilegeEscalation: of('defaultAllowPrivilegeEscalation').option(),
    defaultAddCapabilities: list('defaultAddCapabilities'),
    requiredDropCapabilities: list('requiredDropCapabilities'),
    allowedCapabilities: list('allowedCapabilities'),
    volumes: list('volumes'),
    writableHostPaths: of('allowedHostPaths').hostPaths(false),
    readOnlyHostPaths: of('allowedHostPaths').hostPaths(true),
    allowedFlexVolumes: of('allowedFlexVolumes').pluck('driver'),
    allowedCSIDrivers: of('allowedCSIDrivers').pluck('name'),
    hostPorts: list('hostPorts'),
    seLinuxRule: rule('seLinux'),
    seLinuxOptions: of('seLinux').part('seLinuxOptions').option(),
    runAsUserRule: rule('runAsUser'),
    runAsUserRanges: ranges('runAsUser'),
    runAsGroupRule: rule('runAsGroup'),
    runAsGroupRanges: ranges('runAsGroup'),
    supplementalGroupsRule: rule('supplementalGroups'),
    supplementalGroupsRanges: ranges('supplementalGroups'),
    fsGroupRule: rule('fsGroup'),
    fsGroupRanges: ranges('fsGroup'),
    allowedUnsafeSysctls: list('allowedUnsafeSysctls'),
    forbiddenSysctls: list('forbiddenSysctls'),
    allowedProcMountTypes: list('allowedProcMountTypes'),
    allowedRuntimeClassNames: of('runtimeClass').whenSaid(
      (given) => given.part('allowedRuntimeClassNames').json([]),
      [ALL],
    ),
    defaultRuntimeClassName: of('runtimeClass').part('defaultRuntimeClassName').json(''),
    appArmorAllowedProfiles: list('appArmorAllowedProfiles'),
    appArmorDefaultProfile: text('appArmorDefaultProfile'),
    seccompAllowedProfiles: list('seccompAllowedProfiles'),
    seccompDefaultProfile: text('seccompDefaultProfile'),
  };
}

/** A text as CEL, whatever Helm makes of it. */
export function textLiteral(text: string): string {
  return new Field(text).json('');
}

/** CEL of what Helm computes: its JSON. */
export function jsonText(value: Expression): string {
  return Expression.call('toRawJson', value).asString();
}

/** CEL of a list of records that Helm computes, as a list of what each has under a key. */
export function pluckText(list: Expression, key: string): string {
  return `${jsonText(list)}.map(item, item.${key})`;
}

/**
 * CEL of the prefixes of `allowedHostPaths` that Helm computes, of the read-only ones or of the others. A map of CEL holds
 * one type: in the JSON the flag becomes a text. What is inside the quotes of a text has no bare quotes of its own.
 */
export function hostPathText(list: Expression, readOnly: boolean): string {
  const json = Expression.call('toRawJson', list);
  const text = Expression.call('regexReplaceAll', ',"readOnly":(true|false)', json, ',"readOnly":"${1}"').asString();
  const isReadOnly = 'has(item.readOnly) && item.readOnly == "true"';
  return `${text}.filter(item, ${readOnly ? isReadOnly : `!(${isReadOnly})`}).map(item, item.pathPrefix)`;
}

/** Only where it may be absent: what is there always is printed as it is. */
function orElse(value: Expression, otherwise: Json): Expression {
  const { type, mayBeAbsent } = value._node;
  if (type !== 'any' && !mayBeAbsent) return value;
  return Expression.call('ternary', otherwise, value.typed(ExpressionType.ANY), isAbsent(value));
}

/** Without its type: a number would be cast, and nothing with it. */
function isAbsent(value: Expression): Expression {
  return Expression.call('kindIs', 'invalid', value.typed(ExpressionType.ANY));
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A record that was written out, though its values may be Helm's. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value) || value instanceof Expression || Array.isArray(value)) return false;
  return Object.keys(value).every((key) => !mayHoldMarker(key));
}
