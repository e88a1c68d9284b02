import { Expression } from '../expression/expression';
import type { NamedTemplate } from '../expression/node';
import { printedObject } from '../token/tokens';
import type { ValueGroup, ValueHome } from './value-group';

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
  /** @default "IfNotPresent" - and no such value where the chart does not use it */
  readonly pullPolicy?: string;
}

/** What the reference is made of. */
export const IMAGE_PARTS: readonly string[] = ['repository', 'tag', 'digest'];

const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = 'sha256:[0-9a-f]{64}';

/** A container image as values: `repository`, `tag`, `digest`, and `pullPolicy` where the chart uses it. */
export class ImageValue {
  /** @internal */
  public static _in(group: ValueGroup, home: ValueHome, path: readonly string[], props: ImageValueProps): ImageValue {
    return new ImageValue(group, home, path, props);
  }

  /** Registry and name. */
  public readonly repository: Expression;
  /** Tag; empty means the chart's appVersion. */
  public readonly tag: Expression;
  /** Digest; empty means the tag counts. */
  public readonly digest: Expression;
  private whole: Expression | undefined;
  private policy: Expression | undefined;

  private constructor(
    private readonly group: ValueGroup,
    private readonly home: ValueHome,
    private readonly path: readonly string[],
    private readonly props: ImageValueProps,
  ) {
    const { tag = '', digest = '' } = props;
    // Without an appVersion the reference needs what the defaults give: nobody may take it away.
    const needsTag = !home.hasAppVersion && tag !== '';
    const needsDigest = !home.hasAppVersion && tag === '' && digest !== '';
    this.repository = group.addString('repository', {
      description: 'Registry and name.',
      defaultValue: props.repository,
      minLength: 1,
    });
    this.tag = group.addString('tag', {
      description: home.hasAppVersion ? "Tag. Empty: the chart's appVersion." : 'Tag.',
      defaultValue: tag,
      pattern: needsTag ? `^${TAG}$` : `^(${TAG})?$`,
    });
    this.digest = group.addString('digest', {
      description: 'Digest. It wins over the tag.',
      defaultValue: digest,
      pattern: needsDigest ? `^${DIGEST}$` : `^(${DIGEST})?$`,
    });
    if (props.pullPolicy !== undefined) this.policy = this.declarePolicy();
  }

  /** `repository:tag`, or `repository@digest` when a digest is given. */
  public get reference(): Expression {
    this.whole ??= this.compose();
    return this.whole;
  }

  /** When the image is pulled. The value is there when this is used, or when its default was given. */
  public get pullPolicy(): Expression {
    this.policy ??= this.declarePolicy();
    return this.policy;
  }

  /** A text wants `reference`: synth finds what this gives, and says so. */
  public toString(): string {
    return printedObject('ImageValue');
  }

  private declarePolicy(): Expression {
    return this.group.addChoice('pullPolicy', {
      description: 'When the image is pulled.',
      choices: ['Always', 'IfNotPresent', 'Never'],
      defaultValue: this.props.pullPolicy ?? 'IfNotPresent',
    });
  }

  private compose(): Expression {
    const { home, repository, tag, digest } = this;
    const { owner } = home;
    if (!home.hasAppVersion && !this.props.tag && !this.props.digest) this.reportNoTag();
    const appVersion = Expression._of({ kind: 'builtin', path: ['Chart', 'AppVersion'], type: 'string', owner });
    const byTag = Expression.concat(repository, ':', home.hasAppVersion ? tag.defaultTo(appVersion) : tag);
    const body = Expression.choose(digest, Expression.concat(repository, '@', digest), byTag);
    const template: NamedTemplate = { name: `${owner.name}.${this.path.join('.')}`, body: body._node };
    owner.templates.push(template);
    return Expression._of({ kind: 'include', template, type: 'string', owner });
  }

  private reportNoTag(): void {
    const key = this.path.join('.');
    this.home.report({
      code: 'HELM1014',
      severity: 'error',
      message: `the image "${key}" has no tag: there is no default, and the chart has no appVersion`,
      hint: 'give tag or digest, or the chart its appVersion',
      place: { path: this.home.owner.path, key: `${key}.tag` },
    });
  }
}
