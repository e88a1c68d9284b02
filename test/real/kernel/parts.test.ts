import { describe, expect, it } from 'vitest';
import { parseAudit } from './audit';
import { archive } from './cpio';
import { Answers, jobText } from './job';
import { expectRefused } from './judge';

describe('an audit record', () => {
  it('is read with its fields, quoted or in hexadecimal', () => {
    const text =
      'type=1400 audit(1.2:3): apparmor="DENIED" operation="open" profile="web" name=2F6120666F6C646572 pid=7 comm="sh"';
    expect(parseAudit(text)).toEqual([
      {
        apparmor: 'DENIED',
        operation: 'open',
        profile: 'web',
        name: '/a folder',
        fields: expect.objectContaining({ pid: '7', comm: 'sh' }),
        text,
      },
    ]);
  });

  it('of others is left out', () => {
    expect(parseAudit('type=1327 audit(1.2:3): proctitle="sh"')).toEqual([]);
  });
});

describe('an archive', () => {
  it('has the folders above each file before it, and ends where another may follow', () => {
    const bytes = archive([{ path: 'a/b/c', content: 'text', mode: 0o600, owner: 7 }]);
    const names = [...bytes.toString('latin1').matchAll(/070701[0-9a-f]{104}([^\0]+)/g)].map(([, name]) => name);
    expect(names).toEqual(['a', 'a/b', 'a/b/c', 'TRAILER!!!']);
    expect(bytes.length % 4).toBe(0);
  });

  it('is the same for the same files', () => {
    const files = [
      { path: 'x', content: 'y' },
      { path: 'l', content: 'x', symlink: true },
    ];
    expect(archive(files)).toEqual(archive(files));
  });
});

describe('the job of a machine', () => {
  it('does not have two steps of one name', () => {
    const step = { name: 'load', run: ['true'] };
    expect(() => jobText({ modules: [], steps: [step, step] })).toThrow('"load"');
  });

  it('knows which step runs, and that it ended', () => {
    const answers = new Answers();
    answers.take('{"begins":"load"}');
    expect(answers.running).toBe('load');
    answers.take('{"name":"load","exit":0,"timedOut":false,"stdout":"","stderr":"","ms":1,"audit":[]}');
    expect([answers.running, answers.ended, answers.results.length]).toEqual([undefined, false, 1]);
    answers.take('{"ended":true}');
    expect(answers.ended).toBe(true);
  });
});

describe('a refusal', () => {
  const act = { name: 'a shell', act: ['exec', '/bin/sh'], call: 'execve', record: { operation: 'exec' } } as const;
  const records = parseAudit('type=1400 audit(1.2:3): apparmor="DENIED" operation="exec" profile="web" name="/bin/sh"');
  const refused = { name: act.name, errno: 13, call: 'execve' };

  it('counts when the meant call was refused for want of a right and recorded', () => {
    expect(() => expectRefused(refused, act, records)).not.toThrow();
  });

  it.each([
    ['nothing was recorded', refused, []],
    ['another call failed', { ...refused, call: 'open' }, records],
    ['something was missing', { ...refused, errno: 2 }, records],
    ['it succeeded', { name: act.name, errno: 0 }, records],
    ['the act did not run', undefined, records],
  ])('does not count when %s', (_, answer, left) => {
    expect(() => expectRefused(answer, act, left)).toThrow();
  });
});
