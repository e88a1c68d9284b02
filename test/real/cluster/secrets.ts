import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Access } from './api';

/** Users of the token file, with their group: the server's own roles decide what they may do. */
const USERS = {
  admin: 'system:masters',
  'system:kube-controller-manager': 'system:authenticated',
  'system:kube-scheduler': 'system:authenticated',
} as const;

export type User = keyof typeof USERS;

const token = (): string => randomBytes(16).toString('hex');

/** Writes `service-account.key` and `tokens.csv` into `folder`; gives back the token of each user. */
export function writeSecrets(folder: string): Readonly<Record<User, string>> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(join(folder, 'service-account.key'), privateKey);
  const tokens = { admin: token(), 'system:kube-controller-manager': token(), 'system:kube-scheduler': token() };
  const users = Object.keys(USERS) as User[];
  const lines = users.map((user) => `${tokens[user]},${user},${user},"${USERS[user]}"\n`);
  writeFileSync(join(folder, 'tokens.csv'), lines.join(''));
  return tokens;
}

/** A kubeconfig (JSON is YAML too) that reaches one server as one user. */
export const kubeconfig = ({ server, ca, token: secret }: Access): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'test', user: { token: secret } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });

const listen = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

/** Ports of the loopback interface that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
