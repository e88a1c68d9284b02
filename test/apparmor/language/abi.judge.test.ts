/** What an abi rule does to a profile, by the parser itself: the facts behind the warning. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { checkProfiles } from '../../../lib/apparmor/language/check-profiles';
import { packageFile, requireTool } from '../../tools/find';

const GLOBAL = 'include <tunables/global>\n';
const BASE = 'include <abstractions/base>';

/** Compiled for a kernel of today, as a parser does that nobody configured. */
function compile(context: TestContext, text: string): string {
  const parser = requireTool(context, 'apparmor_parser');
  const kernel = packageFile('apparmor', 'usr/share/apparmor-features/features');
  if (kernel === undefined) {
    return context.skip('usr/share/apparmor-features/features is not unpacked: it comes with the package apparmor');
  }
  const folder = mkdtempSync(join(tmpdir(), 'abi-'));
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'text');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(parser, ['--kernel-features', kernel, '-q', '-Q', '-K', '-S', file]);
  expect(status, stderr.toString()).toBe(0);
  return stdout.toString('latin1');
}

it.for([
  ['no abi rule', '', ''],
  ['an abi rule', 'abi <abi/3.0>,\n', ''],
  ['an abi rule after an include', `${GLOBAL}abi <abi/3.0>,\n`, BASE],
  ['an abi rule inside of the profile', '', 'abi <abi/3.0>,\n'],
  ['an abi rule in an abstraction', GLOBAL, BASE],
])('with %s the network is mediated if and only if there is no warning', ([_what, head, body], context) => {
  const text = (rule: string): string => `${head}profile web {\n  ${body}\n  file, network, ${rule}\n}\n`;
  const mediated = compile(context, text('deny network inet,')) !== compile(context, text(''));
  const { diagnostics } = checkProfiles(text(''));
  expect(diagnostics.map(({ code }) => code)).toEqual(mediated ? [] : ['APPARMOR1010']);
});
