/** Pieces that profiles include: the ones of the loader's image, and the ones of the node. */
import { describe, expect, it } from 'vitest';
import { fakeNode, SHELLS } from './shells';

describe.each(SHELLS)('under %s', (shell) => {
  it('a profile may include what only the node has', (context) => {
    const node = fakeNode(context, shell);
    node.write('node/tunables/site', '@{SITE}=/srv\n');
    node.write('node/abstractions/site', 'abi <abi/3.0>,\n/opt/site/** r,\n');
    node.profile('x', 'include <tunables/site>\nprofile "app @{SITE}" { include <abstractions/site> }\n');
    const { code, said } = node.round();
    expect(code, said).toBe(0);
    expect(node.loaded).toEqual(['app /srv']);
  });

  it('of a piece that both have, the image wins: the node may speak a newer language', (context) => {
    const node = fakeNode(context, shell);
    node.write('node/abstractions/base', 'a rule of the future,\n');
    node.profile('x', 'include <tunables/global>\nprofile x { include <abstractions/base> }\n');
    const { code, said } = node.round();
    expect(code, said).toBe(0);
    expect(node.loaded).toEqual(['x']);
  });

  it('an abi that the image has is taken, another is refused', (context) => {
    const node = fakeNode(context, shell);
    node.profile('good', 'abi <abi/3.0>,\nprofile good { network, }\n');
    node.profile('bad', 'abi <abi/no-such-one>,\nprofile bad { network, }\n');
    const { code, said } = node.round();
    expect(code).toBe(1);
    expect(said).toMatch(/event=parse profile="" file="bad" .*abi/);
    expect(node.loaded).toEqual(['good']);
  });
});
