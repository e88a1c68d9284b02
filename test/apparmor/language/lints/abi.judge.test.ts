/** What an abi knows nothing of is left out of the policy, for a kernel that knows it too: the facts behind APPARMOR1124. */
import { spawnSync } from 'node:child_process';
import { expect, it, type TestContext } from 'vitest';
import { expandPolicy } from '../../../../lib/apparmor/language/expand/expand-policy';
import { lintPolicy } from '../../../../lib/apparmor/language/lints/lint-policy';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';
import { packageFile, requireTool } from '../../../tools/find';

const text = (abi: string, rule: string): string => `abi <abi/${abi}>,\nprofile a {\n  all,\n  unix,\n  ${rule}\n}\n`;

/** Compiled by 5.0 for a kernel with all features that it knows. */
function compile(context: TestContext, policy: string): string {
  const parser = requireTool(context, 'apparmor_parser-5.0');
  const kernel = packageFile('apparmor-5.0', 'etc/apparmor.d/abi/5.0');
  if (kernel === undefined) return context.skip('the package of apparmor 5.0 is not unpacked');
  const { status, stdout, stderr } = spawnSync(parser, ['--kernel-features', kernel, '-q', '-Q', '-K', '-T', '-S'], {
    input: policy,
  });
  expect(status, stderr.toString()).toBe(0);
  return stdout.toString('latin1');
}

function codes(policy: string): readonly string[] {
  const found: Diagnostic[] = [];
  const file = parsePolicy({ text: policy }, { version: '5.0', report: () => {} });
  lintPolicy(
    file,
    expandPolicy(file, '5.0', () => {}),
    (each) => found.push(each),
  );
  return found.map(({ code }) => code);
}

/** Rule, and what is left of it where the abi does not know what it is about. */
const RULES = [
  ['audit deny userns,', ''],
  ['audit deny mqueue,', ''],
  ['audit deny io_uring,', ''],
  ['audit deny network inet tcp port=80,', 'audit deny network inet tcp,'],
] as const;

it.for(['3.0', '4.0', '4.0-ip', '5.0'].flatMap((abi) => RULES.map(([rule, rest]) => [abi, rule, rest] as const)))(
  'under abi %s there is a warning if and only if "%s" is read as "%s"',
  ([abi, rule, rest], context) => {
    const counts = compile(context, text(abi, rule)) !== compile(context, text(abi, rest));
    expect(codes(text(abi, rule)).includes('APPARMOR1124')).toBe(!counts);
  },
);
