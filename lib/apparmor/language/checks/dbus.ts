import type { Complain } from '../complain';
import { longAccess } from '../expand/accesses';
import type { AccessRule } from '../model/rules';

const MESSAGE = ['path', 'interface', 'member'];

/** What fits together in a dbus rule: names are bound, messages are sent and received. */
export function checkDbus(rule: AccessRule, complain: Complain): void {
  const peer = rule.peer?.conditions ?? [];
  const message =
    [...rule.conditions, ...peer].find(({ name }) => MESSAGE.includes(name.value)) ??
    peer.find(({ name }) => name.value === 'label' || name.value === 'name');
  const service = rule.conditions.find(({ name }) => name.value === 'name');
  if (message !== undefined && service !== undefined)
    complain(
      'accessForbidden',
      service.name,
      `this dbus rule has conditions of messages (${message.name.raw}) and of services (name)`,
      'write peer=(name=…) for messages, or bind in a rule of its own',
    );
  for (const word of rule.access) {
    const words = longAccess('dbus', word.value);
    const has = (...some: readonly string[]): boolean => some.some((each) => words.includes(each));
    const wrong =
      (message !== undefined && has('bind') && ['bind', message.name.raw]) ||
      (service !== undefined && has('send', 'receive') && [word.raw, 'name', 'write: peer=(name=…)']) ||
      (has('eavesdrop') && eavesdropBesides(rule));
    if (!wrong) continue;
    const [access, condition, hint] = wrong;
    complain(
      'accessForbidden',
      word,
      `${access} of dbus rules cannot have the condition ${condition}`,
      hint ?? 'write a rule for each',
    );
  }
}

function eavesdropBesides({ conditions, peer }: AccessRule): readonly string[] | undefined {
  const other = [...conditions, ...(peer?.conditions ?? [])].find(({ name }) => name.value !== 'bus');
  return other && ['eavesdrop', other.name.raw, 'only bus= can stand with it'];
}
