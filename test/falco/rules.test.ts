import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FalcoRules } from '../../lib/falco';
import { faultsOf, messageOf, scope } from './scope';

const TEXT = '- rule: Shell\n  condition: proc.name = sh\n  output: a shell\n  desc: A shell.\n  priority: NOTICE\n';

describe('a file of rules as a construct', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the text, the names of its rules, and a file name from its id', () => {
    const rules = FalcoRules.fromText(scope(), 'shell', TEXT);
    expect(rules).toMatchObject({ text: TEXT, ruleNames: ['Shell'], fileName: 'shell.yaml', warnings: [] });
  });

  it('takes its name from the file, or as it is told', () => {
    const file = join(folder, '10-shell.yaml');
    writeFileSync(file, TEXT);
    expect(FalcoRules.fromFile(scope(), 'shell', file)).toMatchObject({ text: TEXT, fileName: '10-shell.yaml' });
    expect(new FalcoRules(scope(), 'shell', { text: TEXT, fileName: 'z.yml' }).fileName).toBe('z.yml');
  });

  it('is refused with file, line, column and the line itself when it is wrong', () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, TEXT.replace('condition', 'conditoin').replace('NOTICE', 'NOTCE'));
    const message = messageOf(() => FalcoRules.fromFile(scope(), 'shell', file));
    expect(message).toContain(`${file}:5:13`);
    expect(message).toContain('     5 |   priority: NOTCE\n       |             ^^^^^\n');
    expect(message).toContain('did you mean "condition"?');
    expect(message).toContain('project/shell');
    expect(message).toContain('2 errors, 1 warning');
  });

  it('keeps what is doubtful as warnings, with the path of the construct', () => {
    expect(FalcoRules.fromText(scope(), 'shell', TEXT.replace('NOTICE', 'notice')).warnings).toMatchObject([
      { code: 'FALCO1008', severity: 'warning', place: { line: 5, column: 13, path: 'project/shell' } },
    ]);
  });

  it.each(['rules', 'a b.yaml', '../a.yaml', '.yaml', '.a.yaml', 'a.yaml\n'])(
    'cannot be named %j on the node',
    (fileName) => {
      expect(faultsOf(() => new FalcoRules(scope(), 'x', { text: TEXT, fileName }))).toEqual([
        expect.stringMatching(/^HELM1050 "fileName" must be a name/),
      ]);
    },
  );

  it('says so when its id or file gives no name that can be', () => {
    expect(faultsOf(() => FalcoRules.fromText(scope(), 'my rules', TEXT))).toEqual([
      expect.stringMatching(/^FALCO1020 .*"my rules\.yaml"/),
    ]);
  });

  it.each(['\u0085', '\u2028', '\u2029'])('is refused with %j, which the chart could not carry', (sign) => {
    expect(faultsOf(() => FalcoRules.fromText(scope(), 'x', `# a${sign}b\n${TEXT}`))).toEqual([
      expect.stringMatching(/^FALCO1022 U\+/),
    ]);
  });

  it('that cannot be read is refused with the reason', () => {
    expect(faultsOf(() => FalcoRules.fromFile(scope(), 'x', '/nope.yaml'))).toEqual([
      expect.stringMatching(/^FALCO1021 .*ENOENT/),
    ]);
    const file = join(folder, 'latin.yaml');
    writeFileSync(file, Buffer.from('# caf\u00e9\n', 'latin1'));
    expect(faultsOf(() => FalcoRules.fromFile(scope(), 'x', file))).toEqual([
      'FALCO1021 the rules cannot be read: it is not UTF-8 text',
    ]);
  });

  it.each([
    [undefined, 'HELM1050 the value must be an object, not undefined'],
    [{}, 'HELM1050 "text" is missing: it must be a string'],
    [{ text: 1 }, 'HELM1050 "text" must be a string, not the number 1'],
    [{ text: TEXT, flie: 'a' }, 'HELM1050 "flie" is not known here'],
  ])('with the props %j is refused', (props, message) => {
    expect(faultsOf(() => new FalcoRules(scope(), 'x', props as never))).toEqual([message]);
  });
});
