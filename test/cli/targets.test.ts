import { describe, expect, it } from 'vitest';
import { DEFAULT_TARGETS, formatTargets, parseTargets } from '../../lib/cli/targets';

describe('parseTargets', () => {
  it('reads what formatTargets writes', () => {
    expect(parseTargets(formatTargets(DEFAULT_TARGETS))).toEqual({ targets: DEFAULT_TARGETS, problems: [] });
  });

  it('does not mind blanks', () => {
    expect(parseTargets(' apparmor = 4.1 ')).toEqual({ targets: { apparmor: '4.1' }, problems: [] });
  });

  it('reads the version of a cluster beside that of a parser', () => {
    expect(parseTargets('kubernetes=1.24,apparmor=4.1')).toEqual({
      targets: { apparmor: '4.1', kubernetes: '1.24' },
      problems: [],
    });
  });

  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['', ['"" is no target: known: apparmor, kubernetes']],
    ['selinux=3', ['"selinux" is no target: known: apparmor, kubernetes']],
    ['aparmor=4.1', ['"aparmor" is no target: did you mean "apparmor"?']],
    ['constructor=1', ['"constructor" is no target: known: apparmor, kubernetes']],
    ['apparmor', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not nothing']],
    ['apparmor=', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not ""']],
    ['apparmor=9.9', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "9.9"']],
    ['apparmor=1.0', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "1.0"']],
    ['apparmor=3.0=4.1', ['"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "3.0=4.1"']],
    [
      'kubernetes=1.3',
      [
        '"kubernetes" must be "1.24", "1.25", "1.26", "1.27", "1.28", "1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36" or "1.37", not "1.3"',
      ],
    ],
    ['apparmor=3.0,apparmor=4.1', ['"apparmor" stands there twice']],
    [
      'selinux=1,apparmor=4',
      [
        '"selinux" is no target: known: apparmor, kubernetes',
        '"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "4"',
      ],
    ],
  ];
  it.each(rows)('says what is wrong with "%s"', (text, problems) => {
    expect(parseTargets(text).problems).toEqual(problems);
  });
});
