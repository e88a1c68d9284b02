import { describe, expect, it } from 'vitest';
import type { ProfileOptions } from '../../lib/container-policy/apparmor/compile';
import { compileToAppArmor } from '../../lib/container-policy/compile';
import { readPolicies } from '../../lib/container-policy/language/read';
import { reportAsMarkdown, reportAsText } from '../../lib/container-policy/report/print';

const TARGET: ProfileOptions = { name: 'p', parser: '3.0' };

function reportOf(spec: string, target: ProfileOptions = TARGET) {
  const head = 'apiVersion: container-security/v1\nkind: ContainerPolicy\nmetadata: { name: web }\n';
  const { policies, diagnostics } = readPolicies(`${head}spec: { ${spec} }\n`);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [policy] = policies;
  if (policy === undefined) throw new Error('no policy');
  return compileToAppArmor(policy, target).report;
}

/** Answers of the enforcers for one property, in the order of the columns. */
const answers = (spec: string, property: string, target?: ProfileOptions) =>
  reportOf(spec, target)
    .rows.find((row) => row.property === property)
    ?.verdicts.map(({ answer }) => answer)
    .join(' ');

const PORTS_KNOWN: ProfileOptions = { name: 'p', parser: '5.0', portsInKernel: true };

describe('the report', () => {
  it.each([
    ['mode: enforce', 'processes', 'nothing nothing nothing'],
    ['mode: enforce, processes: none', 'processes', 'blocks detects nothing'],
    ['mode: audit, processes: none', 'processes', 'detects detects nothing'],
    ['mode: enforce', 'files', 'nothing nothing nothing'],
    ['mode: enforce, files: { readOnly: [/etc/] }', 'files', 'blocks detects nothing'],
    ['mode: enforce', 'shells', 'cannot detects nothing'],
    ['mode: enforce, shells: any', 'shells', 'nothing nothing nothing'],
    ['mode: enforce, processes: none', 'shells', 'blocks detects nothing'],
    ['mode: enforce, files: { writable: [/tmp/] }', 'shells', 'blocks detects nothing'],
    ['mode: enforce, ports: any', 'ports', 'nothing nothing nothing'],
    ['mode: enforce, ports: none', 'ports', 'blocks detects unreachable'],
    ['mode: audit, ports: none', 'ports', 'detects detects unreachable'],
    ['mode: enforce, ports: { listen: [8080] }', 'ports', 'cannot detects unreachable'],
  ])('says of "%s": %s: %s', (spec, property, expected) => {
    expect(answers(spec, property)).toBe(expected);
  });

  it('calls single ports blocked only where parser and kernel tell them apart', () => {
    const spec = 'mode: enforce, ports: { listen: [8080] }';
    expect(answers(spec, 'ports', PORTS_KNOWN)).toBe('blocks detects unreachable');
    for (const parser of ['2.13', '3.0', '4.1'] as const) {
      expect(answers(spec, 'ports', { ...PORTS_KNOWN, parser })).toBe('cannot detects unreachable');
    }
    expect(answers(spec, 'ports', { ...PORTS_KNOWN, portsInKernel: false })).toBe('cannot detects unreachable');
  });

  it('can be read aloud', () => {
    const text = reportAsText(
      reportOf(
        'mode: enforce, processes: { only: [/usr/sbin/nginx] }, files: { writable: [/tmp/] }, ports: { listen: [8080] }',
      ),
    );
    expect(text.split('\n').slice(0, 5)).toEqual([
      'web        AppArmor    Falco    network policy',
      'processes  blocks (1)  detects  -',
      'files      blocks      detects  -',
      'shells     blocks (1)  detects  -',
      'ports      cannot (2)  detects  unreachable',
    ]);
    expect(text).toContain('(2) single ports need a kernel that tells them apart');
    expect(text).toContain('nodes without AppArmor (the first column is empty there): Amazon Linux');
  });

  it('names commands that will not work', () => {
    const text = reportAsText(reportOf('processes: none, commands: [[sh, -c, "curl -f localhost"]]'));
    expect(text).toContain('will not work: sh -c curl -f localhost: its shell may not start "curl"');
  });

  it('says beside the answer that scripts bring shells along, where some may start', () => {
    const shells = (spec: string): string =>
      reportAsText(reportOf(`mode: enforce, ${spec}`))
        .split('\n')
        .filter((line) => /^shells|^\(2\) a script/.test(line))
        .join('; ');
    const told = /^shells +blocks \(1, 2\) .*; \(2\) a script that may start brings its interpreter along/;
    expect(shells('processes: { only: [/opt/backup.sh] }, files: { writable: [/tmp/] }')).toMatch(told);
    expect(shells('processes: { only: [/usr/bin/*] }, files: { writable: [/tmp/] }')).toMatch(told);
    expect(shells('files: { writable: [/tmp/] }')).toMatch(told);
    expect(shells('processes: { only: [/usr/sbin/nginx] }')).toMatch(/^shells +blocks \(1\) [^;]*$/);
  });

  it('says where code that was written may be loaded by the programs that may start', () => {
    const open = reportAsText(reportOf('mode: enforce, processes: { only: [/app/run] }'));
    const closed = reportAsText(
      reportOf('mode: enforce, processes: { only: [/app/run] }, files: { writable: [/tmp/] }'),
    );
    expect(open).toContain('written as *.so');
    expect(closed).not.toContain('written as *.so');
  });

  it('keeps a command of several lines in one line', () => {
    const spec = 'processes: none, commands: [[sh, -c, "curl x\\nshells  blocks"]]';
    expect(reportAsText(reportOf(spec))).toContain('will not work: sh -c curl x shells blocks: its shell');
  });

  it('is a table of Markdown with what the policy says, and where each answer ends', () => {
    const text = reportAsMarkdown(reportOf('mode: enforce, files: { writable: [/tmp/**] }'));
    expect(text).toContain('| files | /tmp/\\*\\* may be changed; all else: may be read | blocks | detects | - |');
    expect(text).toContain('- paths count as they are behind all links');
  });
});
