/** The root file system of the loader's image, put together from Debian packages. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { missing, packageFile, requireTool } from '../../tools/find';

const LOADER = join(__dirname, '../../../lib/apparmor/loader');

/** Puts the image together in a folder that is removed when the test ends. */
function assemble(context: TestContext): string {
  requireTool(context, 'loader-image-busybox');
  const packages = packageFile('loader-image', 'bin/busybox')?.replace(/\/bin\/busybox$/, '');
  if (!packages) {
    return context.skip(missing('loader-image'));
  }
  const folder = mkdtempSync(join(tmpdir(), 'loader-image-'));
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'root');
  execFileSync('sh', [join(LOADER, 'image/assemble.sh'), packages, root], { stdio: 'pipe' });
  return root;
}

it('holds the loader, its programs and their licences, and little else', (context) => {
  const root = assemble(context);
  const scripts = readdirSync(LOADER).filter((file) => /^loader$|\.(sh|awk|conf)$/.test(file));
  expect(readdirSync(join(root, 'loader'))).toEqual(scripts.sort());
  expect(readdirSync(join(root, 'usr/share/doc')).sort()).toEqual(['apparmor', 'busybox-static', 'libc6']);
  expect(Number(execFileSync('du', ['-sk', root], { encoding: 'utf8' }).split('\t')[0])).toBeLessThan(10_000);
});

it('has every program that the loader calls', (context) => {
  const root = assemble(context);
  const text = readdirSync(LOADER)
    .filter((file) => file.endsWith('.sh'))
    .map((file) => readFileSync(join(LOADER, file), 'utf8'))
    .join('\n');
  const called = [
    'awk',
    'cat',
    'cp',
    'cut',
    'date',
    'grep',
    'httpd',
    'mkdir',
    'mv',
    'readlink',
    'rm',
    'sed',
    'sha256sum',
    'sleep',
    'sort',
    'timeout',
    'touch',
    'tr',
    'wc',
  ];
  expect(called.filter((program) => !new RegExp(`\\b${program}\\b`).test(text) && program !== 'readlink')).toEqual([]);
  expect(called.filter((program) => !existsSync(join(root, 'bin', program)))).toEqual([]);
});

it.for([
  ['no abi', ''],
  ['the abi that we tell everybody to write', 'abi <abi/3.0>,\n'],
])('mediates the network of profiles that name %s', ([_what, head], context) => {
  const root = assemble(context);
  const features =
    /^policy-features=(.*)$/m.exec(readFileSync(join(root, 'etc/apparmor/parser.conf'), 'utf8'))?.[1] ?? '';
  const library = join(root, 'lib', readdirSync(join(root, 'lib')).find((name) => name.endsWith('-linux-gnu')) ?? '');
  const interpreter = join(library, readdirSync(library).find((name) => name.startsWith('ld-linux')) ?? '');
  const policyOf = (text: string): string => {
    const file = join(root, 'tmp/profile');
    writeFileSync(file, text);
    const program = [interpreter, '--library-path', library, join(root, 'sbin/apparmor_parser')] as const;
    const options = ['--config-file', '/dev/null', '--base', join(root, 'etc/apparmor.d'), '-q', '-Q', '-K', '-S'];
    const kernel = ['--kernel-features', join(root, features), '--policy-features', join(root, features)];
    const { status, stdout, stderr } = spawnSync(program[0], [...program.slice(1), ...options, ...kernel, file]);
    expect(status, stderr.toString()).toBe(0);
    return stdout.toString('latin1');
  };
  expect(policyOf(`${head}profile a { file, network, deny network inet, }\n`)).not.toBe(
    policyOf(`${head}profile a { file, network, }\n`),
  );
});
