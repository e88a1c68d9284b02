import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DiagnosticCollector } from '../../lib/diagnostics/collector';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import { callError, DiagnosticError } from '../../lib/diagnostics/diagnostic-error';
import { formatDiagnostics } from '../../lib/diagnostics/format';
import * as published from '../../lib/diagnostics/index';

const unknownCapability: Diagnostic = {
  code: 'APPARMOR1003',
  severity: 'error',
  message: 'unknown capability "sys_admn"',
  hint: 'did you mean "sys_admin"?',
  place: { file: 'nginx.aa', line: 2, column: 14, endColumn: 22 },
};
const noFlags: Diagnostic = {
  code: 'APPARMOR2001',
  severity: 'warning',
  message: 'profile has no flags',
  place: { file: 'nginx.aa', line: 1, column: 1 },
};
const noPlace: Diagnostic = { code: 'HELM1', severity: 'error', message: 'two lines:\nsecond' };

describe('DiagnosticError', () => {
  it('has the terminal text of all problems as message, sorted by place, with the count at the end', () => {
    const error = new DiagnosticError([unknownCapability, noFlags, noPlace], {
      texts: new Map([['nginx.aa', 'profile nginx {\n  capability sys_admn,\n}\n']]),
    });
    expect(error.message).toBe(
      [
        'error: two lines:',
        '  second [HELM1]',
        'nginx.aa:1:1: warning: profile has no flags [APPARMOR2001]',
        '     1 | profile nginx {',
        '       | ^',
        'nginx.aa:2:14: error: unknown capability "sys_admn" [APPARMOR1003]',
        '     2 |   capability sys_admn,',
        '       |              ^^^^^^^^',
        '  hint: did you mean "sys_admin"?',
        '2 errors, 1 warning',
      ].join('\n'),
    );
  });

  it('is an Error with a name, a stack, the diagnostics as data and the cause', () => {
    const cause = new Error('before');
    const error = new DiagnosticError([unknownCapability, noFlags], { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('DiagnosticError');
    expect(error.stack).toContain('unknown capability');
    expect(error.diagnostics).toEqual([noFlags, unknownCapability]);
    expect(error.cause).toBe(cause);
    expect('cause' in new DiagnosticError([])).toBe(false);
  });

  it('prints its problems once: without the data, and without the lines of the program', () => {
    const error = new DiagnosticError([unknownCapability]);
    const printed = inspect(error);
    expect(printed.split('unknown capability')).toHaveLength(2);
    expect(printed).not.toMatch(/diagnostics|\n +at /);
    expect(Object.keys(error)).not.toContain('diagnostics');
    expect(error.stack).toBe(`DiagnosticError: ${error.message}`);
  });

  it('keeps the lines of the program when the fault is in a call', () => {
    const error = callError('HELM1060', 'no such function', 'another');
    expect(error.stack).toMatch(
      /^DiagnosticError: error: no such function \[HELM1060\]\n[\s\S]*diagnostic-error\.test\.ts/,
    );
    expect(error.diagnostics).toEqual([
      { code: 'HELM1060', severity: 'error', message: 'no such function', hint: 'another' },
    ]);
    expect(callError('HELM1060', 'no such function').diagnostics[0]).not.toHaveProperty('hint');
  });

  it('does not change when the list it was given changes', () => {
    const list = [noFlags];
    const error = new DiagnosticError(list);
    list.push(unknownCapability);
    expect(error.diagnostics).toEqual([noFlags]);
  });

  it('is exported under its own name, class and type', () => {
    const error: published.DiagnosticError = new published.DiagnosticError([noFlags]);
    expect(error).toBeInstanceOf(DiagnosticError);
  });
});

describe('formatDiagnostics', () => {
  it('shows the line of a text without a file name', () => {
    const text = formatDiagnostics([{ ...noFlags, place: { line: 1, column: 9 } }], {
      texts: new Map([['', 'profile nginx {']]),
    });
    expect(text).toBe(
      [
        'line 1, column 9: warning: profile has no flags [APPARMOR2001]',
        '     1 | profile nginx {',
        '       |         ^',
        '1 warning',
      ].join('\n'),
    );
  });

  it('gives every piece its role', () => {
    const text = formatDiagnostics([unknownCapability], { painter: (role, piece) => `<${role}>${piece}</${role}>` });
    expect(text.split('\n')[0]).toBe(
      '<place>nginx.aa:2:14:</place> <error>error:</error> unknown capability "sys_admn" <code>[APPARMOR1003]</code>',
    );
    expect(text).toContain('<hint>hint:</hint>');
  });

  it('shows no raw control characters of a checked file', () => {
    const text = formatDiagnostics([{ ...unknownCapability, message: 'bad \u001b[2J', hint: '\u001b]0;x\u0007' }]);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('bad ␛[2J');
  });

  it('stays fast with thousands of problems in one large file', { timeout: 30_000 }, () => {
    const lines = 20_000;
    const text = 'capability sys_admn,\n'.repeat(lines);
    const many = Array.from({ length: lines }, (_, index) => ({
      ...unknownCapability,
      place: { file: 'x', line: index + 1, column: 12 },
    }));
    const start = performance.now();
    formatDiagnostics(many, { texts: new Map([['x', text]]) });
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('DiagnosticCollector', () => {
  it('gathers what is reported, in order, through a function that can be handed on', () => {
    const collector = new DiagnosticCollector();
    const { report } = collector;
    report(noFlags);
    expect(collector.hasErrors).toBe(false);
    expect(() => collector.throwIfErrors()).not.toThrow();
    report(unknownCapability);
    expect(collector.hasErrors).toBe(true);
    expect(collector.diagnostics).toEqual([noFlags, unknownCapability]);
  });

  it('throws once, with warnings and errors together', () => {
    const collector = new DiagnosticCollector();
    collector.report(unknownCapability);
    collector.report(noFlags);
    expect(() => collector.throwIfErrors()).toThrow(/1 error, 1 warning$/);
    expect(() => collector.throwIfErrors({ texts: new Map([['nginx.aa', 'profile x {']]) })).toThrow(/ 1 \| profile x/);
  });
});
