import { type AccessCheck, type Authorise, type Identity, serviceAccount } from '../../pod/request';
import type { Implementation } from '../nodes';
import { CelError, CelOpaque, type CelValue, noSuchOverload } from '../value';

/** Whether an identity may send a request to a path that is no resource, such as `/healthz`. */
export type AuthorisePath = (who: Identity, path: string, verb: string) => boolean;

/** Who is asked about, and who answers. */
export interface Authority {
  readonly who: Identity;
  readonly authorise: Authorise;
  readonly authorisePath?: AuthorisePath;
}

const NAMES = 'kubernetes.authorization.';

abstract class AuthorityValue extends CelOpaque {
  public same(): CelError {
    return noSuchOverload();
  }
}

export class CelAuthorizer extends AuthorityValue {
  public readonly typeName = `${NAMES}Authorizer`;
  public constructor(public readonly authority: Authority) {
    super();
  }
}

class GroupCheck extends AuthorityValue {
  public readonly typeName = `${NAMES}GroupCheck`;
  public constructor(
    public readonly authority: Authority,
    public readonly group: string,
  ) {
    super();
  }
}

class PathCheck extends AuthorityValue {
  public readonly typeName = `${NAMES}PathCheck`;
  public constructor(
    public readonly authority: Authority,
    public readonly path: string,
  ) {
    super();
  }
}

/** What is asked about, but for the verb. */
export type Resource = Omit<AccessCheck, 'verb'>;

export class ResourceCheck extends AuthorityValue {
  public readonly typeName = `${NAMES}ResourceCheck`;
  public constructor(
    public readonly authority: Authority,
    public readonly resource: Resource,
  ) {
    super();
  }
  public with(more: Partial<Resource>): ResourceCheck {
    return new ResourceCheck(this.authority, { ...this.resource, ...more });
  }
}

class Decision extends AuthorityValue {
  public readonly typeName = `${NAMES}Decision`;
  public constructor(public readonly allowed: boolean) {
    super();
  }
}

/** Asked of a value of a class, with texts. */
const of =
  <T extends CelOpaque>(
    kind: new (...args: never[]) => T,
    make: (target: T, ...texts: readonly string[]) => CelValue,
  ): Implementation =>
  ([target = null, ...args]) =>
    target instanceof kind && args.every((arg) => typeof arg === 'string')
      ? make(target, ...(args as readonly string[]))
      : noSuchOverload();

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const isLabel = (text: string): boolean => text.length <= 63 && new RegExp(`^${LABEL}$`).test(text);
const isSubdomain = (text: string): boolean => text.length <= 253 && new RegExp(`^${LABEL}(\\.${LABEL})*$`).test(text);

function accountOf({ authority }: CelAuthorizer, namespace: string, name: string): CelValue {
  if (!isSubdomain(name)) return new CelError('Invalid service account name');
  if (!isLabel(namespace)) return new CelError('Invalid service account namespace');
  return new CelAuthorizer({ ...authority, who: serviceAccount(namespace, name) });
}

const check: Implementation = ([target = null, verb = null]) => {
  if (typeof verb !== 'string') return noSuchOverload();
  if (target instanceof ResourceCheck) {
    const { who, authorise } = target.authority;
    return new Decision(authorise(who, { ...target.resource, verb }));
  }
  if (!(target instanceof PathCheck)) return noSuchOverload();
  const { who, authorisePath } = target.authority;
  return new Decision(authorisePath?.(who, target.path, verb) ?? false);
};

export const AUTHORIZER: Readonly<Record<string, Implementation>> = {
  serviceAccount: of(CelAuthorizer, (target, namespace = '', name = '') => accountOf(target, namespace, name)),
  group: of(CelAuthorizer, ({ authority }, group = '') => new GroupCheck(authority, group)),
  path: of(CelAuthorizer, ({ authority }, path = '') =>
    path.trim() === '' ? new CelError('path must not be empty') : new PathCheck(authority, path),
  ),
  resource: of(GroupCheck, ({ authority, group }, resource = '') =>
    resource.trim() === ''
      ? new CelError('resource must not be empty')
      : new ResourceCheck(authority, { apiGroup: group, resource }),
  ),
  subresource: of(ResourceCheck, (target, subresource = '') => target.with({ subresource })),
  namespace: of(ResourceCheck, (target, namespace = '') => target.with({ namespace })),
  name: of(ResourceCheck, (target, name = '') => target.with({ name })),
  // Who answers knows of no selectors: the question is about all of the resource.
  fieldSelector: of(ResourceCheck, (target) => target),
  labelSelector: of(ResourceCheck, (target) => target),
  check,
  allowed: of(Decision, ({ allowed }) => allowed),
  errored: of(Decision, () => false),
  error: of(Decision, () => ''),
  reason: of(Decision, () => ''),
};
