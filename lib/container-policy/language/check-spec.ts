import type { YamlNode } from '../../yaml/node';
import { dataOf, entriesOf, entryOf } from '../../yaml/walk';
import { checkValue } from './check-keys';
import { checkMeaning, locatorOf } from './check-meaning';
import { SPEC } from './keys';
import type { Policy } from './model';
import type { Problems } from './problems';
import { policyOf } from './to-policy';

/**
 * Checks a `spec`, and makes the policy of it. What its parts mean together is looked at when each is right by itself.
 * Nothing is given back for a spec with errors.
 */
export function checkSpec(name: string, spec: YamlNode, problems: Problems): Policy | undefined {
  const local = problems.fork();
  checkValue(spec, SPEC, 'spec', local);
  if (local.hasErrors) return undefined;
  const policy = policyOf(name, dataOf(spec) as Readonly<Record<string, unknown>>);
  const own = { node: spec, key: 'spec' };
  checkMeaning(policy.rules, locatorOf([own]), local);
  for (const { name: container, rules } of policy.containers) {
    const entry = entriesOf(entryOf(spec, 'containers')?.value).find((each) => each.name === container);
    const named = entry === undefined ? [] : [{ node: entry.value, key: `spec.containers.${container}` }];
    checkMeaning(rules, locatorOf([...named, own]), local);
  }
  return local.hasErrors ? undefined : policy;
}
