import { describe, expect, it } from 'vitest';
import { steps } from '../../lib/cli/progress';
import { recorder } from './fake-io';

function run(tty: boolean): string {
  const result = recorder({ tty, env: { TERM: 'xterm' }, clock: [0, 1000, 12_400] });
  const line = steps('releases', result.io);
  line.says('comparing 5 releases');
  line.due(2);
  line.begins('shop/web');
  line.begins('shop/db');
  line.ends('shop/web');
  line.clear();
  return result.stderr;
}

describe('steps of long work', () => {
  it('are one line each in the log of a job, as they begin and as they end', () => {
    expect(run(false)).toBe('shop/web: begins\nshop/db: begins\nshop/web: done after 12 s\n');
  });

  it('are one line on a terminal, which goes at the end', () => {
    const lines = run(true).split('\r\u001b[2K');
    expect(lines).toEqual([
      '',
      'comparing 5 releases',
      '0 of 2 releases',
      '0 of 2 releases; at work: shop/web',
      '0 of 2 releases; at work: shop/web, shop/db',
      '1 of 2 releases; at work: shop/db',
      '',
    ]);
  });
});
