import { text } from './text';

/** Who may use a policy: a service account, a group or a user. Pods are judged by what either their creator or they may use. */
export class PolicySubject {
  /** The pods of one service account. @param namespaceName where it is; default: that of the binding, or of the release */
  public static serviceAccount(name: string, namespaceName?: string): PolicySubject {
    const place = namespaceName === undefined ? undefined : text('serviceAccount.namespaceName', namespaceName);
    return new PolicySubject('ServiceAccount', text('serviceAccount.name', name), place);
  }

  /** The pods of every service account of a namespace. */
  public static serviceAccountsOf(namespaceName: string): PolicySubject {
    return PolicySubject.group(`system:serviceaccounts:${text('serviceAccountsOf.namespaceName', namespaceName)}`);
  }

  /** The pods of every service account of the cluster. */
  public static allServiceAccounts(): PolicySubject {
    return PolicySubject.group('system:serviceaccounts');
  }

  /** Everybody whom the cluster knows: users and service accounts. */
  public static authenticated(): PolicySubject {
    return PolicySubject.group('system:authenticated');
  }

  /** A group of users. */
  public static group(name: string): PolicySubject {
    return new PolicySubject('Group', text('group.name', name));
  }

  /** A user. */
  public static user(name: string): PolicySubject {
    return new PolicySubject('User', text('user.name', name));
  }

  private constructor(
    /** `ServiceAccount`, `Group` or `User`. */
    public readonly kind: string,
    /** Its name. */
    public readonly name: string,
    /** Where a service account is, when that was said. */
    public readonly namespaceName?: string,
  ) {}
}
