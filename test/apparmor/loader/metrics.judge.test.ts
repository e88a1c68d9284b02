import { describe, expect, it } from 'vitest';
import { readMetrics, type Sample } from './metrics-text';
import { fakeNode, SHELLS } from './shells';

describe.each(SHELLS)('under %s, the metrics', (shell) => {
  it('tell what became of every profile, and what is wrong', (context) => {
    const node = fakeNode(context, shell);
    node.profile('web', 'profile web { }\n');
    node.profile('db', 'profile db { }\n');
    node.profile('old', 'profile old { }\n');
    node.round();
    node.profile('web', 'profile web {\n');
    node.profile('twice1', 'profile twice { }\n');
    node.profile('twice2', 'profile twice { }\n');
    node.remove('old');
    node.round();
    const samples = readMetrics(Buffer.from(node.read('run/www/metrics/index.prom')));
    const of = (name: string): readonly Pick<Sample, 'labels' | 'value'>[] =>
      samples
        .filter((sample) => sample.name === `apparmor_loader_${name}`)
        .map(({ labels, value }) => ({ labels, value }));
    const byProfile = (name: string): Record<string, number> =>
      Object.fromEntries(of(name).map(({ labels, value }) => [labels.profile ?? '', value]));
    expect(of('build_info')).toEqual([
      { labels: { version: expect.stringMatching(/^\d/), parser: expect.stringMatching(/^\d/) }, value: 1 },
    ]);
    expect(of('supported')).toEqual([{ labels: {}, value: 1 }]);
    expect(of('ready')).toEqual([{ labels: {}, value: 0 }]);
    expect(byProfile('profile_loaded')).toEqual({ web: 1, db: 1, old: 1, twice: 0 });
    expect(byProfile('profile_current')).toEqual({ web: 0, db: 1, old: 0, twice: 0 });
    expect(of('profile_error')).toEqual(
      expect.arrayContaining([
        { labels: { file: 'web', profile: '', reason: 'parse' }, value: 1 },
        { labels: { file: 'twice1', profile: 'twice', reason: 'duplicate' }, value: 1 },
        { labels: { file: 'twice2', profile: 'twice', reason: 'duplicate' }, value: 1 },
      ]),
    );
    expect(of('loads_total')).toEqual([{ labels: {}, value: 3 }]);
    expect(of('parser_seconds_count')).toEqual([{ labels: {}, value: 5 }]);
    for (const name of ['last_success_timestamp_seconds', 'last_poll_timestamp_seconds']) {
      expect(of(name)[0]?.value, name).toBeGreaterThan(Date.now() / 1000 - 120);
    }
  });
});
