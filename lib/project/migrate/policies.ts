import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { NamedPolicy } from '../../pod-security/language/psp/policy';
import { checkManifest } from '../../pod-security/language/read/check-manifest';
import { type NamedText, readInventory, unknownRoles } from '../../pod-security/language/read/inventory';
import { readProblem } from '../../pod-security/language/read/problems';
import { checkAsValues, checkNames, type ObjectOf } from './check-values';
import { rightsFor, type User, usersOf, wrongSubjects } from './rights';

/** What policies are brought into: values for charts/pod-security, a program, a chart. */
export type Form = 'yaml' | 'typescript' | 'chart';

/** A policy that is brought over. */
export interface MigratedPolicy {
  /** Name that it has where it is read from. */
  readonly name: string;
  /** Its key among the values of charts/pod-security: a DNS label. */
  readonly id: string;
  readonly file: string;
  readonly policy: NamedPolicy;
  readonly users: readonly User[];
  /** Roles in the files that name it, and bindings to them: `ClusterRole use-web`. */
  readonly rights: readonly string[];
}

/** What was read, in the order in which a cluster tries the policies. */
export interface Migration {
  readonly policies: readonly MigratedPolicy[];
  /** What is doubtful, and what is not brought over. */
  readonly problems: readonly Diagnostic[];
}

/** Reads policies with their roles and bindings. @throws DiagnosticError when one of them is wrong, or there is none. */
export function readMigration(texts: readonly NamedText[], namespaceName: string, to: Form): Migration {
  const inventory = readInventory(texts, namespaceName);
  const problems = new DiagnosticCollector();
  const sources = new Map(texts.map(({ file, text }) => [file, text]));
  for (const problem of inventory.problems) problems.report(problem);
  for (const { object } of inventory.policies) for (const problem of checkManifest(object)) problems.report(problem);
  if (inventory.policies.length === 0 && !problems.hasErrors) {
    const hint = 'give files with objects of the kind PodSecurityPolicy, and with the roles and bindings for them';
    problems.report(readProblem('none', 'the files hold no PodSecurityPolicy', {}, hint));
  }
  problems.throwIfErrors({ texts: sources });
  const policies = [...inventory.policies]
    .sort((one, other) => (one.policy.name < other.policy.name ? -1 : 1))
    .map(({ object, policy }) => ({
      name: policy.name,
      id: idOf(policy.name),
      file: object.file,
      policy,
      users: usersOf(policy.name, inventory),
      rights: rightsFor(policy.name, inventory),
    }));
  const objectOf: ObjectOf = ({ name }) => inventory.policies.find(({ policy }) => policy.name === name)?.object;
  for (const problem of [
    ...unknownRoles(inventory),
    ...wrongSubjects(inventory),
    ...(to === 'yaml' ? ofValues(policies, objectOf) : checkNames(policies, objectOf)),
  ]) {
    problems.report(problem);
  }
  problems.throwIfErrors({ texts: sources });
  return { policies, problems: problems.diagnostics };
}

/** Policies with one key would be one among the values: nothing more can be said of them then. */
function ofValues(policies: readonly MigratedPolicy[], objectOf: ObjectOf): readonly Diagnostic[] {
  const ofKeys = otherOrder(policies, objectOf);
  return ofKeys.length > 0 ? ofKeys : checkAsValues(policies, objectOf);
}

/** A name with dots becomes a key with dashes. */
function idOf(name: string): string {
  return name.replaceAll('.', '-');
}

/** Of several policies that fit, the first by name counts: that must be the same one afterwards. */
function otherOrder(policies: readonly MigratedPolicy[], objectOf: ObjectOf): readonly Diagnostic[] {
  return policies.flatMap((policy, index) => {
    const { id, name } = policy;
    const before = policies[index - 1];
    if (before === undefined || before.id < id) return [];
    const message =
      before.id === id
        ? `"${name}" and "${before.name}" would both be called "${id}"`
        : `"${name}" would be tried before "${before.name}": as "${id}" it comes first`;
    const hint = 'rename one of the policies in the file (dots become dashes), or write a chart: --to chart';
    return [readProblem('order', message, objectOf(policy)?.place(['metadata', 'name']) ?? {}, hint)];
  });
}
