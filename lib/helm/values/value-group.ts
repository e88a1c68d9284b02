import type { Diagnostic } from '../../diagnostics/diagnostic';
import { Expression } from '../expression/expression';
import type { Owner } from '../expression/node';
import { typeOfShape, type ValueDeclaration, type ValueShape } from './declaration';
import { ImageValue, type ImageValueProps } from './image-value';
import { SecretValue, type SecretValueProps } from './secret-value';
import { emptyOf, ValueSchema } from './value-schema';
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

/** What a group of values needs to know of its chart. */
export type ValueHome = { readonly owner: Owner; readonly report: (diagnostic: Diagnostic) => void };

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

  /** Text. */
  public addString(key: string, props: StringValueProps): Expression {
    const { pattern, minLength, maxLength } = props;
    return this.declare(key, defined({ type: 'string', pattern, minLength, maxLength }), props);
  }

  /** One of several texts. */
  public addChoice(key: string, props: ChoiceValueProps): Expression {
    return this.declare(key, { type: 'string', choices: props.choices }, props);
  }

  /** A whole number, at most 2^53 - 1. */
  public addInteger(key: string, props: IntegerValueProps): Expression {
    const { minimum, maximum } = props;
    return this.declare(key, defined({ type: 'integer', minimum, maximum }), props);
  }

  /** A number. */
  public addNumber(key: string, props: NumberValueProps): Expression {
    const { minimum, maximum } = props;
    return this.declare(key, defined({ type: 'number', minimum, maximum }), props);
  }

  /** `true` or `false`. */
  public addBoolean(key: string, props: BooleanValueProps): Expression {
    return this.declare(key, { type: 'boolean' }, props);
  }

  /** A whole number or text: a port by number or name, a percentage, a quantity. */
  public addIntegerOrString(key: string, props: PortValueProps): Expression {
    return this.declare(key, defined({ type: 'integerOrString', pattern: props.pattern }), props);
  }

  /** A list. Without a default it is empty. */
  public addList(key: string, props: ListValueProps): Expression {
    const { minItems, maxItems, uniqueItems } = props;
    return this.declare(key, defined({ type: 'list', items: props.items._shape, minItems, maxItems, uniqueItems }), props);
  }

  /** A map whose keys the user of the chart chooses. Without a default it is empty. */
  public addMap(key: string, props: MapValueProps): Expression {
    return this.declare(key, defined({ type: 'map', values: props.entries._shape, keyPattern: props.keyPattern }), props);
  }

  /** Whatever YAML can say but null, handed on as it is: `affinity`, `tolerations`. Without a default it is `{}`. */
  public addAny(key: string, props: AnyValueProps): Expression {
    return this.declare(key, { type: 'any' }, props);
  }

  /** A value of a schema made with `ValueSchema`, such as a record. */
  public addOf(key: string, schema: ValueSchema, props: AnyValueProps): Expression {
    return this.declare(key, schema._shape, props);
  }

  /** A container image: `repository`, `tag`, `digest`, `pullPolicy`. */
  public addImage(key: string, props: ImageValueProps): ImageValue {
    return ImageValue._in(this.addGroup(key, props.description), this.home.owner, [...this.path, key], props);
  }

  /** Requests and limits of a container, by resource: `cpu`, `memory`. The expression is the whole map. */
  public addResources(key: string, props: ResourcesValueProps): Expression {
    const quantities = ValueSchema.mapOf(ValueSchema.integerOrText({ pattern: QUANTITY }));
    const schema = ValueSchema.record({
      requests: { schema: quantities, description: 'What the scheduler keeps free.' },
      limits: { schema: quantities, description: 'What the container may use at most.' },
      claims: { schema: ValueSchema.listOf(ValueSchema.anything()), description: 'Dynamic resource claims.' },
    });
    return this.addOf(key, schema, { description: props.description, defaultValue: props.defaultValue ?? {} });
  }

  /** A secret by reference: the name of a Secret and a key. The secret itself is never a value. */
  public addSecretReference(key: string, props: SecretValueProps): SecretValue {
    return SecretValue._in(this.addGroup(key, props.description), props);
  }

  /** A nested group: `image` in `image.tag`. */
  public addGroup(key: string, description: string): ValueGroup {
    const group = ValueGroup._of(this.home, [...this.path, key]);
    this.register(key, { path: group.path, shape: { type: 'object', properties: group._declarations }, description });
    return group;
  }

  private declare(key: string, shape: ValueShape, props: ValueProps & { readonly defaultValue?: unknown }): Expression {
    const fallback = props.defaultValue === undefined && !props.required && !props.optional ? emptyOf(shape) : (props.defaultValue as ValueDeclaration['default']);
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
    return Expression._of({ kind: 'value', declaration, type: typeOfShape(shape), owner: this.home.owner, ...absent }, shape);
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

/** A Kubernetes quantity. Source: apimachinery, resource.Quantity. */
const QUANTITY = '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$';

/** Without the keys that are not set: shapes are compared and printed. */
function defined<T extends object>(shape: T): T {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as T;
}
