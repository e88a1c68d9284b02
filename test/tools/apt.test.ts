import { describe, expect, it } from 'vitest';
import { namesIn, sourcesFor } from './apt';

const DEB822 = `# a comment
Types: deb deb-src
URIs: http://mirror.invalid/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://mirror.invalid/debian-security
Suites: bookworm-security
Components: main
`;
const OTHERS = `Types: deb
URIs: http://other.invalid/
Suites: nodistro
Components: main

Enabled: no
Types: deb
URIs: http://off.invalid/debian
Suites: bookworm
Components: main
`;
const LIST = `# deb http://comment.invalid/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.invalid/debian bookworm main contrib
deb http://mirror.invalid/debian bookworm-updates main
deb-src http://mirror.invalid/debian bookworm main
`;

describe('apt sources of another suite', () => {
  it('are the paragraphs of the own release, with mirror and keyring as they are', () => {
    const { sources } = sourcesFor(
      [
        ['debian.sources', DEB822],
        ['others.sources', OTHERS],
      ],
      'bookworm',
      'trixie',
    );
    expect(sources).toBe(`Types: deb
URIs: http://mirror.invalid/debian
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian.gpg
`);
  });

  it('are the lines of the own release', () => {
    expect(sourcesFor([['sources.list', LIST]], 'bookworm', 'trixie').list).toBe(
      'deb [arch=amd64 signed-by=/k.gpg] http://mirror.invalid/debian trixie main contrib\n',
    );
  });

  it('cannot be had where the system has none of its release', () => {
    expect(() => sourcesFor([['others.sources', OTHERS]], 'bookworm', 'trixie')).toThrow('no apt source of bookworm');
  });
});

describe('what a package needs', () => {
  const uris = [
    'Reading package lists...',
    "'http://mirror.invalid/pool/l/linux/linux-image-6.1.0-56-cloud-amd64_6.1.192-2_amd64.deb' linux-image-6.1.0-56-cloud-amd64_6.1.192-2_amd64.deb 41 SHA256:0",
    "'http://mirror.invalid/pool/k/kmod/kmod_30_amd64.deb' kmod_30_amd64.deb 41 SHA256:0",
  ].join('\n');

  it('comes along where a row wants it, whatever version its name has', () => {
    expect(namesIn(uris, '^linux-image-')).toEqual(['linux-image-6.1.0-56-cloud-amd64']);
    expect(namesIn(uris, '')).toHaveLength(2);
  });
});
