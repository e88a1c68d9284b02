import { request } from 'node:https';

/** How to reach an API server as its administrator. */
export interface Access {
  /** Such as `https://127.0.0.1:41234`. */
  readonly server: string;
  /** Certificate that the server signed itself with (PEM). */
  readonly ca: string;
  /** Bearer token. */
  readonly token: string;
}

/** Sends one request; resolves to status and body. Throws when there is no answer within 30 s. */
export function api(
  { server, ca, token }: Access,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const call = request(`${server}${path}`, { method, ca, headers, timeout: 30_000, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer`)));
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Creates an object. Throws with the server's words when it refuses. */
export async function create(access: Access, path: string, object: unknown): Promise<void> {
  const { status, body } = await api(access, 'POST', path, object);
  if (status !== 201) {
    throw new Error(`creating an object at ${path}: ${status} ${body}`);
  }
}
