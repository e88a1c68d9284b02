import { describe, expect, it } from 'vitest';
import { formatReport } from '../../../lib/project/diff/print';
import type { Change, ReleaseReport } from '../../../lib/project/diff/report';

const object = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web' };

const report = (changes: readonly Change[], more: Partial<ReleaseReport> = {}) => ({
  releases: [{ release: 'web', namespace: 'shop', state: 'different' as const, changes, notes: [], ...more }],
  notes: [],
  unread: [],
});

describe('a report for people', () => {
  it('reads from the cluster to the project, or from what was installed to the cluster', () => {
    const change: Change = {
      what: 'changed',
      object,
      path: 'data.a',
      wanted: 'new',
      live: 'old',
      managers: ['kubectl-edit'],
    };
    expect(formatReport(report([change]), 'project')).toBe(
      'shop/web: differs\n  ~ ConfigMap shop/web\n      ~ data.a: "old" → "new"\n',
    );
    expect(formatReport(report([change]), 'drift')).toBe(
      'shop/web: differs\n  ~ ConfigMap shop/web\n      ~ data.a: "new" → "old" (by kubectl-edit)\n',
    );
  });

  it('shows of a long text the lines that change', () => {
    const change: Change = {
      what: 'changed',
      object,
      path: 'data.profile',
      live: 'profile web {\n  /a r,\n  /b r,\n}\n',
      wanted: 'profile web {\n  /a r,\n  /c r,\n  /d r,\n}\n',
    };
    expect(formatReport(report([change]), 'project')).toContain(
      '~ data.profile: text\n          @ line 3\n          -   /b r,\n          +   /c r,\n          +   /d r,\n',
    );
  });

  it('tells objects as a whole, and cuts long values', () => {
    const text = formatReport(
      report([
        { what: 'missing', object },
        { what: 'removed', object, path: 'data.a', live: 'x'.repeat(500) },
      ]),
      'project',
    );
    expect(text).toContain('+ ConfigMap shop/web: new\n');
    expect(text).toContain('- data.a: "xxx');
    expect(text).toContain('… (502 characters)');
  });

  it('lets no control character of a cluster reach the terminal', () => {
    const change: Change = { what: 'changed', object, path: 'data.a', wanted: 'a\nb\u001b[2J', live: 'a\nc' };
    expect(formatReport(report([change], { notes: ['\u001b[2J'] }), 'project')).not.toContain('\u001b');
  });
});
