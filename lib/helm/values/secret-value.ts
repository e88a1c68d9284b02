import type { Expression } from '../expression/expression';
import { printedObject } from '../token/tokens';
import type { ValueGroup } from './value-group';

/** Defaults of a reference to a Secret. */
export interface SecretValueProps {
  /** What the secret is for, in one sentence. */
  readonly description: string;
  /** Name of the Secret. @default "" - none is referred to */
  readonly secretName?: string;
  /** Key inside the Secret. @default "" */
  readonly secretKey?: string;
}

/** A secret as a value: never the secret itself, only where it is. */
export class SecretValue {
  /** @internal */
  public static _in(group: ValueGroup, props: SecretValueProps): SecretValue {
    return new SecretValue(group, props);
  }

  /** Name of the Secret, in the namespace of the release. Empty: none is referred to. */
  public readonly secretName: Expression;
  /** Key inside the Secret. */
  public readonly secretKey: Expression;

  private constructor(group: ValueGroup, props: SecretValueProps) {
    this.secretName = group.addString('name', {
      description: 'Name of a Secret in the namespace of the release. Empty: none.',
      defaultValue: props.secretName ?? '',
      maxLength: 253,
      pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$',
    });
    this.secretKey = group.addString('key', {
      description: 'Key inside the Secret.',
      defaultValue: props.secretKey ?? '',
      maxLength: 253,
      pattern: '^[-._a-zA-Z0-9]*$',
    });
  }

  /** A text wants `secretName` or `secretKey`: synth finds what this gives, and says so. */
  public toString(): string {
    return printedObject('SecretValue');
  }

  /** What `env[].valueFrom` says: `{ secretKeyRef: { name, key } }`. */
  public asValueFrom(): any {
    return { secretKeyRef: { name: this.secretName.asString(), key: this.secretKey.asString() } };
  }
}
