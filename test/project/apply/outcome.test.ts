import { expect, it } from 'vitest';
import { outcomeOf } from '../../../lib/project/apply/apply';
import type { StoredRelease } from '../../../lib/project/diff/stored';

const web = { name: 'web', namespace: 'shop' };
const stored = (revision: number, status = 'deployed'): StoredRelease => ({
  ...web,
  revision,
  status,
  chart: 'web-0.1.0',
  updated: '2026-01-01 00:00:00',
});

it.each([
  ['was upgraded', stored(4), 'upgraded'],
  ['failed', stored(4, 'failed'), 'failed'],
  ['failed, and Helm has rolled back', stored(5), 'failed'],
  ['was not reached', stored(3), 'not reached'],
])('apply tells of a release that %s', (_what, now, action) => {
  const release = { ...web, chart: '../../charts/web', version: '', installed: true };
  const plan = { release, stored: stored(3), changes: [], notes: [], objects: [], isContested: false };
  expect(outcomeOf({ ...plan, action: 'upgrade' }, [now]).action).toBe(action);
});
