import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedInput, PrinterOptions } from '../../../lib/diagnostics/printers';
import { print } from '../../../lib/diagnostics/printers';
import { must } from '../must';
import { ALL, accepted, OPTIONS, refused, suspicious, unreadable, warned } from './inputs';
import { type Element, readXml } from './xml';

const read = (inputs: readonly CheckedInput[], options: PrinterOptions = OPTIONS): Element =>
  readXml(print('junit', inputs, options));

interface Case {
  readonly key: string;
  readonly status: 'failed' | 'error' | 'skipped' | 'success';
  readonly output: string;
  readonly file: string;
}

/** How GitLab takes the report: cases only below a suite, the first of failure, error, skipped decides, text is shown. */
function asGitLab({ name, children }: Element): readonly Case[] {
  expect(name).toBe('testsuites');
  return children.flatMap((suite) => {
    expect(suite.name).toBe('testsuite');
    return suite.children.map((testcase): Case => {
      const { classname, name: title, file = '' } = testcase.attributes;
      expect(testcase.children.length).toBeLessThan(2);
      const [outcome] = testcase.children;
      const statuses = { failure: 'failed', error: 'error', skipped: 'skipped' } as const;
      return {
        key: [suite.attributes.name, classname, title].join('_'),
        status: outcome === undefined ? 'success' : statuses[outcome.name as keyof typeof statuses],
        output: outcome?.text ?? '',
        file,
      };
    });
  });
}

describe('junit', () => {
  it('gives each input one case that GitLab reads', () => {
    const cases = asGitLab(read(ALL, { ...OPTIONS, suite: 'check apparmor' }));
    expect(cases.map(({ key, status, file }) => [key, status, file])).toEqual([
      ['check apparmor_check apparmor_profiles/nginx.aa', 'failed', 'profiles/nginx.aa'],
      ['check apparmor_check apparmor_redis.aa', 'success', 'redis.aa'],
      ['check apparmor_check apparmor_stdin', 'success', 'stdin'],
      ['check apparmor_check apparmor_dir with space/ü:1.aa', 'success', 'dir with space/ü:1.aa'],
      ['check apparmor_check apparmor_gone.aa', 'error', 'gone.aa'],
    ]);
  });

  it('shows all problems of an input in one text, with the source lines', () => {
    const { output } = must(asGitLab(read([refused]))[0]);
    expect(output).toContain('unknown capability "sys_admn" [APPARMOR1003]\n     3 |   capability sys_admn,\n');
    expect(output).toContain('hint: did you mean "sys_admin"?');
    expect(output).toContain('warning: no flags');
  });

  it('counts cases, failures and errors on both levels', () => {
    const root = read(ALL);
    for (const { attributes } of [root, must(root.children[0])]) {
      expect(attributes).toMatchObject({ tests: '5', failures: '1', errors: '1', skipped: '0' });
    }
  });

  it('fails an input for warnings only when it must be strict, and never for notes', () => {
    const status = (input: CheckedInput, strict: boolean) => asGitLab(read([input], { ...OPTIONS, strict }))[0]?.status;
    expect(status(suspicious, false)).toBe('success');
    expect(status(suspicious, true)).toBe('failed');
    expect(status(warned, true)).toBe('success');
    expect(status(accepted, true)).toBe('success');
    expect(status(unreadable, true)).toBe('error');
  });

  it('is well-formed whatever stands in files, names and messages', () => {
    const nasty = fc.string({
      unit: fc.oneof(fc.constantFrom('<', '&', '"', "'", ']]>', '\u0000', '\t', '\n', '\ud800'), fc.string()),
    });
    fc.assert(
      fc.property(nasty, nasty, (file, message) => {
        const [{ output } = { output: '' }] = asGitLab(
          read([{ ...refused, file: `x${file}`, diagnostics: [{ ...must(refused.diagnostics[0]), message }] }], {
            ...OPTIONS,
            suite: message,
          }),
        );
        return output.includes('APPARMOR1003');
      }),
    );
  });
});
