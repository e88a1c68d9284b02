import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { requireTool } from '../tools/find';

/** What Helm prints after an installation. Nothing is installed, and no cluster asked. */
function notesOf(context: TestContext, chart: string, ...values: readonly string[]): string {
  const folder = join(__dirname, '../../charts', chart);
  const args = ['install', 'r', folder, '--namespace', 'shop', '--dry-run=client', ...values];
  return execFileSync(requireTool(context, 'helm4'), args, { encoding: 'utf8' }).split('NOTES:\n')[1] ?? '';
}

const spec = JSON.stringify({ spec: { endpointSelector: {}, ingress: [{}] } });

describe('the notes of', () => {
  it('network-policies say which policies were left out because nobody serves their API', (context) => {
    expect(notesOf(context, 'network-policies')).not.toContain('None of');
    const given = notesOf(context, 'network-policies', '--set-json', `ciliumNetworkPolicies.web=${spec}`);
    expect(given.match(/None of "\w+"/g)).toEqual(['None of "ciliumNetworkPolicies"']);
  });

  it('container-security do not say that nothing is blocked where a policy is given', (context) => {
    const notes = notesOf(context, 'container-security', '--set', 'network-policies.defaultDeny.ingress=true');
    expect(notes).toContain('Installed as r');
    expect(notes).not.toMatch(/nothing/i);
  });
});
