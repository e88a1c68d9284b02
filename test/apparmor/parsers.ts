/**
 * The real parsers, one of each version that we judge by. Many texts are judged quickly: a shell for each core runs the
 * parser over files in a folder of their own.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParserVersion } from '../../lib/apparmor/language/versions';
import { startedBy } from '../tools/debian';
import { packageFile, TOOLS_FOLDER, tool, variable } from '../tools/find';
import { TOOLS } from '../tools/table';

export interface RealParser {
  readonly version: ParserVersion;
  /** Name of the program and of its row in the table of tools. */
  readonly program: string;
  readonly row: string;
  /** Row of the package and path in it that say what the kernel can do: never the kernel of the machine. */
  readonly features: readonly [row: string, path: string];
}

/**
 * With each parser the richest features of its own time, so that no rule is dropped unread for want of a kernel.
 * Debian's 2.13 brings a kernel without dbus and unix rules alone, so it gets what 3.0 brings.
 */
export const PARSERS: readonly RealParser[] = [
  {
    version: '2.13',
    program: 'apparmor_parser-2.13',
    row: 'apparmor-2.13',
    features: ['apparmor', 'etc/apparmor.d/abi/3.0'],
  },
  { version: '3.0', program: 'apparmor_parser', row: 'apparmor', features: ['apparmor', 'etc/apparmor.d/abi/3.0'] },
  {
    version: '4.1',
    program: 'apparmor_parser-4.1',
    row: 'apparmor-4.1',
    features: ['apparmor-4.1', 'etc/apparmor.d/abi/4.0'],
  },
  {
    version: '5.0',
    program: 'apparmor_parser-5.0',
    row: 'apparmor-5.0',
    features: ['apparmor-5.0', 'etc/apparmor.d/abi/5.0'],
  },
];

export interface Verdict {
  readonly accepted: boolean;
  /** What it wrote on standard error, without what it says of the machine. */
  readonly message: string;
  /** It died or ran out of time or memory: that is no verdict. */
  readonly crashed: boolean;
}

export interface JudgeOptions {
  /** Folders of includes that are asked before the package's own. */
  readonly include?: readonly string[];
  /** Working folder: `include "path"` is looked up there. Default: an empty one. */
  readonly folder?: string;
  /** Further arguments, such as `-D dfa-states`. */
  readonly arguments?: readonly string[];
}

export const parserOf = (version: ParserVersion): RealParser => {
  const found = PARSERS.find((each) => each.version === version);
  if (found === undefined) {
    throw new Error(`no parser of ${version} in the table`);
  }
  return found;
};

/** Folder that its `include <…>` looks in: the package's `etc/apparmor.d`. */
export function rootOf(version: ParserVersion): string {
  const root = packageFile(parserOf(version).row, 'etc/apparmor.d');
  if (root === undefined) {
    throw new Error(`no policy of the package of ${version}`);
  }
  return root;
}

function featuresOf({ features: [row, path], version }: RealParser): string {
  const file = packageFile(row, path);
  if (file === undefined) {
    throw new Error(`no features for ${version}: ${row} has no ${path}`);
  }
  return file;
}

/** Program and arguments without the wrapper of the tool, whose shell would take longer than the parser. */
export function commandOf(version: ParserVersion): readonly string[] {
  const parser = parserOf(version);
  const row = TOOLS[parser.row];
  const root = join(TOOLS_FOLDER, parser.row, 'root');
  const given = tool(parser.program);
  if (given === undefined || row?.kind !== 'debian') {
    throw new Error(`${parser.program} is not available`);
  }
  const path = row.binaries[parser.program] ?? '';
  const start =
    process.env[variable(parser.program)] || !existsSync(join(root, path))
      ? [given]
      : startedBy(row, path, root).map((word) => word.replaceAll('$root', root));
  return [...start, '--config-file=/dev/null', `--base=${rootOf(version)}`, '-QKT', '-M', featuresOf(parser)];
}

/** Runs the program over the files whose paths it reads; prints the exit code of each. Seconds of CPU and KiB bound. */
const WORKER = `ulimit -t 20; ulimit -v 2000000
while read -r file; do "$@" "$file" >"$file.out" 2>"$file.err"; echo "\${file##*/} $?"; done`;

function work(cwd: string, command: readonly string[], files: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', WORKER, 'sh', ...command], { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
    const out: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(out.join('')));
    child.stdin.end(`${files.join('\n')}\n`);
  });
}

/** What it says of the machine, in every version's words. */
const OF_THE_MACHINE =
  /^(Cache read\/write disabled|Warning from stdin .*config file|Warning: unable to find a suitable fs)/;

const messageOf = (text: string, folder: string): string =>
  text
    .replaceAll(`${folder}/`, '')
    .split('\n')
    .filter((line) => line !== '' && !OF_THE_MACHINE.test(line))
    .join('\n');

/** What the parser of a version says of each text, in their order, and what it printed. */
export async function outputs(
  version: ParserVersion,
  texts: readonly string[],
  options: JudgeOptions = {},
): Promise<readonly (Verdict & { readonly output: string })[]> {
  const folder = mkdtempSync(join(tmpdir(), 'judge-'));
  try {
    texts.forEach((text, index) => {
      writeFileSync(join(folder, `${index}`), text);
    });
    const command = [
      ...commandOf(version),
      ...(options.include ?? []).map((each) => `--Include=${each}`),
      ...(options.arguments ?? []),
    ];
    const workers = Math.min(availableParallelism(), Math.ceil(texts.length / 4));
    const codes = new Map<number, number>();
    const all = texts.map((_, index) => index);
    const printed = await Promise.all(
      Array.from({ length: workers }, (_, worker) =>
        work(
          options.folder ?? folder,
          command,
          all.filter((index) => index % workers === worker).map((index) => join(folder, `${index}`)),
        ),
      ),
    );
    for (const line of printed.join('').split('\n').filter(Boolean)) {
      const [index, code] = line.split(' ').map(Number);
      codes.set(index ?? -1, code ?? -1);
    }
    return all.map((index) => {
      const code = codes.get(index) ?? 255;
      const read = (ending: string): string => readFileSync(join(folder, `${index}.${ending}`), 'utf8');
      const message = messageOf(read('err'), folder);
      // 126 and 127: the shell could not start it; above 128: a signal ended it. 4.1 catches what its child died of.
      const crashed = code >= 126 || /Assertion `.*' failed/.test(message);
      return { accepted: code === 0, crashed, message, output: read('out') };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the parser of a version says of each text, in their order. */
export async function verdicts(
  version: ParserVersion,
  texts: readonly string[],
  options: JudgeOptions = {},
): Promise<readonly Verdict[]> {
  return outputs(version, texts, options);
}
