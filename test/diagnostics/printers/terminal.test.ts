import { describe, expect, it } from 'vitest';
import { print } from '../../../lib/diagnostics/printers';
import { must } from '../must';
import { ALL, accepted, OPTIONS, refused, suspicious, unreadable, warned } from './inputs';

describe('terminal', () => {
  it('shows each problem with its line, then counts inputs and problems', () => {
    expect(print('terminal', [refused, accepted], OPTIONS)).toBe(
      [
        './profiles/nginx.aa (shop/nginx#text): warning: no flags [APPARMOR2001]',
        './profiles/nginx.aa:2:14: error: unknown capability "sys_admn" [APPARMOR1003]',
        '     2 |   capability sys_admn,',
        '       |              ^',
        './profiles/nginx.aa:3:14: error: unknown capability "sys_admn" [APPARMOR1003]',
        '     3 |   capability sys_admn,',
        '       |              ^^^^^^^^',
        '  hint: did you mean "sys_admin"?',
        'Checked 2 files: 1 accepted, 1 refused (2 errors, 1 warning)',
        '',
      ].join('\n'),
    );
  });

  it('says the verdict of a single file in one word', () => {
    expect(print('terminal', [accepted], OPTIONS)).toBe('Checked 1 file: accepted\n');
    expect(print('terminal', [unreadable], OPTIONS)).toContain('Checked 1 file: unreadable (1 error)\n');
    expect(print('terminal', ALL, OPTIONS)).toContain(
      'Checked 5 files: 3 accepted, 1 refused, 1 unreadable (3 errors, 2 warnings, 1 note)\n',
    );
  });

  it('lists every input and what is in it when it is asked for more', () => {
    const text = print('terminal', [accepted, warned, suspicious, unreadable], { ...OPTIONS, verbose: true });
    expect(text).toContain('redis.aa: accepted (profile redis)\n');
    expect(text).toContain('<stdin>: accepted\n');
    expect(text).toContain('gone.aa: unreadable\n');
  });

  it('shows no line of this text for a problem in another file', () => {
    const text = print(
      'terminal',
      [
        {
          ...refused,
          diagnostics: [{ ...must(refused.diagnostics[0]), place: { file: 'other.aa', line: 2, column: 3 } }],
        },
      ],
      OPTIONS,
    );
    expect(text).toContain('other.aa:2:3: error');
    expect(text).not.toContain('|');
  });
});
