/** Whatever a path holds, a typed rule about it is that rule and no other. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileRule } from '../../../lib/apparmor';
import { printPolicy } from '../../../lib/apparmor/language/print/print-policy';
import { policyOf } from '../../../lib/apparmor/profile-spec';
import { requireTool } from '../../tools/find';
import { compile, PARSERS, type ParserName } from '../compiled';

/** What has a meaning somewhere in the language, and what has none. */
const piece = fc.oneof(
  fc.constantFrom(...'"\'\\,{}[]()*?^@$#!=:&+<>|~%- \t\r\n/;'),
  fc.constantFrom(
    ' r,\n',
    '/etc/shadow',
    '" r,\n"',
    '\\"',
    '\\,',
    '->',
    'deny ',
    '@{HOME}',
    '${x}',
    '#include <x>',
    '\\040',
    '\\x41',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
    .filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text)),
);
const name = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);

/** Another way to write a name: each byte by its number. */
const byNumbers = (path: string): string =>
  `/${[...Buffer.from(path.slice(1), 'utf8')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}`;

it.for(Object.keys(PARSERS) as ParserName[])('a name means itself to apparmor_parser %s', (version, context) => {
  const parser = requireTool(context, PARSERS[version].program);
  fc.assert(
    fc.property(fc.array(name, { minLength: 20, maxLength: 20 }), (paths) => {
      const rules = paths.map((path) => FileRule.read(FileRule.literal(path)));
      const byHand = `abi <abi/3.0>,\nprofile web {\n${paths.map((path) => `  ${byNumbers(path)} r,\n`).join('')}}\n`;
      const expected = compile(version, parser, byHand);
      const built = printPolicy(policyOf({ name: 'web', rules }));
      const { policy, said } = compile(version, parser, built);
      expect(policy, `${built}${said}`).toBeDefined();
      expect(policy === expected.policy, built + byHand).toBe(true);
    }),
    { numRuns: 15 },
  );
});
