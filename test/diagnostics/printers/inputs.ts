import type { CheckedInput, PrinterOptions } from '../../../lib/diagnostics/printers';

/** What the tests of all printers print. */
export const OPTIONS: PrinterOptions = {
  tool: { name: 'container-security', version: '1.2.3', homepage: 'https://example.com/container-security' },
};

export const refused: CheckedInput = {
  file: './profiles/nginx.aa',
  accepted: false,
  text: 'profile nginx {\n  capability sys_admn,\n  capability sys_admn,\n}\n',
  diagnostics: [
    {
      code: 'APPARMOR1003',
      severity: 'error',
      message: 'unknown capability "sys_admn"',
      hint: 'did you mean "sys_admin"?',
      place: { file: './profiles/nginx.aa', line: 3, column: 14, endLine: 3, endColumn: 22 },
    },
    {
      code: 'APPARMOR1003',
      severity: 'error',
      message: 'unknown capability "sys_admn"',
      place: { line: 2, column: 14 },
    },
    { code: 'APPARMOR2001', severity: 'warning', message: 'no flags', place: { path: 'shop/nginx', key: 'text' } },
  ],
};

export const accepted: CheckedInput = {
  file: 'redis.aa',
  accepted: true,
  diagnostics: [],
  summary: 'profile redis',
};

export const warned: CheckedInput = {
  file: '-',
  accepted: true,
  diagnostics: [{ code: 'APPARMOR2002', severity: 'note', message: 'a <note> & "more"' }],
  text: '',
};

export const suspicious: CheckedInput = {
  file: 'dir with space/ü:1.aa',
  accepted: true,
  diagnostics: [{ code: 'APPARMOR2003', severity: 'warning', message: 'a warning', place: { line: 7 } }],
};

export const unreadable: CheckedInput = {
  file: 'gone.aa',
  accepted: false,
  unreadable: true,
  diagnostics: [
    { code: 'CLI1001', severity: 'error', message: 'cannot read: no such file', place: { file: 'gone.aa' } },
  ],
};

export const ALL: readonly CheckedInput[] = [refused, accepted, warned, suspicious, unreadable];
