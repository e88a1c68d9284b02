import type { Reason } from '../../pod/answer';

/** A refusal by our own policies: faults with the names of policies between brackets. */
const OWN = /^PodSecurityPolicy: unable to (?:admit|validate) pod: \[(.*)\]?$/s;

const NAME = '[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?';

/** Where a fault begins: perhaps the name of a policy, then the path of a field. */
const FAULT = new RegExp(
  `(?:^|, )(?=(?:${NAME}: )?(?:spec|pod|podsecuritypolicy)\\.[^\\s:]+: (?:Invalid value|Required value|Forbidden))`,
);

/** Where the name of a policy stands that has no fault of its own. */
const SILENT = new RegExp(`(?:^|, )(?=${NAME}: fits, but )`);

const PARTS = new RegExp(`^(?:(${NAME}): )?(?:((?:spec|pod|podsecuritypolicy)\\.[^\\s:]+): )?(.*)$`, 's');

/**
 * A message of an admission policy as reasons. Ours tell the fields, and the policy of each: its name stands before its first
 * fault only. Others tell no field.
 */
export function reasonsIn(message: string): readonly Reason[] {
  const [, faults] = OWN.exec(message) ?? [];
  if (faults === undefined) return [{ field: '', message }];
  let policy: string | undefined;
  return withoutBracket(faults)
    .split(FAULT)
    .flatMap((text) => text.split(SILENT))
    .filter((text) => text !== '')
    .map((text): Reason => {
      const [, name, field = '', words = ''] = PARTS.exec(text) ?? [];
      policy = name ?? policy;
      return { field, message: words, ...(policy === undefined ? {} : { policy }) };
    });
}

/** The bracket at the end is gone where the message was cut. */
function withoutBracket(text: string): string {
  return text.endsWith(']') ? text.slice(0, -1) : text;
}
