/** Thousands of requests to one API server over a few connections that stay open. */
import { Agent, request } from 'node:https';
import type { Access, Impersonated } from '../cluster/api';

export interface Asker {
  /** Sends one request as somebody. Throws when there is no answer within 30 s. */
  readonly ask: (
    as: Impersonated,
    method: string,
    path: string,
    body: unknown,
  ) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Closes the connections. */
  readonly close: () => void;
}

export function asker({ server, ca, token }: Access, connections: number): Asker {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca });
  const ask: Asker['ask'] = (as, method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'impersonate-user': as.user,
        'impersonate-group': [...as.groups],
      };
      const call = request(`${server}${path}`, { method, headers, timeout: 30_000, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      });
      call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer`)));
      call.on('error', reject);
      call.end(JSON.stringify(body));
    });
  return { ask, close: () => agent.destroy() };
}
