import { Agent, request } from 'node:https';

/** How to reach an API server as its administrator. */
export interface Access {
  /** Such as `https://127.0.0.1:41234`. */
  readonly server: string;
  /** Certificate that the server signed itself with (PEM). */
  readonly ca: string;
  /** Bearer token. */
  readonly token: string;
}

/** Somebody whom the administrator speaks for. */
export interface Impersonated {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Connections are kept for the next request: to make one takes four times as long as an answer. */
const AGENT = new Agent({ keepAlive: true });

/** What a connection says that the server has closed meanwhile. */
const CLOSED: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Sends one request, as the administrator or `as` somebody else. Throws when there is no answer within 30 s. */
export function api(access: Access, method: string, path: string, body?: unknown, as?: Impersonated): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { server, ca, token } = access;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(as === undefined ? {} : { 'impersonate-user': as.user, 'impersonate-group': [...as.groups] }),
    };
    const call = request(`${server}${path}`, { method, ca, headers, timeout: 30_000, agent: AGENT }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer`)));
    call.on('error', (error: NodeJS.ErrnoException) => {
      // The server has closed a connection that was kept, before it read the request.
      if (call.reusedSocket && CLOSED.has(error.code)) resolve(api(access, method, path, body, as));
      else reject(error);
    });
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The same, with what is answered read as JSON. */
export async function apiJson(
  ...request: Parameters<typeof api>
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { status, body } = await api(...request);
  return { status, body: JSON.parse(body) };
}

/** Creates an object. Throws with the server's words when it refuses. */
export async function create(access: Access, path: string, object: unknown): Promise<void> {
  const { status, body } = await api(access, 'POST', path, object);
  if (status !== 201) {
    throw new Error(`creating an object at ${path}: ${status} ${body}`);
  }
}
