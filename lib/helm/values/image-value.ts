import { Expression } from '../expression/expression';
import type { NamedTemplate, Owner } from '../expression/node';
import type { ValueGroup } from './value-group';

/** Defaults of a container image. */
export interface ImageValueProps {
  /** What the image is for, in one sentence. */
  readonly description: string;
  /** Registry and name, such as `docker.io/library/nginx`. */
  readonly repository: string;
  /** Tag. @default "" - the chart's appVersion */
  readonly tag?: string;
  /** Digest, `sha256:…`. It wins over the tag. @default "" */
  readonly digest?: string;
  /** @default "IfNotPresent" */
  readonly pullPolicy?: string;
}

/** A container image as values: `repository`, `tag`, `digest`, `pullPolicy`. */
export class ImageValue {
  /** @internal */
  public static _in(group: ValueGroup, owner: Owner, path: readonly string[], props: ImageValueProps): ImageValue {
    return new ImageValue(group, owner, path, props);
  }

  /** `repository:tag`, or `repository@digest` when a digest is given. */
  public readonly reference: Expression;
  /** When the image is pulled. */
  public readonly pullPolicy: Expression;
  /** Registry and name. */
  public readonly repository: Expression;
  /** Tag; empty means the chart's appVersion. */
  public readonly tag: Expression;
  /** Digest; empty means the tag counts. */
  public readonly digest: Expression;

  private constructor(group: ValueGroup, owner: Owner, path: readonly string[], props: ImageValueProps) {
    this.repository = group.addString('repository', {
      description: 'Registry and name.',
      defaultValue: props.repository,
      minLength: 1,
    });
    this.tag = group.addString('tag', {
      description: "Tag. Empty: the chart's appVersion.",
      defaultValue: props.tag ?? '',
      pattern: '^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$',
    });
    this.digest = group.addString('digest', {
      description: 'Digest. It wins over the tag.',
      defaultValue: props.digest ?? '',
      pattern: '^(sha256:[0-9a-f]{64})?$',
    });
    this.pullPolicy = group.addChoice('pullPolicy', {
      description: 'When the image is pulled.',
      choices: ['Always', 'IfNotPresent', 'Never'],
      defaultValue: props.pullPolicy ?? 'IfNotPresent',
    });
    const appVersion = Expression._of({ kind: 'builtin', path: ['Chart', 'AppVersion'], type: 'string', owner });
    const byTag = Expression.concat(this.repository, ':', this.tag.defaultTo(appVersion));
    const body = Expression.choose(this.digest, Expression.concat(this.repository, '@', this.digest), byTag);
    const template: NamedTemplate = { name: `${owner.name}.${path.join('.')}`, body: body._node };
    owner.templates.push(template);
    this.reference = Expression._of({ kind: 'include', template, type: 'string', owner });
  }
}
