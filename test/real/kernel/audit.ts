/** The kernel's audit records, as far as AppArmor writes them. */

/** One record of AppArmor. */
export interface AuditRecord {
  /** `DENIED`, `ALLOWED` (a profile in complain mode), `AUDIT` (a rule says so) or `STATUS` (loading). */
  readonly apparmor: string;
  /** Such as `exec`, `open`, `create` (a socket), `profile_load`. */
  readonly operation: string;
  readonly profile?: string;
  /** The object: a path, a profile. */
  readonly name?: string;
  /** All fields, by name. */
  readonly fields: Readonly<Record<string, string>>;
  /** The record as the kernel wrote it. */
  readonly text: string;
}

const APPARMOR = 1400;

/** The kernel writes a text with unusual characters in hexadecimal and without quotes. */
const HEXADECIMAL_FIELDS = new Set(['name', 'profile', 'comm', 'target']);

function unquote(field: string, value: string): string {
  if (value.startsWith('"')) {
    return value.slice(1, -1);
  }
  const encoded = HEXADECIMAL_FIELDS.has(field) && /^(?:[0-9A-F]{2})+$/.test(value);
  return encoded ? Buffer.from(value, 'hex').toString() : value;
}

/** The record in a list, or nothing where it is not AppArmor's. */
export function parseAudit(text: string): readonly AuditRecord[] {
  if (!text.startsWith(`type=${APPARMOR} `)) {
    return [];
  }
  const pairs = [...text.matchAll(/([a-z_]+)=("[^"]*"|\S+)/g)];
  const fields = Object.fromEntries(pairs.map(([, field = '', value = '']) => [field, unquote(field, value)]));
  const { apparmor, operation, profile, name } = fields;
  return apparmor === undefined || operation === undefined
    ? []
    : [
        {
          apparmor,
          operation,
          ...(profile === undefined ? {} : { profile }),
          ...(name === undefined ? {} : { name }),
          fields,
          text,
        },
      ];
}
