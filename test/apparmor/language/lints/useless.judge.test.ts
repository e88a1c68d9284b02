/** A rule that is called useless is: without it the parser compiles the same policy. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IncludeFiles } from '../../../../lib/apparmor/include-files';
import { expandPolicy } from '../../../../lib/apparmor/language/expand/expand-policy';
import { lintPolicy } from '../../../../lib/apparmor/language/lints/lint-policy';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';
import { packageFile, requireTool } from '../../../tools/find';
import { compile, PARSERS, type ParserName } from '../../compiled';

/** The text without its useless rules, and how many these were. */
function tidied(text: string, version: ParserName, root: string): { readonly text: string; readonly rules: number } {
  const found: Diagnostic[] = [];
  const file = parsePolicy({ text }, { version, includes: new IncludeFiles([root]), report: () => {} });
  lintPolicy(
    file,
    expandPolicy(file, version, () => {}),
    (each) => found.push(each),
  );
  const lines = text.split('\n');
  const useless = found.filter(({ code }) => code === 'APPARMOR1110' || code === 'APPARMOR1111');
  for (const { place } of useless) {
    const { line = 1, column = 1, endLine, endColumn = 1 } = place ?? {};
    expect(endLine).toBe(line);
    const before = lines[line - 1] ?? '';
    lines[line - 1] = before.slice(0, column - 1) + before.slice(endColumn - 1);
  }
  return { text: lines.join('\n'), rules: useless.length };
}

const SMALL: readonly (readonly [what: string, rules: string])[] = [
  ['a part of another', '/etc/** r,\n/etc/hosts r,'],
  ['fewer permissions', '/etc/** rw,\n/etc/*.conf r,'],
  ['the same mode of execution', '/usr/bin/* ix,\n/usr/bin/env ix,'],
  ['an owner among all', '/srv/** rw,\nowner /srv/a rw,'],
  ['a denial among denials', '/{etc,srv}/** r,\ndeny /etc/** r,\ndeny /etc/shadow r,'],
  ['a denied permission', '/etc/hosts w,\ndeny /etc/** w,'],
  ['alternatives', '/{usr/,}lib/** mr,\n/usr/lib/*.so mr,'],
  ['a class', '/dev/tty[0-9] rw,\n/dev/tty1 r,'],
  ['capabilities', 'capability chown kill,\ncapability kill,'],
  ['a denied capability', 'capability kill,\ndeny capability kill,'],
];

describe.each(['3.0', '5.0'] as const)('for apparmor_parser %s a rule is useless that is', (version) => {
  it.for(SMALL)('%s', ([, rules], context) => {
    const parser = requireTool(context, PARSERS[version].program);
    const text = `profile a /bin/a {\n/always r,\n${rules}\n}\n`;
    const without = tidied(text, version, '');
    expect(without.rules).toBe(1);
    expect(compile(version, parser, without.text).policy).toBe(compile(version, parser, text).policy);
  });
});

it('profiles of Debian mean the same without their useless rules', (context) => {
  const parser = requireTool(context, PARSERS['3.0'].program);
  const root = packageFile('apparmor', 'etc/apparmor.d');
  const folder = packageFile('apparmor', 'usr/share/apparmor/extra-profiles');
  if (root === undefined || folder === undefined) return context.skip('apparmor-profiles is not unpacked');
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  let rules = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const without = tidied(text, '3.0', root);
    if (without.rules === 0) continue;
    rules += without.rules;
    const [before, after] = [compile('3.0', parser, text), compile('3.0', parser, without.text)];
    expect(before.policy, file + before.said).toBeDefined();
    expect(after.policy === before.policy, `${file}\n${after.said}`).toBe(true);
  }
  expect(rules).toBeGreaterThan(50);
}, 180_000);
