import type { Diagnostic } from '../diagnostics/diagnostic';
import type { Inventory } from '../pod-security/language/read/inventory';
import { readProblem } from '../pod-security/language/read/problems';

/** What a user named as policies, and the files that it stands for. */
export interface NamedFiles {
  readonly name: string;
  readonly files: readonly string[];
}

/** Who names policies means some: what is said where there are none is not what was asked. */
export function withoutPolicies(
  { policies, admission, roles, bindings, namespaceObjects, problems }: Inventory,
  named: readonly NamedFiles[],
  unreadable: readonly Diagnostic[],
): readonly Diagnostic[] {
  const own = [...policies.map(({ object }) => object), ...admission];
  const deciding = [...own, ...[...roles, ...bindings].map(({ object }) => object), ...namespaceObjects];
  const broken = [...problems, ...unreadable].map(({ place }) => place?.file);
  const holds = (objects: readonly { readonly file: string }[], { files }: NamedFiles): boolean =>
    objects.some(({ file }) => files.includes(file));
  // What is wrong with a file has been told: there may be policies in it.
  const read = named.filter(({ files }) => !files.some((file) => broken.includes(file)));
  const idle = read.filter((each) => !holds(deciding, each));
  if (idle.length > 0) return idle.map(({ name }) => nothing(name, 'hold nothing that decides about pods'));
  // Policies may stand among the pods, and labels of namespaces are policies of a kind.
  if (own.length > 0 || named.some((each) => holds(namespaceObjects, each))) return [];
  return read.map(({ name }) => nothing(name, 'hold roles and bindings, and there is no policy in any file'));
}

function nothing(name: string, says: string): Diagnostic {
  const hint = 'give PodSecurityPolicies or admission policies; by a level pods are judged with --level alone';
  return readProblem('noPolicies', `the files of --policies ${says}`, { file: name }, hint);
}
