import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cluster } from './control-plane';

/** A request that the API server has answered. */
export interface Request {
  /** `get`, `list`, `watch`, `create` … */
  readonly verb: string;
  readonly group: string;
  /** `pods`, `pods/log`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** The program, such as `Helm` or `kubectl`. */
  readonly agent: string;
  /** Of the answer: 403 is no right. */
  readonly code: number;
}

interface AuditEvent {
  readonly verb: string;
  readonly userAgent?: string;
  readonly impersonatedUser?: { readonly username: string };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code?: number };
}

/** What somebody asked for on behalf of whom the administrator acted. The cluster must have been started with `audit`. */
export function requestsOf({ kubeconfig }: Cluster, username: string): readonly Request[] {
  return readFileSync(join(dirname(kubeconfig), 'audit.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditEvent)
    .flatMap(({ verb, userAgent = '', impersonatedUser, objectRef, responseStatus }) => {
      const { apiGroup = '', resource, subresource, namespace = '', name = '' } = objectRef ?? {};
      if (impersonatedUser?.username !== username || resource === undefined) return [];
      const full = subresource === undefined ? resource : `${resource}/${subresource}`;
      return [
        {
          verb,
          group: apiGroup,
          resource: full,
          namespace,
          name,
          agent: userAgent.split('/')[0] ?? '',
          code: responseStatus?.code ?? 0,
        },
      ];
    });
}
