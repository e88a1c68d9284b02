import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { print } from '../../../lib/diagnostics/printers';
import { ALL, accepted, OPTIONS, refused, warned } from './inputs';

const nullable = (type: string): object => ({ type: [type, 'null'] });
const closed = (properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const SCHEMA = closed({
  file: { type: 'string' },
  accepted: { type: 'boolean' },
  diagnostics: {
    type: 'array',
    items: closed({
      code: { type: 'string', pattern: '^[A-Z]+[0-9]+$' },
      severity: { enum: ['error', 'warning', 'note'] },
      message: { type: 'string', minLength: 1 },
      hint: nullable('string'),
      file: { type: 'string' },
      line: nullable('integer'),
      column: nullable('integer'),
      endLine: nullable('integer'),
      endColumn: nullable('integer'),
      path: nullable('string'),
    }),
  },
});

describe('json', () => {
  it('writes one line per input, of exactly the documented shape', () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(SCHEMA);
    const text = print('json', ALL, OPTIONS);
    expect(text.endsWith('}\n')).toBe(true);
    const lines = text.slice(0, -1).split('\n');
    expect(lines).toHaveLength(ALL.length);
    for (const line of lines) {
      validate(JSON.parse(line));
      expect(validate.errors).toBeNull();
    }
  });

  it('carries every field, sorted by place', () => {
    const { diagnostics, ...rest } = JSON.parse(print('json', [refused], OPTIONS));
    expect(rest).toEqual({ file: './profiles/nginx.aa', accepted: false });
    expect(diagnostics[2]).toEqual({
      code: 'APPARMOR1003',
      severity: 'error',
      message: 'unknown capability "sys_admn"',
      hint: 'did you mean "sys_admin"?',
      file: './profiles/nginx.aa',
      line: 3,
      column: 14,
      endLine: 3,
      endColumn: 22,
      path: null,
    });
    expect(diagnostics[0]).toMatchObject({ path: 'shop/nginx#text', line: null, file: './profiles/nginx.aa' });
  });

  it('calls standard input by the name that the user gave it', () => {
    expect(JSON.parse(print('json', [warned], OPTIONS)).file).toBe('-');
    expect(print('json', [accepted], OPTIONS)).toBe('{"file":"redis.aa","accepted":true,"diagnostics":[]}\n');
  });

  it('speaks as soon as an input is checked, and stays silent without inputs', () => {
    expect(print('json', [], OPTIONS)).toBe('');
  });
});
