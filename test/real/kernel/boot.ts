/** Boots a Linux kernel with AppArmor, runs programs in it and gives back what came of them. */
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { tool } from '../../tools/find';
import { Progress } from '../../tools/progress';
import { archive, type Entry } from './cpio';
import { Answers, jobText, type Step, type StepResult } from './job';
import { kernelFile, type Layer, layerFile, MODULES, nodeLayer } from './layers';
import { runMachine } from './machine';

/** Rows of test/tools/table.ts that a boot needs, for `describeWith`. */
export const KERNEL_TOOLS = [
  'qemu-system-x86_64',
  'kernel',
  'kernel-agent',
  'busybox',
  'apparmor_parser',
  'runc',
  'crun',
] as const;

export interface BootOptions {
  /** Shown while it runs. */
  readonly name: string;
  /** Inputs of this boot, over everything else. */
  readonly files?: readonly Entry[];
  /** Larger parts that stay the same from boot to boot, over the node's own files. */
  readonly layers?: readonly Layer[];
  readonly steps: readonly Step[];
  /** More words for the kernel's command line. */
  readonly append?: string;
  /** Milliseconds for all of it, packing excluded. Default: five minutes, for machines that have much else to do. */
  readonly limit?: number;
  /** Row of the kernel in test/tools/table.ts. Default: `kernel`. */
  readonly kernel?: string;
}

export interface Boot {
  readonly steps: readonly StepResult[];
  /** Result of a step. Throws when there is none of that name. */
  readonly step: (name: string) => StepResult;
  /** What the kernel wrote to its console. */
  readonly console: string;
}

const LIMIT_MS = 5 * 60_000;
/** What a test's hook must allow for a boot within the limit. */
export const BOOT_MS = LIMIT_MS + 60_000;

/** Puts archives one behind the other: the kernel unpacks them in this order. */
async function concatenate(parts: readonly string[], last: Buffer, target: string): Promise<void> {
  const [first = '', ...rest] = parts;
  copyFileSync(first, target);
  for (const part of rest) {
    await pipeline(createReadStream(part), createWriteStream(target, { flags: 'a' }));
  }
  await pipeline([last], createWriteStream(target, { flags: 'a' }));
}

/** For people: `KERNEL_RESULTS` names a folder in which every boot leaves what it gave back so far. */
function keep(name: string, results: readonly StepResult[]): void {
  const folder = process.env.KERNEL_RESULTS;
  if (folder) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(results, null, 2));
  }
}

/** How far the machine got. */
function whereIn({ results, running }: Answers): string {
  const last = results.at(-1);
  const before =
    last === undefined ? '' : `; before it "${last.name}" ended with ${last.exit}: ${last.stdout}${last.stderr}`;
  return `it was ${running === undefined ? 'between two steps' : `in step "${running}"`}${before}`;
}

/** Boots, runs all steps in order, powers off. Throws when the machine does not get to the end of its job in time. */
export async function bootKernel(options: BootOptions): Promise<Boot> {
  const { name, files = [], layers = [], steps, append = '', limit = LIMIT_MS, kernel = 'kernel' } = options;
  const parts = await Promise.all([nodeLayer(kernel), ...layers].map(layerFile));
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  const answers = new Answers();
  const progress = new Progress(`kernel ${name}`);
  try {
    const initramfs = join(folder, 'initramfs');
    await concatenate(
      parts,
      archive([...files, { path: 'job.json', content: jobText({ modules: MODULES, steps }) }]),
      initramfs,
    );
    const log = await progress
      .during(`booting for ${steps.length} steps`, () =>
        runMachine({
          folder,
          qemu: tool('qemu-system-x86_64') ?? '',
          kernel: kernelFile(kernel),
          initramfs,
          append,
          limitMs: limit,
          line: (text) => {
            answers.take(text);
            keep(name, answers.results);
          },
        }),
      )
      .catch((error: Error) => {
        throw new Error(`${error.message}\n--- ${whereIn(answers)}`);
      });
    if (!answers.ended) {
      throw new Error(`the machine stopped before its job was done:\n${log}\n--- ${whereIn(answers)}`);
    }
    return { steps: answers.results, console: log, step: (wanted) => stepOf(answers.results, wanted) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stepOf(results: readonly StepResult[], name: string): StepResult {
  const found = results.find((result) => result.name === name);
  if (found === undefined) {
    throw new Error(`no step is called "${name}"; there are ${results.map((result) => result.name).join(', ')}`);
  }
  return found;
}
