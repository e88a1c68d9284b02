import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** What an object of the Kubernetes API is. */
export interface ManifestProps {
  /** Such as `apps/v1`. */
  readonly apiVersion: string;
  /** Such as `Deployment`. */
  readonly kind: string;
  /** Name, labels, annotations. @default - the chart makes the name */
  readonly metadata?: ApiObjectMetadata;
  /**
   * Everything else at the top of the object, by key: `spec`, `data`, `rules`. Expressions, blocks and tokens may stand
   * anywhere inside.
   * @default - nothing else
   */
  readonly content?: any;
}

/** Keys that have a prop of their own. */
const OWN_KEYS = ['apiVersion', 'kind', 'metadata'];

/**
 * An object of the Kubernetes API with a free body. Python, Java and Go cannot give an `ApiObject` its `spec`: what has no
 * declared name does not cross over to them. Here the body is one value, `content`.
 *
 * Synth refuses a content that is not a record, or that says again what a prop says.
 */
export class Manifest extends ApiObject {
  public constructor(scope: Construct, id: string, props: ManifestProps) {
    const { apiVersion, kind, metadata, content } = props;
    super(scope, id, { ...bodyOf(content), apiVersion, kind, metadata });
    this.node.addValidation({ validate: () => problemsOf(content) });
  }
}

/** The body, when it is one: synth tells the rest. */
function bodyOf(content: unknown): Readonly<Record<string, unknown>> {
  return isRecord(content) ? content : {};
}

function problemsOf(content: unknown): string[] {
  if (content === undefined || content === null) return [];
  if (!isRecord(content)) {
    return [`"content" must be a record of the top-level keys, such as { spec: … }, not ${nameOf(content)}`];
  }
  return OWN_KEYS.filter((key) => key in content).map(
    (key) => `"content" must not hold "${key}": it is a prop beside "content"`,
  );
}

/** A record as a language gives it: no list, and no instance of a class, such as an expression. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not compared with this Object: test runners have several.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? `an instance of ${value.constructor.name}` : `a ${typeof value}`;
}
