import { describe, expect, it } from 'vitest';
import { writeReport } from '../../lib/cli/cluster-options';
import { call, recorder } from './fake-io';
import { folderWith } from './folder';

describe('commands for a project and its cluster', () => {
  it.each(['diff', 'apply', 'coverage'])(
    '%s says that the folder is not there, and blames no program',
    async (name) => {
      const { stdout, stderr, exitCode } = await call([name, 'gone'], { cwd: folderWith({}) });
      expect(stderr).toContain('error: there is no folder "gone" [PROJECT1010]');
      expect([stdout, exitCode]).toEqual(['', 2]);
    },
  );

  it('say in a sentence that a report cannot be written', () => {
    const { io } = recorder({ cwd: folderWith({}) });
    expect(() => writeReport('--output', 'gone/diff.txt', 'text', io)).toThrow(
      '--output gone/diff.txt cannot be written: no such file or directory',
    );
  });
});
