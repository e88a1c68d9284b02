import { describe, expect, it } from 'vitest';
import { PARSER_VERSIONS, type ParserVersion } from '../../../../lib/apparmor/language/versions';
import { checked, profileOf } from './ours';

interface Told {
  readonly text: string;
  readonly version?: ParserVersion;
  readonly code: string;
  /** The piece that is underlined. */
  readonly at: string;
  readonly hint?: string;
}

/** A rule for each code, with the word that is wrong and what to write. */
const RULES: readonly Told[] = [
  { text: 'capability sys_admn,', code: 'APPARMOR1092', at: 'sys_admn', hint: 'did you mean "sys_admin"?' },
  { text: 'capability CAP_KILL,', code: 'APPARMOR1092', at: 'CAP_KILL', hint: 'did you mean "kill"?' },
  { text: 'signal send set=(hup, trm),', code: 'APPARMOR1100', at: 'trm', hint: 'did you mean "term"?' },
  { text: 'signal set=SIGUSR1,', code: 'APPARMOR1100', at: 'SIGUSR1', hint: 'did you mean "usr1"?' },
  { text: 'signal set=tstp,', code: 'APPARMOR1100', at: 'tstp', hint: 'did you mean "stp"?' },
  { text: 'network inet6 tpc,', code: 'APPARMOR1093', at: 'tpc', hint: 'did you mean "tcp"?' },
  { text: 'network ient tcp,', code: 'APPARMOR1093', at: 'ient', hint: 'did you mean "inet"?' },
  { text: 'network inet6 icmp,', code: 'APPARMOR1093', at: 'icmp', hint: 'it is for inet' },
  { text: 'network inet port=80000,', version: '5.0', code: 'APPARMOR1097', at: '80000' },
  { text: 'network inet labl=x,', version: '5.0', code: 'APPARMOR1094', at: 'labl', hint: 'did you mean "label"?' },
  {
    text: 'network inet label=x,',
    version: '4.1',
    code: 'APPARMOR1094',
    at: 'label',
    hint: 'it is known to apparmor_parser 5.0',
  },
  { text: 'mount options=(ro, nosiud) /a,', code: 'APPARMOR1101', at: 'nosiud', hint: 'did you mean "nosuid"?' },
  { text: 'mount options=(ro, rw) /a,', version: '4.1', code: 'APPARMOR1101', at: 'rw', hint: 'write: options in (…)' },
  { text: 'mount fstpye=ext4 /a,', code: 'APPARMOR1094', at: 'fstpye', hint: 'did you mean "fstype"?' },
  {
    text: 'mount options=make-private fstype=ext4,',
    code: 'APPARMOR1102',
    at: 'mount options=make-private fstype=ext4,',
  },
  { text: 'set rlimit nofiles <= 10,', code: 'APPARMOR1103', at: 'nofiles', hint: 'did you mean "nofile"?' },
  { text: 'set rlimit data <= 10 kb,', code: 'APPARMOR1104', at: 'kb', hint: 'did you mean "KB"?' },
  { text: 'set rlimit data <= 10 constructor,', code: 'APPARMOR1104', at: 'constructor' },
  {
    text: 'signal set=constructor,',
    code: 'APPARMOR1100',
    at: 'constructor',
    hint: 'signals are written in lower case without SIG: term, kill, usr1, rtmin+0',
  },
  { text: 'dbus send bus=session pth=/a,', code: 'APPARMOR1094', at: 'pth', hint: 'did you mean "path"?' },
  { text: 'dbus (send, bnd),', code: 'APPARMOR1098', at: 'bnd', hint: 'did you mean "bind"?' },
  { text: 'unix adr=@x,', code: 'APPARMOR1094', at: 'adr', hint: 'did you mean "addr"?' },
  { text: 'unix type=straem,', code: 'APPARMOR1097', at: 'straem', hint: 'did you mean "stream"?' },
  { text: 'unix label=x,', code: 'APPARMOR1094', at: 'label', hint: 'write: peer=(label=…)' },
  { text: 'unix (send, bind) peer=(addr=@x),', code: 'APPARMOR1099', at: 'bind' },
  { text: 'ptrace peer in (a),', code: 'APPARMOR1095', at: 'peer', hint: 'write: peer=…' },
  { text: 'signal peer=a peer=b,', code: 'APPARMOR1096', at: 'peer' },
  { text: 'mqueue type=sysv /a,', version: '4.1', code: 'APPARMOR1105', at: '/a', hint: 'queues of sysv are numbers' },
  { text: 'owner capability chown,', code: 'APPARMOR1090', at: 'owner' },
  { text: 'priority=1001 /a r,', version: '4.1', code: 'APPARMOR1091', at: 'priority' },
  { text: '/a rwa,', code: 'APPARMOR1080', at: 'a' },
  { text: '/a rpxux,', code: 'APPARMOR1080', at: 'ux' },
  { text: '/a rx,', code: 'APPARMOR1082', at: 'rx' },
  { text: 'safe /a r,', code: 'APPARMOR1083', at: 'r' },
  { text: 'lr subset /a,', code: 'APPARMOR1084', at: 'lr' },
  { text: 'change_profile a -> b,', code: 'APPARMOR1086', at: 'a' },
  { text: '/a/{b,c r,', code: 'APPARMOR1087', at: '{' },
  { text: '/a/]b r,', code: 'APPARMOR1087', at: ']' },
  { text: '/@{FOO}/x r,', code: 'APPARMOR1061', at: '@{FOO}' },
  { text: '/a/@{} r,', code: 'APPARMOR1064', at: '@{}' },
];

const HEAD: readonly Told[] = [
  { text: 'profile &a {\n}\n', code: 'APPARMOR1070', at: '&a' },
  { text: 'profile :ns {\n}\n', code: 'APPARMOR1071', at: ':ns' },
  { text: 'profile a b {\n}\n', code: 'APPARMOR1072', at: 'b' },
  { text: 'profile a flags=(complian) {\n}\n', code: 'APPARMOR1013', at: 'complian', hint: 'did you mean "complain"?' },
  {
    text: 'profile a flags=(kill.signal=SIGTERM) {\n}\n',
    version: '4.1',
    code: 'APPARMOR1075',
    at: 'SIGTERM',
    hint: 'did you mean "term"?',
  },
  {
    text: 'profile a flags=(error=EPRM) {\n}\n',
    version: '4.1',
    code: 'APPARMOR1075',
    at: 'EPRM',
    hint: 'did you mean "EPERM"?',
  },
  {
    text: '@{HOME} = /home\nprofile a {\n  @{HMOE}/x r,\n}\n',
    code: 'APPARMOR1061',
    at: '@{HMOE}',
    hint: 'did you mean "HOME"?',
  },
  { text: '@{A} = x\n@{A} = y\nprofile a {\n}\n', code: 'APPARMOR1060', at: '@{A}', hint: 'write += to add values' },
  { text: '@{A} = @{B}\n@{B} = @{A}\nprofile a {\n  /@{A} r,\n}\n', code: 'APPARMOR1063', at: '@{A}' },
];

/** Each variable is the next one twice. */
const doubling = (count: number): string =>
  Array.from({ length: count }, (_, index) => `@{A${index}} = @{A${index + 1}}@{A${index + 1}}\n`).join('');

/** Each variable is the next one. */
const chain = (length: number): string =>
  Array.from({ length }, (_, index) => `@{A${index}} = @{A${index + 1}}\n`).join('');

const many = (count: number): string => Array.from({ length: count }, (_, index) => `b${index}`).join(' ');

describe.each(PARSER_VERSIONS)('a text that grows without end is refused by %s, not followed', (version) => {
  const web = 'profile web {\n  /@{A0} r,\n}\n';
  it.each([
    ['values that double', `${doubling(40)}@{A40} = x\n${web}`, 'APPARMOR1067'],
    ['variables that lead to variables', `${chain(3000)}@{A3000} = x\n${web}`, 'APPARMOR1067'],
    ['values that multiply', `@{B} = ${many(200)}\n@{A0} = @{B}@{B}@{B}\n${web}`, 'APPARMOR1067'],
    ['negations', `$A = true\nprofile web {\n  if ${'not '.repeat(20_000)}$A {\n  }\n}\n`, 'APPARMOR1043'],
  ])('%s', (_, text, code) => {
    const [error] = checked(text, version).errors;
    expect(error?.code).toBe(code);
  });
});

it('5.0 takes no thousands of conditions in a row', () => {
  const condition = (word: string): string =>
    `$A = true\nprofile web {\n  if $A${` ${word} $A`.repeat(20_000)} {\n  }\n}\n`;
  for (const word of ['and', 'or'])
    expect(checked(condition(word), '5.0').errors).toMatchObject([{ code: 'APPARMOR1043' }]);
});

/** What a diagnostic underlines. */
function underlined(
  text: string,
  {
    line = 0,
    column = 0,
    endLine,
    endColumn = 0,
  }: { line?: number; column?: number; endLine?: number; endColumn?: number },
): string {
  const lines = text.split('\n');
  return endLine === line ? (lines[line - 1] ?? '').slice(column - 1, endColumn - 1) : 'several lines';
}

describe.each([
  ...RULES.map((row) => ({ ...row, text: profileOf(row.text), rule: row.text })),
  ...HEAD.map((row) => ({ ...row, rule: row.text })),
])('$rule', ({ text, version = '3.0', code, at, hint }) => {
  it(`is ${code} at "${at}"`, () => {
    const [error, ...others] = checked(text, version).errors;
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code, ...(hint !== undefined && { hint }) });
    expect(underlined(text, error?.place ?? {})).toBe(at);
  });
});

it('names both places of exec modes that meet, and a path', () => {
  const [error] = checked('profile a {\n  /usr/bin/* ix,\n  /usr/**/x? px,\n}\n', '3.0').errors;
  expect(error).toMatchObject({
    code: 'APPARMOR1085',
    place: { line: 3, column: 3, endColumn: 13 },
    message: expect.stringMatching(/\(such as \/usr\/bin\/x.\) at line 2, column 3: \/usr\/bin\/\*$/),
  });
});

it('names the place of the first of two profiles', () => {
  const [error] = checked('profile a {\n}\nprofile a {\n}\n', '3.0').errors;
  expect(error).toMatchObject({
    code: 'APPARMOR1004',
    place: { line: 3, column: 9 },
    message: expect.stringContaining('line 1, column 9'),
  });
});

it('counts profiles to change to: twelve are enough', () => {
  const rules = (count: number): string =>
    Array.from({ length: count }, (_, index) => `/p${index} px -> t${index},`).join(' ');
  expect(checked(profileOf(rules(12)), '3.0').errors).toEqual([]);
  expect(checked(profileOf(rules(13)), '3.0').errors).toMatchObject([{ code: 'APPARMOR1076' }]);
});

it('says once what is wrong in a rule that several profiles include', () => {
  const included = { file: 'rules', text: 'capability foo,\n/a{b r,\n/@{X} r,\n' };
  const text = 'profile a {\n  include <rules>\n}\nprofile b {\n  include <rules>\n}\n';
  const { errors } = checked(text, '3.0', { read: () => [included] });
  expect(errors).toMatchObject([
    { code: 'APPARMOR1092', place: { file: 'rules', line: 1, column: 12 } },
    { code: 'APPARMOR1061', place: { file: 'rules', line: 3, column: 2 } },
    { code: 'APPARMOR1087', place: { file: 'rules', line: 2, column: 3 } },
  ]);
});
