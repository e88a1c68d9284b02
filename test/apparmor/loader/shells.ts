import { execFileSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { packageFile, requireTool } from '../../tools/find';
import { FakeNode, type Shell } from './fake-node';

/** The shells that the loader has to run under: the system's, and the one of its image. */
export const SHELLS = ['sh', 'busybox ash'] as const;

/** A shell by its name; skips the test where it is not to be had. */
export function shell(context: TestContext, name: (typeof SHELLS)[number]): Shell {
  if (name === 'sh') {
    return { command: ['sh'] };
  }
  // What is found may be a script around the program; applets are links to the program itself.
  const found = requireTool(context, 'busybox');
  const busybox = execFileSync(found, ['readlink', '/proc/self/exe'], { encoding: 'utf8' }).trim();
  return { command: [busybox, 'sh'], busybox };
}

/** A node for one test, with the real parser; it is removed when the test ends. */
export function fakeNode(context: TestContext, name: (typeof SHELLS)[number]): FakeNode {
  const parser = requireTool(context, 'apparmor_parser');
  const abi = packageFile('apparmor', 'etc/apparmor.d/abi/3.0');
  if (abi === undefined) {
    return context.skip('etc/apparmor.d/abi/3.0 is not unpacked: run `npx tsx test/tools/build.ts apparmor`');
  }
  const node = new FakeNode(shell(context, name), parser, abi);
  context.onTestFinished(() => node.close());
  return node;
}
