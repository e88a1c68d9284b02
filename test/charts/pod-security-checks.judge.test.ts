/** Helm's own answer to policies whose fields contradict each other, and what it prints after an installation. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { podSecurityChart } from '../../lib/charts/pod-security';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';
import { HelmApp } from '../../lib/helm';
import { renderContext } from '../../lib/helm/chart/render';
import { evaluateExpression } from '../../lib/helm/expression/evaluate';
import { checkValues } from '../../lib/helm/values/check-value';
import type { JsonMap } from '../../lib/helm/values/shape';
import { notCarriedOver } from '../../lib/pod-security/language/admission/lost';
import { checkPolicy } from '../../lib/pod-security/language/check-policy';
import { LEVELS, POLICY_OF_LEVEL } from '../../lib/pod-security/language/levels';
import { HelmJudge } from '../helm/chart/helm-judge';
import { arbitraryPolicy } from '../pod-security/arbitrary-policy';
import { validPolicy } from '../pod-security/arbitrary-valid-policy';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { CLUSTERS, clusterArguments } from './clusters';
import { constructOf } from './shipped';

const CHART = constructOf({ name: 'pod-security' });
const POLICIES = 10;
const isSound = (policies: JsonMap): boolean =>
  checkValues(CHART.values._declarations, { podSecurityPolicies: policies }).length === 0;
const isNoError = ({ severity }: Diagnostic): boolean => severity !== 'error';

/** A template that shows the notes: `helm template` prints none, and nothing else takes the version of a cluster. */
const SHOWN = `apiVersion: v1
kind: ConfigMap
metadata:
  name: notes
data:
  notes: {{ include "pod-security/templates/NOTES.txt" . | b64enc }}
`;

const RESTRICTED = { level: 'restricted', subjects: [{ kind: 'Group', name: 'dev' }] };
const AGENTS = { level: 'baseline', unset: 'allow', spec: { readOnlyRootFilesystem: true } };

/** What the clusters from 1.30 on are told by; 1.29 has no row: nothing is rendered for it elsewhere. */
const NOTHING = ['--kube-version', '1.29.0'];
const of = (minor: string): readonly string[] => {
  const cluster = CLUSTERS.find((each) => each.minor === minor);
  if (cluster === undefined) throw new Error(`charts are not rendered for ${minor}`);
  return clusterArguments(cluster);
};

/** Faults of policies, and what the schema takes of them. */
const ANY = { rule: 'RunAsAny' };
const WRONG: Readonly<Record<string, JsonMap>> = {
  all: { level: 'restricted', spec: { allowedCapabilities: ['*'] } },
  dropped: { level: 'restricted', spec: { allowedCapabilities: ['CHOWN', 'ALL'] } },
  added: { level: 'baseline', spec: { defaultAddCapabilities: ['SYS_TIME'], requiredDropCapabilities: ['SYS_TIME'] } },
  escalation: { level: 'restricted', spec: { defaultAllowPrivilegeEscalation: true } },
  'ids-1': { level: 'baseline', spec: { runAsUser: { rule: 'MustRunAs', ranges: [{ min: 20_000_000, max: 1 }] } } },
  'ids-2': { level: 'baseline', spec: { runAsGroup: { rule: 'RunAsAny', ranges: [{ min: 1, max: 2 }] } } },
  'ids-3': { level: 'baseline', spec: { runAsGroup: { rule: 'MayRunAs' } } },
  sysctls: { level: 'privileged', spec: { forbiddenSysctls: ['kernel.*', '*'] } },
  classes: {
    level: 'baseline',
    spec: { runtimeClass: { allowedRuntimeClassNames: ['a'], defaultRuntimeClassName: 'b' } },
  },
  missing: { spec: { seLinux: ANY, runAsUser: ANY, fsGroup: ANY } },
};
const SENTENCES = [
  '"podSecurityPolicies.added.spec.defaultAddCapabilities[0]" is "SYS_TIME", which requiredDropCapabilities takes away: leave it in one of the two lists',
  '"podSecurityPolicies.all.spec.requiredDropCapabilities" must be empty when "*" is allowed: name the capabilities that may be added, or drop none (requiredDropCapabilities comes from the level "restricted")',
  '"podSecurityPolicies.classes.spec.runtimeClass.allowedRuntimeClassNames" must have the default, "b", in it: add it',
  '"podSecurityPolicies.dropped.spec.allowedCapabilities[1]" is "ALL", which requiredDropCapabilities takes away: leave it in one of the two lists (requiredDropCapabilities comes from the level "restricted")',
  '"podSecurityPolicies.escalation.spec.defaultAllowPrivilegeEscalation" is true, and allowPrivilegeEscalation false: set it to false as well, or leave it out (allowPrivilegeEscalation comes from the level "restricted")',
  '"podSecurityPolicies.ids-1.spec.runAsUser.ranges[0]" begins with 20000000 and ends with 1: the least id is "min"',
  '"podSecurityPolicies.ids-2.spec.runAsGroup.ranges" must be empty for RunAsAny: leave the ranges out, or write MustRunAs or MayRunAs',
  '"podSecurityPolicies.ids-3.spec.runAsGroup.ranges" must have at least one range for MayRunAs: such as [{ min: 1, max: 65535 }]',
  '"podSecurityPolicies.missing.spec.supplementalGroups" is missing: without a level the policy says it itself, such as { rule: RunAsAny }',
  '"podSecurityPolicies.sysctls.spec.allowedUnsafeSysctls[0]" is "*", which overlaps with "*" in forbiddenSysctls: leave it in one of the two lists (allowedUnsafeSysctls comes from the level "privileged")',
  '"podSecurityPolicies.sysctls.spec.allowedUnsafeSysctls[0]" is "*", which overlaps with "kernel.*" in forbiddenSysctls: leave it in one of the two lists (allowedUnsafeSysctls comes from the level "privileged")',
  '"podSecurityPolicies.sysctls.spec.forbiddenSysctls" must have nothing beside "*": leave "*" out, or everything else',
];

describe.each(['helm3', 'helm4'])('%s', (name) => {
  describeWith([name], 'with charts/pod-security', () => {
    const judge = new HelmJudge();
    const folder = join(judge.folder, 'pod-security');
    const helm = tool(name) ?? '';
    beforeAll(() => {
      const app = new HelmApp({ outdir: judge.folder });
      podSecurityChart(app);
      app.synth();
      writeFileSync(join(folder, 'templates', 'shown.yaml'), SHOWN);
    });
    afterAll(() => judge.remove());

    const render = (policies: JsonMap, args: readonly string[] = of('1.36'), mode = 'enforce') =>
      judge.template(helm, folder, { values: { mode, podSecurityPolicies: policies }, args });

    /** The lines with which helm ends, or nothing. */
    async function refused(policies: JsonMap): Promise<readonly string[]> {
      const answer = await render(policies);
      if (answer.accepted) return [];
      expect(answer.error).toContain('templates/checks.yaml');
      return answer.error.match(/"podSecurityPolicies\..*$/gm) ?? [];
    }

    async function notes(args: readonly string[], mode: string, policies: JsonMap): Promise<string> {
      const answer = await render(policies, args, mode);
      if (!answer.accepted) throw new Error(answer.error);
      const text = answer.documents.find(({ source }) => source === 'templates/shown.yaml')?.text ?? '';
      return Buffer.from(/notes: (\S*)/.exec(text)?.[1] ?? '', 'base64').toString();
    }

    it('refuses policies whose fields contradict each other, and says which, where, and what to write', async () => {
      expect(await refused(WRONG)).toEqual(SENTENCES);
    });

    it('refuses values with which no namespace is judged, and takes those that judge one', async () => {
      const scoped = (namespaces: readonly string[]) => {
        const values = { namespaces: [...namespaces], exemptNamespaces: ['a', 'b'], podSecurityPolicies: policies };
        return judge.template(helm, folder, { values: { mode: 'enforce', ...values }, args: of('1.36') });
      };
      expect(await scoped(['b', 'a'])).toMatchObject({
        accepted: false,
        error: expect.stringContaining('"exemptNamespaces" has all of "namespaces": no pod would be judged'),
      });
      for (const namespaces of [['b', 'c'], []]) expect(await scoped(namespaces)).toMatchObject({ accepted: true });
    });

    it('takes what the user takes back of the level', async () => {
      const spec = { allowedCapabilities: ['*'], requiredDropCapabilities: [] };
      expect(await refused({ p: { level: 'restricted', spec } })).toEqual([]);
    });

    it('says of made-up policies what TypeScript computes', async () => {
      const policy = fc
        .record({ spec: arbitraryPolicy, level: fc.constantFrom('baseline', 'restricted', 'privileged') })
        .map(({ spec, level }) => {
          const fields = Object.entries(spec).filter(([key]) => !/Profiles?$/.test(key));
          return { level, spec: Object.fromEntries(fields) } as JsonMap;
        })
        .filter((each) => isSound({ each }));
      const batches = fc.sample(fc.array(policy, { minLength: POLICIES, maxLength: POLICIES }), 4);
      for (const batch of batches) {
        const policies = Object.fromEntries(batch.map((each, index) => [`p${index}`, each]));
        const context = renderContext(CHART, { values: { podSecurityPolicies: policies } });
        const wanted = evaluateExpression(CHART.template('refused')._node, context);
        expect(await refused(policies)).toEqual(wanted);
      }
    });

    const policies = { agents: AGENTS, restricted: RESTRICTED };
    const ofAgents = 'readOnlyRootFilesystem';
    const ofRestricted = 'allowPrivilegeEscalation, requiredDropCapabilities, runAsUser, seccompDefaultProfile';

    it.each<readonly [string, readonly string[], string, readonly string[], readonly string[]]>([
      [
        '1.24 in audit',
        of('1.24'),
        'audit',
        ['No PodSecurityPolicy was made', 'the cluster has no other policy, every pod is\nrefused now'],
        ['Nobody may use', 'not set here'],
      ],
      [
        '1.24 that enforces',
        of('1.24'),
        'enforce',
        ['act where the API server has the admission plugin', 'Nobody may use these policies by this release'],
        ['Nothing is set', 'not set here'],
      ],
      [
        '1.29',
        NOTHING,
        'enforce',
        [
          'No policy was made: Kubernetes 1.25 to 1.29',
          'pod-security.kubernetes.io/enforce=',
          `  agents: baseline and fields of its own, sets ${ofAgents}\n`,
          `  restricted: restricted, sets ${ofRestricted}\n`,
        ],
        ['Nobody may use', 'refuses those'],
      ],
      [
        '1.34 in audit',
        of('1.34'),
        'audit',
        [`  agents lets in those without ${ofAgents}\n`, `  restricted would refuse those without ${ofRestricted}\n`],
        ['every pod of the cluster'],
      ],
      [
        '1.34 that enforces',
        of('1.34'),
        'enforce',
        [
          'The policies judge every pod of the cluster',
          `  agents lets in those without ${ofAgents}\n`,
          `  restricted refuses those without ${ofRestricted}\n`,
          'they have no "subjects".\n  agents\n',
        ],
        ['Set by'],
      ],
      [
        '1.36 in audit',
        of('1.36'),
        'audit',
        ['Nothing is set in pods while they are only told of', `  restricted: ${ofRestricted}\n`],
        ['those without'],
      ],
      [
        '1.36 that enforces',
        of('1.36'),
        'enforce',
        ['Set by the MutatingAdmissionPolicy release-pod-security', `  restricted: ${ofRestricted}\n`],
        ['Nothing is set', 'those without'],
      ],
    ])('tells on Kubernetes %s what is enforced, set, and not', async (_what, args, mode, wanted, unwanted) => {
      const said = await notes(args, mode, policies);
      for (const each of wanted) expect(said).toContain(each);
      for (const each of unwanted) expect(said).not.toContain(each);
    });

    it('names of made-up policies the fields that set something, as the constructs do', async () => {
      const candidates = fc.sample(fc.tuple(validPolicy, fc.constantFrom(...LEVELS)), 150);
      const sound = candidates.flatMap(([{ spec, profiles }, level], index) => {
        const { seLinux: _, fsGroup: __, ...some } = spec;
        const own: Partial<typeof spec> = index % 3 > 0 ? spec : some;
        const values = { level, spec: own, ...profiles } as unknown as JsonMap;
        const begins = POLICY_OF_LEVEL[level];
        const counts = { spec: { ...begins.spec, ...own }, profiles: { ...begins.profiles, ...profiles } };
        const isTaken = checkPolicy({ ...counts.spec, ...counts.profiles }).every(isNoError);
        return isTaken && isSound({ values }) ? [{ values, ...counts }] : [];
      });
      expect(sound.length).toBeGreaterThan(4 * POLICIES);
      for (let first = 0; first < sound.length; first += POLICIES) {
        const batch = sound.slice(first, first + POLICIES).map((each, index) => ({ name: `p${index}`, ...each }));
        const given = Object.fromEntries(batch.map(({ name: each, values }) => [each, values]));
        const said = await notes(of('1.36'), 'enforce', given);
        const wanted = batch.flatMap((policy) => {
          const found = notCarriedOver([policy], '1.30').filter(({ kind }) => kind === 'not-defaulted');
          return found.length === 0 ? [] : [`  ${policy.name}: ${found.map(({ field }) => field).join(', ')}`];
        });
        expect(said.match(/^ {2}p\d: .*$/gm) ?? []).toEqual(wanted);
      }
    });

    it('says on Kubernetes 1.29 where a policy is more than its level', async () => {
      const said = await notes(NOTHING, 'audit', {
        profile: { level: 'restricted', seccompAllowedProfiles: ['runtime/default', 'unconfined'] },
        whole: { spec: { seLinux: ANY, runAsUser: ANY, supplementalGroups: ANY, fsGroup: ANY } },
      });
      expect(said).toContain(`  profile: restricted and fields of its own, sets ${ofRestricted}\n`);
      expect(said).toContain('  whole: none and fields of its own\n');
    });

    it('says what cannot be meant, though it is taken', async () => {
      const odd = {
        level: 'restricted',
        spec: { fsGroup: { rule: 'MustRunAs' }, hostPorts: [{ min: 9, max: 8 }] },
        seccompAllowedProfiles: ['localhost/a'],
      };
      const said = await notes(of('1.36'), 'enforce', { odd });
      expect(said.match(/"podSecurityPolicies\..*$/gm)).toEqual([
        '"podSecurityPolicies.odd.seccompDefaultProfile" is "runtime/default", which seccompAllowedProfiles does not have: pods that name none are refused: add it there, or leave it out (seccompDefaultProfile comes from the level "restricted")',
        '"podSecurityPolicies.odd.spec.fsGroup.ranges" is missing: with this rule the policy lets no pod in: such as [{ min: 1, max: 65535 }]',
        '"podSecurityPolicies.odd.spec.hostPorts[0]" is a range without a port: 9 to 8: ports go from 1 to 65535',
      ]);
      expect(await notes(of('1.36'), 'enforce', policies)).not.toContain('WARNING');
    });
  });
});
