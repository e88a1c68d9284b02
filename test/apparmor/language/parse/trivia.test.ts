import { expect, test } from 'vitest';
import { profileOf, read } from './reading';

const TEXT = `# head

abi <abi/3.0>, # why
# var
@{X} = a
profile web { # open
  # one
  /a r, # behind a

  /c # inside
    r,
  audit { # block
    /b r,
    # end of block
  } # after block
  include <x> # behind include
  # last
}
# tail
`;

test('comments and empty lines stay with what they stand at', () => {
  const { policy } = read(TEXT, '4.1');
  expect(policy).toMatchObject({
    items: [
      { kind: 'abi', above: ['# head', ''], behind: '# why' },
      { kind: 'assignment', above: ['# var'] },
      { kind: 'profile', behind: '# open', below: ['# last'] },
    ],
    below: ['# tail'],
  });
  expect(profileOf(policy).rules).toMatchObject([
    { kind: 'file', above: ['# one'], behind: '# behind a' },
    { kind: 'file', above: ['', '# inside'] },
    { kind: 'block', behind: '# block', below: ['# end of block'] },
    { kind: 'include', above: ['# after block'], behind: '# behind include' },
  ]);
});

test('what stands at one profile does not come to another', () => {
  expect(profileOf(read('profile a { /x r, # c\n}\n').policy).above).toBeUndefined();
});
