import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Guarded } from '../cluster/guarded';

const POLL_MS = 50;
/** Lines of the console in an error. */
const CONSOLE_LINES = 30;

export interface MachineOptions {
  /** Scratch folder; removed when the machine is stopped. */
  readonly folder: string;
  readonly qemu: string;
  readonly kernel: string;
  readonly initramfs: string;
  /** More words for the kernel's command line. */
  readonly append: string;
  readonly limitMs: number;
  /** Takes each whole line of the second serial port. */
  readonly line: (text: string) => void;
}

/** What a machine is: two processors in software, no devices but two serial ports, one for the kernel, one for results. */
const machineArguments = ({ folder, kernel, initramfs, append }: MachineOptions): readonly string[] => [
  // The hardware's acceleration is not on every machine, and where it is it may hang.
  // Without cmpxchg16b: QEMU 7.2 emulates it wrongly at times, and newer kernels, whose allocator uses it, panic in one boot of three.
  ...['-accel', 'tcg,thread=multi', '-cpu', 'max,cx16=off', '-m', '1536', '-smp', '2'],
  ...['-display', 'none', '-vga', 'none', '-monitor', 'none', '-net', 'none', '-no-reboot'],
  ...['-serial', `file:${join(folder, 'console')}`, '-serial', `file:${join(folder, 'results')}`],
  ...['-kernel', kernel, '-initrd', initramfs],
  ...['-append', `console=ttyS0 quiet panic=-1 random.trust_cpu=on audit_backlog_limit=65536 ${append}`.trim()],
];

/** Lines of a file that grows. */
class Tail {
  private at = 0;
  private rest = '';

  constructor(private readonly file: string) {}

  /** Whole lines since the last call. */
  lines(): readonly string[] {
    if (!existsSync(this.file)) {
      return [];
    }
    const handle = openSync(this.file, 'r');
    const buffer = Buffer.alloc(1 << 20);
    for (let count = 1; count > 0; ) {
      count = readSync(handle, buffer, 0, buffer.length, this.at);
      // One byte is one character here: lines are put together before they are decoded.
      this.rest += buffer.toString('latin1', 0, count);
      this.at += count;
    }
    closeSync(handle);
    const lines = this.rest.split('\n');
    this.rest = lines.pop() ?? '';
    return lines.map((line) => Buffer.from(line, 'latin1').toString().trimEnd());
  }
}

/** What the kernel wrote to its console. */
function consoleOf(folder: string): string {
  const file = join(folder, 'console');
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r', '') : '';
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-CONSOLE_LINES).join('\n');

/**
 * Runs a machine until it is powered off and gives back what its kernel wrote. Throws, with the end of that, when it
 * takes longer than the limit or QEMU fails. It is always killed.
 */
export async function runMachine(options: MachineOptions): Promise<string> {
  const { folder, limitMs, line } = options;
  const results = new Tail(join(folder, 'results'));
  const machine = new Guarded('qemu', folder, options.qemu, machineArguments(options));
  const fail = (what: string): never => {
    throw new Error(`${what}\n--- qemu\n${machine.tail()}\n--- console\n${lastLines(consoleOf(folder))}`);
  };
  const end = Date.now() + limitMs;
  try {
    while (machine.exitCode === null) {
      results.lines().forEach(line);
      if (Date.now() > end) {
        fail(`the machine was not powered off after ${limitMs / 1000} s`);
      }
      await sleep(POLL_MS);
    }
    results.lines().forEach(line);
    return machine.exitCode === 0 ? consoleOf(folder) : fail(`qemu ended with exit code ${machine.exitCode}`);
  } finally {
    await machine.stop();
  }
}
