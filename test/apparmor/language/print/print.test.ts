import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyFile } from '../../../../lib/apparmor/language/model/policy';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import { printPolicy, printRule } from '../../../../lib/apparmor/language/print/print-policy';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';
import { policy } from './arbitrary-policy';

function parse(text: string): PolicyFile {
  const problems: Diagnostic[] = [];
  const file = parsePolicy({ text }, { version: '5.0', report: (problem) => problems.push(problem) });
  expect(problems, text).toEqual([]);
  return file;
}

const printed = (text: string): string => printPolicy(parse(text));

/** A tree without what says where it stands: words as they are printed, comments as far as they are kept. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== 'object' || node === null) return node;
  if ('raw' in node) return String(node.raw).replace(/^"(\/[\w/.*]*)"$/, '$1');
  const kept = Object.entries(node).filter(
    ([key, value]) =>
      value !== undefined && value !== false && !['span', 'source', 'files', 'above', 'behind', 'below'].includes(key),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, bare(value)]));
}

const commentsOf = (text: string): number => text.split('#').length;

describe('a printed policy', () => {
  it('is read as the same policy, and printed as the same text', () => {
    fc.assert(
      fc.property(policy, (file) => {
        const text = printPolicy(file);
        const again = parse(text);
        expect(bare(again), text).toEqual(bare(file));
        expect(printPolicy(again)).toBe(text);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('has two blanks a level, one rule a line, and keeps comments and single empty lines', () => {
    expect(
      printed(`

# head
abi   <abi/3.0>,


@{X}=/a   "/b"  # two
profile  web   /usr/bin/web   flags=( complain,audit ) { # open
# first

/etc/**    r  , # why
   audit   deny
   owner "/srv/my files/*" w,



  deny { capability chown,
    # last
    }
  if defined @{X} { /x r, } else if $y { file, }
  else { network, }
  hat guest { }
  # below
}
# tail
`),
    ).toBe(`# head
abi <abi/3.0>,

@{X} = /a /b # two
profile web /usr/bin/web flags=(complain, audit) { # open
  # first

  /etc/** r, # why
  audit deny owner "/srv/my files/*" w,

  deny {
    capability chown,
    # last
  }
  if defined @{X} {
    /x r,
  } else if $y {
    file,
  } else {
    network,
  }
  hat guest {
  }
  # below
}
# tail
`);
  });

  it('breaks long conditions and lists where they can be read', () => {
    const [rule] = parse(
      'profile a {\ndbus send bus=session path=/org/freedesktop/DBus interface=org.freedesktop.DBus member=Hello peer=(name=org.freedesktop.DBus),\n}\n',
    ).items;
    expect(rule?.kind === 'profile' && rule.rules[0] && printRule(rule.rules[0], 1)).toBe(`  dbus send
    bus=session
    path=/org/freedesktop/DBus
    interface=org.freedesktop.DBus
    member=Hello
    peer=(name=org.freedesktop.DBus),`);
    const values = Array.from({ length: 12 }, (_, index) => `/srv/volume-${index}/data`);
    expect(
      printed(`@{X}=${values.join(' ')}\n`)
        .split('\n')
        .every((line) => line.length <= 102),
    ).toBe(true);
  });

  it('loses no quotes that are needed, and has none that are not', () => {
    const rules = ['"/a" r', '"/a b" r', '"/a,b" r', '"/a#b" r', '"/a\\"b" r', '"/a=b" r', '/a\\ b r', '"@{X}" r'];
    expect(printed(`@{X}=/a\nprofile a {\n${rules.join(',\n')},\n}\n`)).toBe(
      `@{X} = /a\nprofile a {\n  /a r,\n${rules
        .slice(1)
        .map((rule) => `  ${rule},\n`)
        .join('')}}\n`,
    );
  });

  it('keeps a comma and a backslash before it apart', () => {
    const text = 'profile a {\n  change_profile -> web\\\n,\n}\n';
    expect(printed(text)).toBe(text);
  });

  it('keeps comments that stand within rules', () => {
    const text = 'profile a # one\n{ # two\n  audit # three\n    deny /a r, # four\n} # five\n';
    expect(commentsOf(printed(text))).toBe(commentsOf(text));
    expect(printed(printed(text))).toBe(printed(text));
  });
});
