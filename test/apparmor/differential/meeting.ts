import { words } from './words';
import type { Writer } from './writer';

const MEETING = words(`
  /bin/a /bin/* /bin/** /bin/[ab] /bin/{a,b} /bin/?* /bin/[^b] /** /bin/a* /bin/aa /bin/{,b} /bin/@{two} /bin//a
  "/bin/a" /{bin,sbin}/a /bin/\\x61 @{one}/a /*/a`);
const MEETING_EXEC = words('ix px Px cx Cx ux Ux pix Pix cix Cix pux PUx cux CUx rix');

/** Rules about paths that meet, whose exec modes may contradict each other. */
export function meeting(writer: Writer): string {
  const { random } = writer;
  const one = random.pick(MEETING_EXEC);
  const perms = (): string => (writer.chance(0.6) ? one : random.pick(MEETING_EXEC));
  const target = (): string => writer.maybe(0.3, () => `-> ${random.pick(['a', 'a', 'b', '&a', ':ns:a'])}`);
  const rule = (): string =>
    writer.chance(0.12)
      ? writer.tokens('change_profile', random.pick(['', 'safe', 'unsafe']), random.pick(MEETING), '->', 'a')
      : writer.tokens(
          writer.maybe(0.1, () => random.pick(['owner', 'audit', 'allow', 'owner audit'])),
          random.pick(MEETING),
          perms(),
          target(),
        );
  return Array.from({ length: random.integer(2, 3) }, rule).join(',\n');
}

/** Names of other profiles: there is room for so many in one profile. */
export const transitions = ({ random }: Writer): string =>
  Array.from({ length: random.integer(9, 15) }, (_, index) => `/t${index} px -> t${random.integer(0, 40)}`).join(',\n');
