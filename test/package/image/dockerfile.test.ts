import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runConfigOf } from './dockerfile';

const OURS = readFileSync(join(__dirname, '../../../lib/apparmor/loader/Dockerfile'), 'utf8');

describe("what a Dockerfile's last stage says of how its image is run", () => {
  it('is read, and what other stages say is not', () => {
    const text = [
      'FROM debian AS packages',
      'ENV PATH=/elsewhere',
      '# a remark',
      'FROM scratch',
      'LABEL a="one word" \\',
      '  b=two',
      'ENV PATH=/bin HOME="/the root"',
      'USER 0:0',
      'ENTRYPOINT ["/run/it"]',
      'CMD ["now", "please"]',
    ].join('\n');
    expect(runConfigOf(text)).toEqual({
      User: '0:0',
      Env: ['PATH=/bin', 'HOME=/the root'],
      Entrypoint: ['/run/it'],
      Cmd: ['now', 'please'],
      Labels: { a: 'one word', b: 'two' },
    });
  });

  it.each(['RUN apt-get update', 'EXPOSE 80', 'USER 1000'])('is not guessed: "%s" more is an error', (line) => {
    expect(() => runConfigOf(`${OURS}${line}\n`)).toThrow(line);
  });

  it.each(['ENTRYPOINT /loader/loader', 'CMD run'])('"%s", which starts a shell, is an error', (line) => {
    expect(() => runConfigOf(`FROM scratch\n${line}\n`)).toThrow();
  });
});
