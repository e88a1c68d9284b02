import { describe } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { mustBeText, required, type Shape } from '../../diagnostics/predicates';
import { Expression } from '../expression/expression';
import type { Owner } from '../expression/node';
import { soundProps } from '../sound-props';
import { printedObject } from '../token/tokens';
import { typeOfShape, type ValueDeclaration, type ValueShape } from './declaration';
import { IMAGE_PARTS, ImageValue, type ImageValueProps } from './image-value';
import {
  ANY_PROPS,
  BOOLEAN_PROPS,
  CHOICE_PROPS,
  IMAGE_PROPS,
  LIST_PROPS,
  MAP_PROPS,
  NUMBER_PROPS,
  PORT_PROPS,
  PROPERTY,
  RESOURCES_PROPS,
  SECRET_PROPS,
  STRING_PROPS,
} from './props-shape';
import { SecretValue, type SecretValueProps } from './secret-value';
import type {
  AnyValueProps,
  BooleanValueProps,
  ChoiceValueProps,
  IntegerValueProps,
  ListValueProps,
  MapValueProps,
  NumberValueProps,
  PortValueProps,
  ResourcesValueProps,
  StringValueProps,
  ValueProps,
} from './value-props';
import { emptyOf, type ValueProperty, ValueSchema } from './value-schema';

/** What a group of values needs to know of its chart. */
export type ValueHome = {
  readonly owner: Owner;
  readonly hasAppVersion: boolean;
  readonly report: (diagnostic: Diagnostic) => void;
};

/**
 * The values of a chart, or a nested part of them. Each value is declared once: `values.yaml`, `values.schema.json`, the
 * table in the README and the expression that templates use all come from that declaration.
 */
export class ValueGroup {
  /** @internal */
  public static _of(home: ValueHome, path: readonly string[]): ValueGroup {
    return new ValueGroup(home, path);
  }

  /** @internal */
  public readonly _declarations: ValueDeclaration[] = [];
  private readonly keys = new Set<string>();

  private constructor(
    private readonly home: ValueHome,
    private readonly path: readonly string[],
  ) {}

  /** A text wants one of its values: synth finds what this gives, and says so. */
  public toString(): string {
    return printedObject('ValueGroup');
  }

  /** Text. */
  public addString(key: string, props: StringValueProps): Expression {
    const given = this.sound<StringValueProps>(key, props, STRING_PROPS);
    const { pattern, minLength, maxLength } = given;
    return this.declare(key, defined({ type: 'string', pattern, minLength, maxLength }), given);
  }

  /** One of several texts. */
  public addChoice(key: string, props: ChoiceValueProps): Expression {
    const given = this.sound<ChoiceValueProps>(key, props, CHOICE_PROPS);
    return this.declare(key, defined({ type: 'string', choices: given.choices }), given);
  }

  /** A whole number, at most 2^53 - 1. */
  public addInteger(key: string, props: IntegerValueProps): Expression {
    const given = this.sound<IntegerValueProps>(key, props, NUMBER_PROPS);
    const { minimum, maximum } = given;
    return this.declare(key, defined({ type: 'integer', minimum, maximum }), given);
  }

  /** A number. */
  public addNumber(key: string, props: NumberValueProps): Expression {
    const given = this.sound<NumberValueProps>(key, props, NUMBER_PROPS);
    const { minimum, maximum } = given;
    return this.declare(key, defined({ type: 'number', minimum, maximum }), given);
  }

  /** `true` or `false`. */
  public addBoolean(key: string, props: BooleanValueProps): Expression {
    return this.declare(key, { type: 'boolean' }, this.sound<BooleanValueProps>(key, props, BOOLEAN_PROPS));
  }

  /** A whole number or text: a port by number or name, a percentage, a quantity. */
  public addIntegerOrString(key: string, props: PortValueProps): Expression {
    const given = this.sound<PortValueProps>(key, props, PORT_PROPS);
    return this.declare(key, defined({ type: 'integerOrString', pattern: given.pattern }), given);
  }

  /** A list. Without a default it is empty. */
  public addList(key: string, props: ListValueProps): Expression {
    const given = this.sound<ListValueProps>(key, props, LIST_PROPS);
    const { minItems, maxItems, uniqueItems } = given;
    return this.declare(
      key,
      defined({ type: 'list', items: this.shapeOf(key, given.items), minItems, maxItems, uniqueItems }),
      given,
    );
  }

  /** A map whose keys the user of the chart chooses. Without a default it is empty. */
  public addMap(key: string, props: MapValueProps): Expression {
    const given = this.sound<MapValueProps>(key, props, MAP_PROPS);
    const { keyPattern, maxEntries } = given;
    return this.declare(
      key,
      defined({ type: 'map', values: this.shapeOf(key, given.entries), keyPattern, maxEntries }),
      given,
    );
  }

  /** Whatever YAML can say but null, handed on as it is: `affinity`, `tolerations`. Without a default it is `{}`. */
  public addAny(key: string, props: AnyValueProps): Expression {
    return this.declare(key, { type: 'any' }, this.sound<AnyValueProps>(key, props, ANY_PROPS));
  }

  /** A value of a schema made with `ValueSchema`, such as a record. */
  public addOf(key: string, schema: ValueSchema, props: AnyValueProps): Expression {
    const given = this.sound<AnyValueProps>(key, props, ANY_PROPS);
    const { schema: sound } = this.sound<ValueProperty>(key, { schema, description: 'x' }, PROPERTY);
    return this.declare(key, this.shapeOf(key, sound), given);
  }

  /** A container image: `repository`, `tag`, `digest`, and `pullPolicy` where the chart uses it. */
  public addImage(key: string, props: ImageValueProps): ImageValue {
    const given = this.sound<ImageValueProps>(key, props, IMAGE_PROPS);
    const { description = UNKNOWN, repository = UNKNOWN } = given;
    return ImageValue._in(this.nested(key, description, IMAGE_PARTS), this.home, [...this.path, key], {
      ...given,
      description,
      repository,
    });
  }

  /** Requests and limits of a container, by resource: `cpu`, `memory`. The expression is the whole map. */
  public addResources(key: string, props: ResourcesValueProps): Expression {
    const quantities = ValueSchema.mapOf(ValueSchema.integerOrText({ pattern: QUANTITY }));
    const schema = ValueSchema.record({
      requests: { schema: quantities, description: 'What the scheduler keeps free.' },
      limits: { schema: quantities, description: 'What the container may use at most.' },
      claims: { schema: ValueSchema.listOf(ValueSchema.anything()), description: 'Dynamic resource claims.' },
    });
    const { description = UNKNOWN, defaultValue = {} } = this.sound<ResourcesValueProps>(key, props, RESOURCES_PROPS);
    return this.addOf(key, schema, { description, defaultValue });
  }

  /** A secret by reference: the name of a Secret and a key. The secret itself is never a value. */
  public addSecretReference(key: string, props: SecretValueProps): SecretValue {
    const given = this.sound<SecretValueProps>(key, props, SECRET_PROPS);
    const { description = UNKNOWN } = given;
    return SecretValue._in(this.addGroup(key, description), { ...given, description });
  }

  /** A nested group: `image` in `image.tag`. */
  public addGroup(key: string, description: string): ValueGroup {
    return this.nested(key, description);
  }

  private nested(key: string, description: string, together?: readonly string[]): ValueGroup {
    this.sound(key, { description }, { description: required(mustBeText) });
    const group = ValueGroup._of(this.home, [...this.path, key]);
    this.register(key, {
      path: group.path,
      shape: { type: 'object', properties: group._declarations },
      description,
      ...(together ? { together } : {}),
    });
    return group;
  }

  /** The props without what is wrong with them, which is reported. */
  private sound<T extends object>(key: string, props: unknown, shape: Shape): Partial<T> {
    return soundProps<T>(props, shape, { path: this.home.owner.path, key: this.keyPath(key) }, this.home.report);
  }

  private keyPath(key: string): string {
    return [...this.path, key].join('.');
  }

  /** The shape of a schema, whose own mistakes are told here: it knows no chart. */
  private shapeOf(key: string, schema: ValueSchema | undefined): ValueShape {
    for (const { at, says, hint } of schema?._flaws ?? []) {
      const place = `${this.keyPath(key)}${at}`;
      this.home.report({
        code: 'HELM1050',
        severity: 'error',
        message: `"${place}" ${says}`,
        ...(hint ? { hint } : {}),
        place: { path: this.home.owner.path, key: place },
      });
    }
    return schema?._shape ?? { type: 'any' };
  }

  private declare(
    name: string,
    shape: ValueShape,
    props: Partial<ValueProps> & { readonly defaultValue?: unknown },
  ): Expression {
    const key = String(name);
    if (typeof name !== 'string') {
      this.home.report({
        code: 'HELM1050',
        severity: 'error',
        message: `the key of a value must be a string, not ${describe(name)}`,
        place: { path: this.home.owner.path, key: this.keyPath(key) },
      });
    }
    const fallback =
      props.defaultValue === undefined && !props.required && !props.optional
        ? emptyOf(shape)
        : (props.defaultValue as ValueDeclaration['default']);
    const declaration: ValueDeclaration = {
      path: [...this.path, key],
      shape,
      description: props.description,
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(props.required ? { required: true } : {}),
      ...(props.optional ? { optional: true } : {}),
      ...(props.example === undefined ? {} : { example: props.example }),
    };
    this.register(key, declaration);
    const absent = props.optional ? { mayBeAbsent: true as const } : {};
    return Expression._of(
      { kind: 'value', declaration, type: typeOfShape(shape), owner: this.home.owner, ...absent },
      shape,
    );
  }

  private register(key: string, declaration: ValueDeclaration): void {
    if (this.keys.has(key)) {
      this.home.report({
        code: 'HELM1001',
        severity: 'error',
        message: `the value "${declaration.path.join('.')}" is declared twice`,
        hint: 'declare it once and pass the expression on',
        place: { path: this.home.owner.path, key: declaration.path.join('.') },
      });
      return;
    }
    this.keys.add(key);
    this._declarations.push(declaration);
  }
}

/** Stands in for a text that is missing, until synth says so. */
const UNKNOWN = '?';

/** A Kubernetes quantity. Source: apimachinery, resource.Quantity. */
const QUANTITY = '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$';

/** Without the keys that are not set: shapes are compared and printed. */
function defined<T extends object>(shape: T): T {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as T;
}
