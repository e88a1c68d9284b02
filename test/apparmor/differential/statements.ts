/** What stands between the braces of a profile. */
import { EXPRESSIONS } from './expressions';
import { head } from './heads';
import { path, quoted } from './paths';
import { include } from './preamble';
import { rules } from './rules';
import { words } from './words';
import type { Production, Writer } from './writer';

/** What stands before a rule: nothing most of the time. */
function prefix(
  writer: Writer,
  block: boolean,
): { readonly text: string; readonly deny: boolean; readonly owner: boolean } {
  const { random } = writer;
  // Until 3.0 no block of rules takes it.
  const deny = writer.chance(block && (writer.version === '2.13' || writer.version === '3.0') ? 0.02 : 0.15);
  const owner = writer.chance(0.06);
  const parts = [
    writer.maybe(writer.version === '2.13' || writer.version === '3.0' || block ? 0.003 : 0.06, () => {
      writer.kinds.add('prefix.priority');
      return `priority=${writer.word('priority', ['1', '0', '-5', '+10', '1000', '-1000'], ['1001', '-1001', 'high', '', '1.5', '"1"', '0x1'])}`;
    }),
    writer.maybe(0.12, () => 'audit'),
    deny ? 'deny' : writer.maybe(0.08, () => (writer.chance(0.06) ? 'prompt' : 'allow')),
    owner ? random.pick(['owner', 'owner', 'owner', 'other']) : '',
  ].filter(Boolean);
  if (parts.length > 0) {
    writer.kinds.add('prefix');
  }
  if (writer.fault('prefix', 0.5)) {
    parts.push(random.pick(['audit', 'deny', 'allow', 'owner', 'Audit', 'noaudit', 'priority=1']));
  }
  return { text: writer.tokens(...(writer.fault('prefix.order', 0.5) ? random.shuffled(parts) : parts)), deny, owner };
}

function rule(writer: Writer): string {
  const before = prefix(writer, false);
  const all = rules(before.deny);
  // Only what is of files has an owner.
  const fits = before.owner && writer.chance(0.85) ? all.filter(({ name }) => name === 'file' || name === 'link') : all;
  const body = writer.one('rule', fits);
  const end = writer.fault('comma', 0.3) ? writer.random.pick(['', ';', ',,', ' ']) : writer.maybe(0.03, () => ' ');
  return `${writer.tokens(before.text, body)}${end === '' || end === ' ' ? `${end}${end === '' && writer.fault('comma.none', 0.2) ? '' : ','}` : end}${writer.maybe(0.06, () => ' # behind')}`;
}

function conditional(writer: Writer, depth: number): string {
  const keyword = writer.word('if', ['if'], ['IF', 'unless', 'elif']);
  const parts = [`${keyword} ${writer.one('expression', EXPRESSIONS)} {`, ...body(writer, depth + 1, 2), '}'];
  if (writer.chance(0.3)) {
    parts.push(
      `${writer.word('else', ['else'], ['Else', 'else if', 'elsif'])} ${writer.chance(0.3) ? conditional(writer, depth + 1) : ['{', ...body(writer, depth + 1, 2), '}'].join('\n')}`,
    );
  }
  return parts.join('\n');
}

function block(writer: Writer, depth: number): string {
  const before = prefix(writer, true);
  return [
    `${before.text} {`.trim(),
    ...Array.from({ length: writer.random.integer(0, 3) }, () => {
      // Under `deny` a rule with an exec mode is refused, so a part of them is made for it.
      return before.deny && writer.chance(0.7)
        ? '/denied/x rw,'
        : depth < 2 && writer.chance(0.1)
          ? block(writer, depth + 1)
          : rule(writer);
    }),
    '}',
  ].join('\n');
}

const INCLUDES = [
  ...words(
    '<gen/rules> <gen/rules> "gen/rules" <gen/folder> <"gen/rules"> gen/rules <gen/nested> <gen/empty> <gen/folder/>',
  ),
  '< gen/rules >',
];
const NO_INCLUDES = words(`
  <gen/none> "gen/none" <gen/rules gen/rules> <> "" <gen/broken> <gen/variables> /none <gen/loop> "gen/rules`);

const CHILDREN: readonly Production[] = [
  {
    name: 'profile',
    weight: 3,
    write: (writer) => `profile ${head(writer, writer.chance(0.8) ? childName(writer) : path(writer), true)}`,
  },
  { name: 'hat', weight: 2, write: (writer) => `hat ${head(writer, childName(writer), false)}` },
  { name: 'caret', weight: 2, write: (writer) => `^${head(writer, childName(writer), false)}` },
];

const childName = (writer: Writer): string =>
  writer.fault('child.name')
    ? writer.random.pick(['', 'a//b', '"a', 'dup', '@{one}', ':ns:x', '{a'])
    : quoted(writer, `child${writer.random.integer(0, 999)}`);

const child = (writer: Writer, depth: number): string =>
  `${writer.fault('child.bare', 0.3) ? head(writer, path(writer), true) : writer.one('child', CHILDREN)} {\n${body(writer, depth + 1, 2).join('\n')}\n}`;

const STATEMENTS = (depth: number): readonly Production[] => [
  { name: 'rule', weight: 20, write: rule },
  { name: 'include', weight: 1.2, write: (writer) => include(writer, INCLUDES, NO_INCLUDES) },
  ...(depth < 3
    ? [
        { name: 'block', weight: 1, write: (writer: Writer) => block(writer, depth) },
        { name: 'if', weight: 1, write: (writer: Writer) => conditional(writer, depth) },
        { name: 'child', weight: 0.9, write: (writer: Writer) => child(writer, depth) },
      ]
    : []),
  {
    name: 'comment',
    weight: 1,
    write: ({ random }) => random.pick(['# why', '#', '  # "quoted" {', '#includes', '# include <gen/none>']),
  },
  { name: 'abi', weight: 0.1, since: '3.0', write: () => 'abi <abi/3.0>,' },
  {
    name: 'abstraction',
    weight: 0.12,
    write: ({ random }) =>
      `include <abstractions/${random.pick(['consoles', 'ssl_certs', 'nis', 'ldapclient', 'smbpass', 'xad', 'user-mail', 'cups-client'])}>`,
  },
];

/** Some statements, a line each. */
export function body(writer: Writer, depth: number, atMost: number): readonly string[] {
  return Array.from({ length: writer.random.integer(0, atMost) }, () => writer.one('statement', STATEMENTS(depth)));
}
