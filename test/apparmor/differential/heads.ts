import { conditions } from './conditions';
import { path } from './paths';
import { FLAGS, NO_FLAGS } from './words';
import type { Production, Writer } from './writer';

function flags(writer: Writer): string {
  const known = Object.entries(FLAGS).map(([flag, since]): Production => ({ name: flag, since, write: () => flag }));
  const chosen = [writer.one('flag', known), ...(writer.chance(0.3) ? [writer.one('flag', known)] : [])].map((flag) =>
    writer.fault('flag') ? writer.random.pick(NO_FLAGS) : flag,
  );
  const list = `(${chosen.join(writer.random.pick([' ', ', ', ',']))})`;
  return writer.fault('flags')
    ? writer.random.pick([
        `flags=${chosen.join(' ')}`,
        `flag=${list}`,
        'flags=()',
        `flags=${list} flags=${list}`,
        `flags${list}`,
        `(${list})`,
        'flags=(',
      ])
    : writer.random.pick([`flags=${list}`, `flags=${list}`, `flags = ${list}`, list]);
}

const XATTRS = [
  {
    name: 'user.tag',
    value: ({ random }: Writer) => random.pick(['a', '"a b"', '*', '{a,b}', '[a-c]*', '@{one}', '/x']),
  },
  { name: 'security.apparmor', value: ({ random }: Writer) => random.pick(['web', '*']) },
];

/** From the name to before the brace. */
export function head(writer: Writer, name: string, attachable: boolean): string {
  const xattrs = (attachable ? writer.chance(0.04) : writer.fault('hat.xattrs'))
    ? `xattrs=(${conditions(writer, XATTRS, 0.6).join(' ')})`
    : '';
  if (xattrs !== '') {
    writer.kinds.add('xattrs');
  }
  const identities = writer.maybe(writer.version === '5.0' ? 0.02 : 0.001, () => {
    writer.kinds.add('identities');
    return `+identities=(${writer.random.pick(['a', 'a b', '/a', '"/a b"', ''])})`;
  });
  const parts = [
    name,
    attachable ? writer.maybe(0.2, () => path(writer)) : '',
    xattrs,
    identities,
    writer.maybe(0.2, () => flags(writer)),
  ];
  return writer.tokens(...(writer.fault('head.order', 0.3) ? writer.random.shuffled(parts) : parts));
}
