import type { Environment, Outcome } from '../programs';

/** `ok`: it works. `warn`: something cannot be used, or nobody knows. `missing`: without it there is no way forward. */
export type Status = 'ok' | 'warn' | 'missing';

/** What was looked at. */
export type Area = 'machine' | 'project' | 'cluster' | 'nodes' | 'rights';

/** One line of the report. */
export interface Finding {
  readonly area: Area;
  /** What it is about, such as `helm` or `PodSecurityPolicy`. */
  readonly name: string;
  readonly status: Status;
  /** A sentence without a full stop. */
  readonly says: string;
  /** What to do. Left out where there is nothing to do. */
  readonly advice?: string;
}

/** A namespace of the applications. */
export interface WantedNamespace {
  readonly name: string;
  /** Whether something in it mounts host paths or needs capabilities. */
  readonly privileged: boolean;
}

/** What a probe may use. It only reads. */
export interface Surroundings {
  /** Folder of the project as the user named it. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Environment;
  /** Namespaces that the applications go into. At least one. */
  readonly namespaces: readonly WantedNamespace[];
  /** Calls kubectl against the chosen cluster. Never throws. */
  readonly kubectl: (...args: readonly string[]) => Promise<Outcome>;
}

/** A finding without its area. */
export type Found = Omit<Finding, 'area'>;

export const ok = (name: string, says: string): Found => ({ name, status: 'ok', says });
export const warn = (name: string, says: string, advice?: string): Found => line(name, 'warn', says, advice);
export const missing = (name: string, says: string, advice: string): Found => line(name, 'missing', says, advice);

function line(name: string, status: Status, says: string, advice?: string): Found {
  return { name, status, says, ...(advice !== undefined && { advice }) };
}

/** The first line of what a program said, without the words that lead to it. */
export function reason({ stderr, stdout }: Outcome): string {
  const [first = ''] = (stderr.trim() || stdout.trim()).split('\n').filter((each) => !/^[EWI]\d{4} /.test(each));
  return (
    first
      .replace(/^(?:error|Error from server(?: \(\w+\))?|Unable to connect to the server): /i, '')
      .replace(/\.$/, '') || 'no reason given'
  );
}

/** `1 node`, `2 nodes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Some of the names, and how many more there are. */
export function some(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
