#!/usr/bin/env node
import { reasonOf } from './failure';
import { EXIT, type Output } from './io';
import { run } from './program';

const output = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => {
    stream.write(text);
  },
  isTTY: stream.isTTY === true,
});

// A reader that has seen enough (`| head`) closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`error: cannot write to standard output: ${reasonOf(error)}\n`);
  process.exit(EXIT.USAGE);
});
// Where nothing can be said the report and the exit code still count.
process.stderr.on('error', () => undefined);

process.exitCode = 0;
void run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  now: () => performance.now(),
  exit: (code) => {
    process.exitCode = Math.max(code, Number(process.exitCode));
  },
});
