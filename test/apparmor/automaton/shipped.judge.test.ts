/** The same for profiles that Debian ships, with all that they include. */
import { expect, it } from 'vitest';
import type { Act, FileAccess } from '../../../lib/apparmor/language/evaluate/act';
import { SOCKET_ACCESS } from '../../../lib/apparmor/language/evaluate/act';
import type { ExpandedProfile } from '../../../lib/apparmor/language/expand/model';
import { PARSER_VERSIONS } from '../../../lib/apparmor/language/versions';
import { requireTool } from '../../tools/find';
import { profilesOf } from '../corpus';
import { parserOf } from '../parsers';
import { expanded, Tally } from './compare';
import { compile } from './compile';
import { near } from './globs';
import { Random } from './random';

const SEED = Number(process.env.AUTOMATON_SEED ?? 20_260_101);
/** Every so-manieth profile: all of them take minutes. */
const EVERY = Number(process.env.AUTOMATON_EVERY ?? 12);

const CAPABILITIES = ['chown', 'kill', 'setuid', 'net_admin', 'sys_admin', 'syslog'];

function acts(random: Random, profile: ExpandedProfile): readonly Act[] {
  const paths = profile.files.flatMap(({ patterns }) => patterns);
  const path = (): string => near(random, random.of(paths));
  const label = (): string => random.of(['unconfined', profile.name, 'other', '/usr/bin/man']);
  return [
    ...random.many(
      150,
      150,
      (): Act => ({
        kind: 'open',
        path: path(),
        access: random.some<FileAccess>(['r', 'w', 'a', 'k', 'm']),
        owner: random.once(2),
      }),
    ),
    ...random.many(30, 30, (): Act => ({ kind: 'link', path: path(), target: path(), owner: random.once(2) })),
    ...CAPABILITIES.map((name): Act => ({ kind: 'capability', name })),
    ...random.many(
      20,
      20,
      (): Act => ({
        kind: 'socket',
        access: random.of(SOCKET_ACCESS),
        domain: random.of(['inet', 'inet6', 'unix', 'netlink', 'packet']),
        type: random.of(['stream', 'dgram', 'raw']),
      }),
    ),
    ...random.many(
      10,
      10,
      (): Act => ({
        kind: 'signal',
        access: random.of(['send', 'receive']),
        signal: random.of(['hup', 'term', 'kill', 'usr1', 'exists']),
        peer: label(),
      }),
    ),
    ...random.many(
      10,
      10,
      (): Act => ({
        kind: 'ptrace',
        access: random.of(['read', 'trace', 'readby', 'tracedby']),
        peer: label(),
      }),
    ),
    ...random.many(
      10,
      10,
      (): Act => ({
        kind: 'dbus',
        access: random.of(['send', 'receive', 'bind', 'eavesdrop']),
        bus: random.of(['system', 'session']),
        name: random.of(['org.freedesktop.DBus', 'org.freedesktop.Avahi', 'org.a']),
        label: label(),
        path: random.of(['/', '/org/freedesktop/DBus']),
        interface: random.of(['org.freedesktop.DBus', 'org.freedesktop.DBus.Introspectable']),
        member: random.of(['Introspect', 'Hello', 'AddMatch']),
      }),
    ),
    ...random.many(
      10,
      10,
      (): Act => ({
        kind: 'unix',
        access: random.of(SOCKET_ACCESS),
        type: random.of(['stream', 'dgram']),
        address: random.of(['@/tmp/.X11-unix/X0', '@dbus-abc', undefined]),
        peer: { address: random.of(['@/tmp/dbus-abc', undefined]), label: label() },
      }),
    ),
  ];
}

it.for(PARSER_VERSIONS)(
  'the evaluator answers as the automata of the profiles shipped with %s do',
  { timeout: 300_000 },
  async (version, context) => {
    requireTool(context, parserOf(version).program);
    const random = new Random(SEED);
    const tally = new Tally();
    const chosen = profilesOf(version).filter((_, index) => index % EVERY === 0);
    for (const { text } of chosen) {
      const compiled = await compile(version, text);
      if (typeof compiled === 'string') {
        // Packages of 2.13 leave the files of local changes to be made when they are installed.
        expect(compiled).toContain("Could not open 'local/");
        continue;
      }
      const profiles = expanded(version, text);
      for (const profile of profiles) {
        const theirs = compiled.find(({ name }) => name === profile.name);
        if (!theirs || profile.files.length === 0) continue;
        tally.compare(version, profile.name, [profile, theirs], [profiles, compiled], acts(random, profile));
      }
    }
    console.log(`${version}, ${chosen.length} shipped files: ${tally}`);
    expect(tally.differences.length, tally.differences.slice(0, 5).join('\n\n')).toBe(0);
    expect(tally.pairs).toBeGreaterThan(500);
  },
);
