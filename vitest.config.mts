import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that need a judge which is built or downloaded in a minute or two. */
const JUDGED = ['test/**/*.judge.test.ts'];
/** Tests that need a control plane, a kernel or another large thing. */
const REAL = ['test/real/**/*.test.ts'];
const MINUTE = 60_000;
/** Generated inputs are the same in every run. */
const setupFiles = ['test/seed.ts'];

export default defineConfig({
  test: {
    teardownTimeout: MINUTE,
    projects: [
      {
        test: {
          name: 'fast',
          setupFiles,
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...JUDGED, ...REAL],
        },
      },
      {
        test: {
          name: 'default',
          setupFiles,
          include: JUDGED,
          exclude: [...configDefaults.exclude, ...REAL],
          testTimeout: MINUTE,
          hookTimeout: MINUTE,
        },
      },
      {
        test: {
          name: 'real',
          setupFiles,
          include: REAL,
          globalSetup: 'test/real/cluster/shared.ts',
          testTimeout: 3 * MINUTE,
          hookTimeout: 3 * MINUTE,
        },
      },
    ],
  },
});
