import { Expression, ExpressionType, Loop } from '../../helm';
import { PROFILE_ANNOTATIONS } from '../../pod-security/language/annotations';
import { ADDING, ID_STRATEGIES, SYSCTLS } from '../../pod-security/language/check-spec';
import { POLICY_OF_LEVEL } from '../../pod-security/language/levels';

const { INTEGER, LIST, MAP, STRING } = ExpressionType;

/** What a policy without a level begins with. */
const NOTHING = { spec: {}, profiles: {} };

/** What the file of the levels holds. */
export const LEVELS_TEXT = `${JSON.stringify({ none: NOTHING, ...POLICY_OF_LEVEL }, undefined, 2)}\n`;

/** The level of a policy of the values, out of the file of the levels. */
export function levelIn(levels: Expression, policy: Expression): Expression {
  return Expression.call('get', Expression.call('fromJson', levels), policy.field('level').defaultTo('none')).typed(
    MAP,
  );
}

/** Fields that are looked at together with others, or that set something in pods. */
const FIELDS = [
  'allowPrivilegeEscalation',
  'defaultAllowPrivilegeEscalation',
  'requiredDropCapabilities',
  'readOnlyRootFilesystem',
  'hostPorts',
  'seLinux',
  'runtimeClass',
  ...ADDING,
  ...SYSCTLS,
  ...ID_STRATEGIES,
] as const;

export type CheckedField = (typeof FIELDS)[number];
export type CheckedProfile = keyof typeof PROFILE_ANNOTATIONS;

/** A loop over the policies of the values, with what the level says of fields that the user leaves out. */
export class CheckedPolicies {
  /** @param levels the file of the levels */
  public static of(policies: Expression, levels: Expression): CheckedPolicies {
    const first = Loop.over(policies, { keyName: 'name', itemName: 'policy' });
    const found = first.collect(
      Expression.literal({ name: first.key, given: first.item, level: levelIn(levels, first.item) }),
    );
    const loop = Loop.over(found, { itemName: 'policy' });
    const given = loop.item.field('given').typed(MAP);
    const level = (part: string): Expression => loop.item.field('level', part).typed(MAP);
    const own = given.field('spec').defaultTo({}).typed(MAP);
    return new CheckedPolicies(
      loop.collect(
        Expression.literal({
          name: loop.item.field('name'),
          given,
          own,
          spec: both(own, level('spec'), FIELDS),
          profiles: both(given, level('profiles'), Object.keys(PROFILE_ANNOTATIONS)),
        }),
      ),
    );
  }

  private constructor(private readonly list: Expression) {}

  /** Each of them. */
  public each(): CheckedPolicy {
    return new CheckedPolicy(Loop.over(this.list, { keyName: 'number', itemName: 'policy' }));
  }
}

/** One of those policies, inside of a loop. */
export class CheckedPolicy {
  /** The policy itself: `name`, `level`, `unset`. */
  public constructor(public readonly loop: Loop) {}

  public get name(): Expression {
    return this.loop.item.field('name').typed(STRING);
  }

  /** What the user says of it; an empty text where that is nothing. */
  public text(name: 'level' | 'unset'): Expression {
    return this.loop.item.field('given', name).defaultTo('').typed(STRING);
  }

  /** A field of the spec, whoever says it; nothing when nobody does. */
  public field(name: CheckedField): Expression {
    return this.loop.item.field('spec', name);
  }

  public list(name: CheckedField): Expression {
    return this.field(name).defaultTo([]).typed(LIST);
  }

  public record(name: CheckedField): Expression {
    return this.field(name).defaultTo({}).typed(MAP);
  }

  /** The rule of a strategy. */
  public rule(name: CheckedField): Expression {
    return this.record(name).field('rule').defaultTo('').typed(STRING);
  }

  public ranges(name: CheckedField): Expression {
    return this.record(name).field('ranges').defaultTo([]).typed(LIST);
  }

  /** A profile, or a list of them; nothing when nobody says it. */
  public profile(name: CheckedProfile): Expression {
    return this.loop.item.field('profiles', name);
  }

  /** The fields of the spec that the user says. */
  public get own(): Expression {
    return this.loop.item.field('own').typed(MAP);
  }

  public saysField(name: string): Expression {
    return Expression.call('hasKey', this.own, name);
  }

  /** Whether the user says anything besides the level. */
  public get saysMore(): Expression {
    const profiles = Object.keys(PROFILE_ANNOTATIONS).map((name) => this.saysProfile(name));
    return Expression.anyOf(this.own, ...profiles);
  }

  private saysProfile(name: string): Expression {
    return Expression.call('hasKey', this.loop.item.field('given').typed(MAP), name);
  }

  /** Whether a flag is there, and false. */
  public denies(name: CheckedField): Expression {
    const value = this.field(name);
    return Expression.allOf(Expression.call('kindIs', 'bool', value), Expression.negate(value));
  }

  /** Whether a field is what the level says, and not the user. */
  public levelSaysField(name: CheckedField): Expression {
    return isLeft(this.field(name), this.saysField(name));
  }

  public levelSaysProfile(name: CheckedProfile): Expression {
    return isLeft(this.profile(name), this.saysProfile(name));
  }

  /** A loop over a list of each policy. @param around the loop over another of its lists in which it stands */
  public within(list: Expression, itemName: string, around: Pick<Inner, 'loop'> = this): Inner {
    const loop = around.loop._inner(list, { keyName: 'index', itemName });
    return { loop, item: loop.item, index: loop.key.typed(INTEGER) };
  }

  public get subjects(): Expression {
    return this.loop.item.field('given', 'subjects').defaultTo([]).typed(LIST);
  }
}

/** An end of a range. */
export const end = (range: Expression, name: 'min' | 'max'): Expression => range.field(name).typed(INTEGER);

/** A loop over what each policy holds. */
interface Inner {
  readonly loop: Loop;
  readonly item: Expression;
  /** The place in the list. */
  readonly index: Expression;
}

/** Whether something is there that the user does not say. */
function isLeft(value: Expression, isOwn: Expression): Expression {
  return Expression.negate(Expression.anyOf(isOwn, Expression.call('kindIs', 'invalid', value)));
}

/** What the user says, or else the level, under each name. */
function both(own: Expression, level: Expression, names: readonly string[]): object {
  return Object.fromEntries(
    names.map((name) => {
      const isOwn = Expression.call('hasKey', own, name);
      return [name, Expression.call('ternary', own.field(name), level.field(name), isOwn)];
    }),
  );
}
