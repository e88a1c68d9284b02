import type { Token } from '../../lexer/tokens';
import type { AllRule, CapabilityRule, ChangeProfileRule, Prefix, RlimitRule } from '../../model/rules';
import type { Word } from '../../model/source';
import type { Cursor } from '../cursor';

/** `capability chown kill,` */
export function parseCapabilityRule(cursor: Cursor, start: Token, prefix: Prefix): CapabilityRule {
  cursor.next();
  const names: Word[] = [];
  for (let name = cursor.take('id'); name !== undefined; name = cursor.take('id')) names.push(cursor.word(name));
  return { kind: 'capability', prefix, names, span: cursor.endRule(start) };
}

/** `change_profile unsafe /bin/x -> profile,` */
export function parseChangeProfileRule(cursor: Cursor, start: Token, prefix: Prefix): ChangeProfileRule {
  cursor.next();
  const exec = (cursor.take('safe') ?? cursor.take('unsafe'))?.kind as ChangeProfileRule['exec'];
  const path = cursor.take('id');
  const target = cursor.take('->') && cursor.expect('the name of a profile', ['id', 'set_variable']);
  return {
    kind: 'change_profile',
    prefix,
    ...(exec && { exec }),
    ...(path && { path: cursor.word(path) }),
    ...(target && { target: cursor.word(target) }),
    span: cursor.endRule(start),
  };
}

/** `set rlimit nofile <= 1024,` */
export function parseRlimitRule(cursor: Cursor, start: Token): RlimitRule {
  cursor.next();
  cursor.expect('rlimit', ['rlimit'], 'write: set rlimit nofile <= 1024,');
  const resource = cursor.word(cursor.expect('the name of a limit', ['id']));
  cursor.expect('<=', ['<=']);
  const value = cursor.word(cursor.expect('a number or infinity', ['value']));
  const unit = cursor.take('id');
  return {
    kind: 'rlimit',
    prefix: {},
    resource,
    value,
    ...(unit && { unit: cursor.word(unit) }),
    span: cursor.endRule(start),
  };
}

/** `all,` */
export function parseAllRule(cursor: Cursor, start: Token, prefix: Prefix): AllRule {
  cursor.next();
  return { kind: 'all', prefix, span: cursor.endRule(start) };
}
