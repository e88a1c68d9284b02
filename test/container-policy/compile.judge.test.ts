import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProfiles } from '../../lib/apparmor/language/check-profiles';
import type { ParserVersion } from '../../lib/apparmor/language/versions';
import { compileToAppArmor, profilesOf } from '../../lib/container-policy/compile';
import { CAPABILITIES } from '../../lib/container-policy/language/capabilities';
import { DEFAULT_RULES } from '../../lib/container-policy/language/defaults';
import type { Mode, Policy } from '../../lib/container-policy/language/model';
import { readPolicies } from '../../lib/container-policy/language/read';
import { policy } from './arbitrary';
import { refusals, VERSIONS } from './parsers';

const EXAMPLES = join(__dirname, '../../examples/policies');
const MODES: readonly Mode[] = ['audit', 'enforce'];

function textsOf(policies: readonly Policy[], parser: ParserVersion, portsInKernel = false): readonly string[] {
  return policies.flatMap((each) =>
    MODES.flatMap((mode) =>
      profilesOf(each, `p-${each.name}`).map(
        (profile) => compileToAppArmor({ ...each, mode }, { ...profile, parser, portsInKernel }).text,
      ),
    ),
  );
}

/** As many as a process takes names of files. */
const SAMPLES = fc.sample(policy, { numRuns: 60, seed: 5 });

const everything: Policy = {
  name: 'all',
  pods: {},
  mode: 'enforce',
  rules: { ...DEFAULT_RULES, capabilities: CAPABILITIES },
  containers: [],
};

describe.each(VERSIONS)('apparmor_parser %s', (parser) => {
  it.for(readdirSync(EXAMPLES).filter((file) => file.endsWith('.yaml')))(
    'takes the profiles of %s',
    (file, context) => {
      const { policies } = readPolicies(readFileSync(join(EXAMPLES, file), 'utf8'));
      expect(policies).not.toEqual([]);
      expect(refusals(context, parser, textsOf(policies, parser))).toBe('');
    },
  );

  it('takes the profiles of generated policies, and so does our own check', { timeout: 120_000 }, (context) => {
    const texts = textsOf(SAMPLES, parser);
    expect(refusals(context, parser, texts)).toBe('');
    const errors = texts.flatMap((text) => checkProfiles(text, undefined, parser).diagnostics);
    expect(errors.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('takes rules of single ports where they are written', (context) => {
    const ports = SAMPLES.filter(({ rules }) => rules.ports.open === 'some');
    expect(refusals(context, parser, textsOf(ports, parser, true))).toBe('');
  });

  it('takes the program of a command as it stands, be it what elsewhere is a pattern', (context) => {
    const commands = [['/opt/x*', '-y'], ['/opt/{a}[b]^,#?'], ['[', 'x', ']'], ['/opt/@types/a b']];
    const own: Policy = {
      ...everything,
      rules: { ...DEFAULT_RULES, processes: { start: 'only', paths: [] }, commands },
    };
    const texts = textsOf([own], parser);
    expect(refusals(context, parser, texts)).toBe('');
    expect(texts[1]).toContain('  /opt/x\\* mrix,\n');
  });

  it('knows every capability that a policy may name', (context) => {
    expect(refusals(context, parser, textsOf([everything], parser))).toBe('');
  });
});
