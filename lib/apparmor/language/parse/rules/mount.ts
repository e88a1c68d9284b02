import type { Token } from '../../lexer/tokens';
import type { MountRule, PivotRootRule, Prefix } from '../../model/rules';
import { parseConditions } from '../conditions';
import type { Cursor } from '../cursor';

/** `mount options=(ro) /dev/sda -> /mnt,`, `remount …,`, `umount …,` */
export function parseMountRule(cursor: Cursor, start: Token, prefix: Prefix): MountRule {
  const kind = cursor.next().kind as MountRule['kind'];
  const conditions = parseConditions(cursor);
  const source = cursor.take('id');
  const head = { kind, prefix, conditions, ...(source && { source: cursor.word(source) }) };
  if (kind !== 'mount' || cursor.take('->') === undefined) {
    return { ...head, targetConditions: [], span: cursor.endRule(start) };
  }
  const targetConditions = parseConditions(cursor);
  const target = cursor.word(cursor.expect('a mount point', ['id']));
  return { ...head, targetConditions, target, span: cursor.endRule(start) };
}

/** `pivot_root oldroot=/old /new -> profile,` */
export function parsePivotRootRule(cursor: Cursor, start: Token, prefix: Prefix): PivotRootRule {
  cursor.next();
  const conditions = parseConditions(cursor);
  const path = cursor.take('id');
  const target = cursor.take('->') && cursor.expect('the name of a profile', ['id', 'set_variable']);
  return {
    kind: 'pivot_root',
    prefix,
    conditions,
    ...(path && { path: cursor.word(path) }),
    ...(target && { target: cursor.word(target) }),
    span: cursor.endRule(start),
  };
}
