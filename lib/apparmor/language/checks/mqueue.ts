import { nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import type { AccessRule } from '../model/rules';

const TYPES = ['posix', 'sysv'] as const;

/** A queue's name says its type: paths are of POSIX, numbers of System V. */
export function checkMqueue({ conditions, names }: AccessRule, complain: Complain): void {
  let type: string | undefined;
  for (const { name, values } of conditions) {
    const [word] = values;
    if (name.value !== 'type' || word === undefined) continue;
    // The parser reads conditions from the last to the first.
    type ??= word.value;
    if (!TYPES.some((each) => each === word.value))
      complain(
        'conditionValue',
        word,
        `there is no type ${word.raw} of message queues`,
        nearestHint(word.value, TYPES) ?? 'types are posix and sysv',
      );
  }
  const [queue] = names;
  if (queue === undefined) return;
  const implied = queue.value.startsWith('/') ? 'posix' : /^\d+$/.test(queue.value) ? 'sysv' : undefined;
  if (implied === undefined)
    complain('queueName', queue, `${queue.raw} is no message queue`, 'a name that begins with /, or a number');
  else if (type !== undefined && type !== implied)
    complain(
      'queueName',
      queue,
      `${queue.raw} is no queue of type ${type}`,
      type === 'sysv' ? 'queues of sysv are numbers' : 'queues of posix begin with /',
    );
}
