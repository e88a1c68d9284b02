import { describe, expect, it } from 'vitest';
import { DEFAULT_TARGETS, formatTargets, parseTargets } from '../../lib/cli/targets';

describe('parseTargets', () => {
  it('reads what formatTargets writes', () => {
    expect(parseTargets(formatTargets(DEFAULT_TARGETS))).toEqual({ targets: DEFAULT_TARGETS, problems: [] });
  });

  it('does not mind blanks', () => {
    expect(parseTargets(' apparmor = 4.1 ')).toEqual({ targets: { apparmor: '4.1' }, problems: [] });
  });

  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['', ['"" is no target: known: apparmor']],
    ['selinux=3', ['"selinux" is no target: known: apparmor']],
    ['aparmor=4.1', ['"aparmor" is no target: did you mean "apparmor"?']],
    ['constructor=1', ['"constructor" is no target: known: apparmor']],
    ['apparmor', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not nothing']],
    ['apparmor=', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not ""']],
    ['apparmor=9.9', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "9.9"']],
    ['apparmor=1.0', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "1.0"']],
    ['apparmor=3.0=4.1', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "3.0=4.1"']],
    ['apparmor=3.0,apparmor=4.1', ['"apparmor" stands there twice']],
    [
      'selinux=1,apparmor=4',
      ['"selinux" is no target: known: apparmor', '"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "4"'],
    ],
  ];
  it.each(rows)('says what is wrong with "%s"', (text, problems) => {
    expect(parseTargets(text).problems).toEqual(problems);
  });
});
