/** Messages, names and eavesdropping on D-Bus. The daemon asks the kernel's automaton. */

import { filterSlashes } from '../../glob/glob';
import type { AutomatonRule } from '../accept';
import type { DbusAct } from '../act';
import { condition, type MakingAccess } from './labels';
import { ANY, bitsOf, bytesFor, CLASS, globText, hex, policyRule, type Query } from './rule';

const BITS = { send: 2, receive: 4, eavesdrop: 32, bind: 64 };
const MESSAGES = BITS.send | BITS.receive;

export function dbusRules(making: MakingAccess): readonly AutomatonRule[] {
  const { entry } = making;
  const peer = { ...entry, conditions: entry.peer };
  const path = condition(entry, 'path');
  const name = condition(entry, 'name') ?? condition(peer, 'name');
  const texts = [
    hex(CLASS.dbus) + globText(condition(entry, 'bus'), ANY),
    globText(name, ANY),
    globText(condition(peer, 'label'), ANY),
    globText(path === undefined ? undefined : filterSlashes(path), ANY),
    globText(condition(entry, 'interface'), ANY),
    globText(condition(entry, 'member'), ANY),
  ];
  const message = entry.peer.length > 0 || entry.conditions.some(({ name: each }) => ABOUT_MESSAGES.includes(each));
  const implied = message
    ? MESSAGES
    : condition(entry, 'name') === undefined
      ? MESSAGES | BITS.bind | BITS.eavesdrop
      : BITS.bind;
  const perms = bitsOf(entry.access, BITS, implied);
  return [
    ...policyRule(making, texts.slice(0, 2), perms & BITS.bind),
    ...policyRule(making, texts, perms & MESSAGES),
    ...policyRule(making, texts.slice(0, 1), perms & BITS.eavesdrop),
  ];
}

const ABOUT_MESSAGES = ['path', 'interface', 'member'];

export function dbusQuery(act: DbusAct): Query {
  const { access, bus, name = '', label = '', path = '', interface: face = '', member = '' } = act;
  const all = [name, label, path, face, member];
  const asked = access === 'bind' ? all.slice(0, 1) : access === 'eavesdrop' ? [] : all;
  return { bytes: bytesFor(CLASS.dbus, bus, ...asked.flatMap((each) => [0, each])), request: BITS[access] };
}
