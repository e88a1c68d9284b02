import { describe, expect, it } from 'vitest';
import { DEFAULT_TARGETS, formatTargets, parseTargets } from '../../lib/cli/targets';

describe('parseTargets', () => {
  it('reads what formatTargets writes', () => {
    expect(parseTargets(formatTargets(DEFAULT_TARGETS))).toEqual({ targets: DEFAULT_TARGETS, problems: [] });
  });

  it('takes versions of one to three numbers and does not mind blanks', () => {
    expect(parseTargets(' apparmor = 4 , falco=0.44.1').targets).toEqual({ apparmor: '4', falco: '0.44.1' });
  });

  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['', ['"" is no target: known: apparmor, cilium, falco, kubernetes']],
    ['selinux=3', ['"selinux" is no target: known: apparmor, cilium, falco, kubernetes']],
    ['kubernets=1.36', ['"kubernets" is no target: did you mean "kubernetes"?']],
    ['constructor=1', ['"constructor" is no target: known: apparmor, cilium, falco, kubernetes']],
    ['falco', ['"falco" must be a version such as 0.44, not nothing']],
    ['falco=', ['"falco" must be a version such as 0.44, not ""']],
    ['falco=v0.44', ['"falco" must be a version such as 0.44, not "v0.44"']],
    ['falco=1=2', ['"falco" must be a version such as 0.44, not "1=2"']],
    ['falco=1,falco=2', ['"falco" stands there twice']],
    [
      'flaco=1,cilium=x',
      ['"flaco" is no target: did you mean "falco"?', '"cilium" must be a version such as 1.20, not "x"'],
    ],
  ];
  it.each(rows)('says what is wrong with "%s"', (text, problems) => {
    expect(parseTargets(text).problems).toEqual(problems);
  });
});
