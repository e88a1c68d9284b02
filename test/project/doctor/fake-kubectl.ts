import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from '../../cli/folder';

/** What a program answers to a call: the first row whose words stand among the arguments. */
export interface Answer {
  readonly to: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/** Programs in a folder of their own, which answer from tables and write down what they were asked. */
export function fakePrograms(tables: Readonly<Record<string, readonly Answer[]>>): string {
  const scripts = Object.entries(tables).map(([name, answers]) => [name, script(name, answers)]);
  const folder = folderWith({ calls: '', ...Object.fromEntries(scripts) });
  for (const name of Object.keys(tables)) chmodSync(join(folder, name), 0o755);
  return folder;
}

function script(name: string, answers: readonly Answer[]): string {
  const cases = answers.map(({ to, stdout = '', stderr = '', code = 0 }) => {
    const pattern = `*${quote(to)}*`;
    return `${pattern}) printf %s ${quote(stdout)}; printf %s ${quote(stderr)} >&2; exit ${code};;`;
  });
  return [
    '#!/bin/sh',
    `echo ${name} "$@" >> "\${0%/*}/calls"`,
    'case "$*" in',
    ...cases,
    'esac',
    `echo "${name}: no answer to $*" >&2; exit 9`,
    '',
  ].join('\n');
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export interface FakeNode {
  readonly name: string;
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly ready?: string;
}

const list = (items: readonly unknown[]): string => JSON.stringify({ items });

/** What an ordinary cluster answers. Rows of a test stand before it. */
export function cluster(nodes: readonly FakeNode[]): readonly Answer[] {
  return [
    { to: 'version --client', stdout: '{"clientVersion":{"gitVersion":"v1.36.3"}}' },
    {
      to: 'version',
      stdout: '{"clientVersion":{"gitVersion":"v1.36.3"},"serverVersion":{"gitVersion":"v1.33.2+k3s1"}}',
    },
    { to: 'api-resources', stdout: 'pods\nciliumnetworkpolicies.cilium.io\n' },
    { to: 'get daemonsets', stdout: list([{ metadata: { name: 'cilium' } }]) },
    {
      to: 'get namespaces',
      stdout: list([
        { metadata: { name: 'default' } },
        {
          metadata: {
            name: 'gitlab-managed-apps',
            labels: {
              'pod-security.kubernetes.io/enforce': 'privileged',
              'app.gitlab.com/managed_by': 'gitlab',
            },
          },
        },
      ]),
    },
    {
      to: 'get nodes',
      stdout: list(
        nodes.map(({ name, osImage, kernelVersion, ready }) => ({
          metadata: { name },
          status: {
            nodeInfo: { osImage, kernelVersion, kubeletVersion: 'v1.33.2' },
            conditions: [{ type: 'Ready', status: 'True', message: ready }],
          },
        })),
      ),
    },
    { to: 'auth can-i create', stdout: 'no\n', code: 1 },
    { to: 'auth can-i', stdout: 'yes\n' },
    { to: 'config get-contexts', stdout: 'group/project:agent\n' },
  ];
}
