import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRules } from '../../../lib/falco/language/check-rules';
import { FALCO_RULES } from '../../tools/upstream';

const RULE = '- rule: Shell\n  condition: proc.name = sh\n  output: a shell\n  desc: A shell.\n  priority: NOTICE\n';

/** Severity, code and place of each problem. */
const told = (text: string): readonly string[] =>
  checkRules(text).diagnostics.map(
    ({ severity, code, place }) => `${severity} ${code} ${place?.line}:${place?.column}`,
  );
const messages = (text: string): readonly string[] => checkRules(text).diagnostics.map(({ message }) => message);
const hints = (text: string): readonly (string | undefined)[] => checkRules(text).diagnostics.map(({ hint }) => hint);

describe('a file of rules', () => {
  it('may hold every kind of item, in several documents', () => {
    const text = [
      '- required_engine_version: 0.57.0',
      '- required_engine_version: 15',
      '- required_plugin_versions:',
      '  - name: k8saudit',
      '    version: 0.7.0',
      '    alternatives: [{name: k8saudit-eks, version: 0.4.0}]',
      '- list: shells',
      '  items: [sh, "null", 1]',
      '- macro: shell',
      '  condition: proc.name in (shells)',
      '---',
      '# nothing',
      '---',
      RULE,
      '-',
      '- rule: Shell',
      '  tags: [mitre]',
      '  priority: ERROR',
      '  override: {tags: append, priority: replace}',
    ].join('\n');
    expect(told(text)).toEqual([]);
    const { rules, macros, lists } = checkRules(text);
    expect(rules).toEqual([
      { name: 'Shell', line: 14, column: 9 },
      { name: 'Shell', line: 21, column: 9 },
    ]);
    expect(macros).toEqual([{ name: 'shell', line: 9, column: 10 }]);
    expect(lists).toEqual([{ name: 'shells', line: 7, column: 9 }]);
  });

  it('may write values in every way of YAML', () => {
    const text = [
      '- rule: "Shell"',
      '  condition: &shell >',
      '    proc.name = sh',
      '    and container',
      "  output: 'a shell'",
      '  ? desc',
      '  : !!str A shell.',
      '  priority: |-',
      '    NOTICE',
      '- {macro: m, condition: *shell}',
      '- {list: l, items: [a, b: c, ], append}',
    ].join('\n');
    expect(told(text)).toEqual(['error FALCO1006 11:24', 'error FALCO1006 11:39']);
  });

  it('begins with the mark of a byte order and ends its lines as Windows does', () => {
    expect(told(`\ufeff${RULE.replaceAll('\n', '\r\n')}`)).toEqual([]);
    expect(told(`\ufeff${RULE.replace('NOTICE', 'x').replaceAll('\n', '\r\n')}`)).toEqual(['error FALCO1007 5:13']);
  });

  it('that is no YAML is refused at the place, and what stands before in other documents is checked', () => {
    expect(told('- rule: A\n---\n- x: [1\n- y: z')).toEqual([
      'error FALCO1001 4:1',
      'error FALCO1005 1:3',
      ...Array(3).fill('error FALCO1005 1:3'),
    ]);
    expect(told('- a: b\n\tc: d')).toEqual(['error FALCO1001 2:1']);
    expect(told('- rule: \0')[0]).toMatch(/FALCO1001 1:9/);
  });

  it.each([
    ['a map', 'rules:\n- rule: A\n', 'error FALCO1002 1:1'],
    ['a text', 'hello', 'error FALCO1002 1:1'],
    ['a list of texts', '- hello', 'error FALCO1002 1:3'],
    ['a list of lists', '- - rule: A', 'error FALCO1002 1:3'],
    ['nothing', '', 'warning FALCO1015 1:1'],
    ['a comment', '# later\n', 'warning FALCO1015 1:1'],
  ])('that is %s is told', (_what, text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  it('tells of every mistake in one run', () => {
    const text = [
      '- rule: A',
      '  condtion: x',
      '  priority: Waring',
      '  output: ""',
      '  enabled: maybe',
      '  tags: mitre',
      '  capture_duration: 5s',
      '- lst: x',
      '- macro: no good',
      '  condition: {}',
      '- list: l',
    ].join('\n');
    expect(told(text).map((each) => each.replace(/^\w+ /, ''))).toEqual([
      'FALCO1004 2:3',
      'FALCO1007 3:13',
      'FALCO1006 4:11',
      'FALCO1006 5:12',
      'FALCO1006 6:9',
      'FALCO1006 7:21',
      'FALCO1005 1:3',
      'FALCO1005 1:3',
      'FALCO1003 8:3',
      'FALCO1006 10:14',
      'FALCO1013 9:10',
      'FALCO1005 11:3',
    ]);
    expect(hints(text)).toContain('did you mean "condition"?');
    expect(hints(text)).toContain('did you mean "list"?');
  });

  it('with a key that stands twice is taken with a warning: the first counts', () => {
    expect(told(`${RULE}  priority: nonsense\n`)).toEqual(['warning FALCO1014 6:3']);
  });

  it('with a list or a mapping for a key is told, and its other keys are checked', () => {
    expect(told(`${RULE}  [a, b]: c\n  prioritty: x\n`)).toEqual(['warning FALCO1004 6:3', 'warning FALCO1004 7:3']);
    expect(messages(`${RULE}  [a, b]: c\n`)).toEqual(['a key must be a text, not a list']);
  });

  it('that nests without end is refused, not followed', () => {
    expect(told('- '.repeat(5000))).toEqual(['error FALCO1001 1:401']);
    expect(told('- &a [*a]\n')).toContain('error FALCO1001 1:7');
  });

  it.each(['Notice', 'notice', 'informational', 'info'])('with the priority %s is taken with a warning', (name) => {
    expect(told(RULE.replace('NOTICE', name))).toEqual(['warning FALCO1008 5:13']);
  });

  it.each(['EMERGENCY', 'INFO', 'INFORMATIONAL', 'DEBUG'])('may have the priority %s', (name) => {
    expect(told(RULE.replace('NOTICE', name))).toEqual([]);
  });

  it.each(['yes', 'No', 'TRUE', 'off', '"true"'])('takes %s as true or false, as Falco does', (flag) => {
    expect(told(`${RULE}  enabled: ${flag}\n`)).toEqual([]);
  });

  it.each(['tRue', '1', 'null', '[]', ''])('does not take "%s" as true or false', (flag) => {
    expect(told(`${RULE}  enabled: ${flag}\n`)).toHaveLength(1);
  });
});

describe('an item that changes an earlier one', () => {
  it('needs no more than what it changes', () => {
    expect(told('- rule: A\n  condition: and x\n  override: {condition: append}\n')).toEqual([]);
    expect(told('- list: l\n  items: [a]\n  override: {items: append}\n')).toEqual([]);
    expect(told('- macro: m\n  condition: or x\n  override: {condition: replace}\n')).toEqual([]);
    expect(told('- rule: A\n  exceptions: [{name: e, values: [[a]]}]\n  override: {exceptions: append}\n')).toEqual([]);
  });

  it('by "append" or by "enabled" alone is deprecated', () => {
    expect(told('- rule: A\n  condition: and x\n  append: true\n')).toEqual(['warning FALCO1012 3:3']);
    expect(told('- rule: A\n  enabled: false\n')).toEqual(['warning FALCO1012 2:3']);
    expect(hints('- list: l\n  items: [a]\n  append: true\n')).toEqual(['write instead: override: { items: append }']);
    expect(told(`${RULE}  append: false\n`)).toEqual([]);
  });

  it.each([
    [
      'says what cannot be appended',
      'priority: ERROR',
      '{priority: append}',
      '"override" of "priority" must be "replace", not "append"',
    ],
    ['says what cannot be changed', 'source: x', '{source: replace}', '"source" cannot be changed by "override"'],
    [
      'speaks of a key that is not there',
      'desc: x',
      '{desc: append, output: append}',
      '"override" speaks of "output", which does not stand in the item',
    ],
    [
      'forgets a key',
      'desc: x\n  tags: [a]',
      '{desc: append}',
      '"tags" stands in the item, but "override" does not say what to do with it',
    ],
    [
      'knows a third way',
      'desc: x',
      '{desc: prepend}',
      '"override" of "desc" must be "append" or "replace", not "prepend"',
    ],
    [
      'has "append" besides',
      'desc: x\n  append: true',
      '{desc: append}',
      '"append" and "override" cannot stand in one item',
    ],
    ['is no map', 'desc: x', '[desc]', '"override" must be a mapping, not a sequence'],
  ])('is refused when it %s', (_what, body, override, message) => {
    const text = `- rule: A\n  ${body}\n  override: ${override}\n`;
    expect(messages(text)).toEqual([message]);
    expect(told(text)[0]).toMatch(/^error FALCO1009/);
  });
});

describe('exceptions', () => {
  const withExceptions = (...lines: readonly string[]): string =>
    `${RULE}  exceptions:\n${lines.map((line) => `    ${line}\n`).join('')}`;

  it('have one field and values, or fields and tuples', () => {
    const text = withExceptions(
      '- {name: a, fields: proc.name, values: [sh, bash]}',
      '- {name: b, fields: proc.name, comps: startswith oneof, values: []}',
      '- {name: c, fields: [proc.name, fd.name], values: [[sh, /etc], [sh, [/a, /b]]]}',
      '- {name: d, fields: [proc.name, fd.name], comps: [=, in]}',
    );
    expect(told(text)).toEqual([]);
    expect(told(`${RULE}  exceptions:\n`)).toEqual([]);
  });

  it.each([
    ['without a name', '- {fields: a}', 'error FALCO1005 7:8'],
    ['without fields', '- {name: a}', 'error FALCO1005 7:8'],
    ['with a mistyped key', '- {name: a, fields: b, value: []}', 'warning FALCO1004 7:28'],
    ['with an operator that is none', '- {name: a, fields: b, comps: strtswith}', 'error FALCO1010 7:35'],
    ['with a modifier that is none', '- {name: a, fields: b, comps: in someof}', 'error FALCO1010 7:35'],
    ['with fewer operators than fields', '- {name: a, fields: [b, c], comps: [in]}', 'error FALCO1010 7:40'],
    ['with one operator for several fields', '- {name: a, fields: [b, c], comps: in}', 'error FALCO1010 7:40'],
    ['with a tuple that is too short', '- {name: a, fields: [b, c], values: [[x]]}', 'error FALCO1010 7:42'],
    ['with a text in place of a tuple', '- {name: a, fields: [b, c], values: [x]}', 'error FALCO1010 7:42'],
    ['with a tuple for one field', '- {name: a, fields: b, values: [[x]]}', 'error FALCO1010 7:37'],
    ['with values that are no list', '- {name: a, fields: b, values: x}', 'error FALCO1006 7:36'],
    ['with fields that are a map', '- {name: a, fields: {b: c}}', 'error FALCO1006 7:25'],
    ['that is a text', '- a', 'error FALCO1010 7:7'],
  ])('are told: one %s', (_what, line, expected) => {
    expect(told(withExceptions(line))).toEqual([expected]);
  });

  it('of one name are told', () => {
    expect(told(withExceptions('- {name: a, fields: b}', '- {name: a, fields: c}'))).toEqual([
      'warning FALCO1010 8:14',
    ]);
  });
});

describe('what a file asks for', () => {
  it.each(['0.57', 'v0.57.0', '[]', '', '-1'])('is refused as a version of the engine when it is "%s"', (version) => {
    expect(told(`- required_engine_version: ${version}\n`)).toEqual([expect.stringContaining('error FALCO1011')]);
  });

  it.each([
    ['no list', 'k8saudit', 'error FALCO1006 1:29'],
    ['a list of texts', '[k8saudit]', 'error FALCO1006 1:30'],
    ['without a version', '[{name: a}]', 'error FALCO1005 1:31'],
    ['a version that is none', '[{name: a, version: 1}]', 'error FALCO1011 1:49'],
    ['a key that nobody knows', '[{name: a, version: 1.0.0, alternative: []}]', 'warning FALCO1004 1:56'],
    [
      'itself in its place',
      '[{name: a, version: 1.0.0, alternatives: [{name: a, version: 2.0.0}]}]',
      'error FALCO1011 1:78',
    ],
    ['alternatives that are no list', '[{name: a, version: 1.0.0, alternatives: b}]', 'error FALCO1006 1:70'],
  ])('of plugins is told: %s', (_what, plugins, expected) => {
    expect(told(`- required_plugin_versions: ${plugins}\n`)).toEqual([expected]);
  });
});

describe.skipIf(FALCO_RULES === undefined)(
  'the rules that the Falco project publishes (set FALCO_RULES to their folder)',
  () => {
    const folder = FALCO_RULES ?? '';
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
    const read = (name: string): ReturnType<typeof checkRules> =>
      checkRules(readFileSync(join(folder, name), 'utf8'), name);

    it('are there', () => expect(files.length).toBeGreaterThanOrEqual(10));

    it.each(files)('are accepted without a word: %s', (name) => {
      expect(read(name).diagnostics).toEqual([]);
    });

    // Counted once with another YAML reader.
    it.each([
      ['falco_rules.yaml', 25, 87, 49],
      ['falco-incubating_rules.yaml', 31, 82, 54],
      ['falco-sandbox_rules.yaml', 37, 183, 60],
      ['k8s_audit_rules.yaml', 48, 45, 18],
    ])('are all found: %s', (name, ...counts) => {
      const { rules, macros, lists } = read(name);
      expect([rules.length, macros.length, lists.length]).toEqual(counts);
    });
  },
);
