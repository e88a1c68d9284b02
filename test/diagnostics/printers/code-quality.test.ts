import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../lib/diagnostics/fingerprint';
import type { CheckedInput, PrinterOptions } from '../../../lib/diagnostics/printers';
import { print } from '../../../lib/diagnostics/printers';
import type { CodeQualityEntry } from '../../../lib/diagnostics/printers/code-quality';
import { must } from '../must';
import { ALL, OPTIONS, refused, warned } from './inputs';

/** What GitLab documents for an entry; GitLab itself checks less. */
const SCHEMA = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', pattern: '^[A-Z]+[0-9]+$' },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{16}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        additionalProperties: false,
        properties: {
          path: { type: 'string', minLength: 1, pattern: '^(?!\\./)(?!/)' },
          lines: {
            type: 'object',
            required: ['begin'],
            additionalProperties: false,
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
};

const entries = (inputs: readonly CheckedInput[], options: PrinterOptions = OPTIONS): readonly CodeQualityEntry[] =>
  JSON.parse(print('code-quality', inputs, options));

const fingerprints = (inputs: readonly CheckedInput[]): readonly string[] =>
  entries(inputs).map((entry) => entry.fingerprint);

describe('code-quality', () => {
  it('has the shape that GitLab documents, with a path and a line in every entry', () => {
    const validate = new Ajv({ strict: true }).compile(SCHEMA);
    validate(entries(ALL));
    expect(validate.errors).toBeNull();
    expect(entries(ALL)).toHaveLength(6);
  });

  it('says what, where and how bad', () => {
    expect(entries([refused])[2]).toMatchObject({
      description: 'unknown capability "sys_admn" (did you mean "sys_admin"?)',
      check_name: 'APPARMOR1003',
      severity: 'critical',
      location: { path: 'profiles/nginx.aa', lines: { begin: 3 } },
    });
    expect(entries([warned])[0]).toMatchObject({ severity: 'info', location: { path: 'stdin', lines: { begin: 1 } } });
  });

  it('is an empty array without problems', () => {
    expect(print('code-quality', [], OPTIONS)).toBe('[]\n');
  });

  it('never gives two problems the same fingerprint, not even equal ones', () => {
    const many = Array.from({ length: 50 }, () => refused);
    const all = fingerprints(many);
    expect(new Set(all).size).toBe(all.length);
  });

  it('keeps the fingerprints when lines move', () => {
    const moved: CheckedInput = {
      ...refused,
      text: `# a comment\n\n${refused.text?.replaceAll('  capability', '\tcapability')}`,
      diagnostics: refused.diagnostics.map((diagnostic) => {
        const { place = {} } = diagnostic;
        return { ...diagnostic, place: place.line === undefined ? place : { ...place, line: place.line + 2 } };
      }),
    };
    expect(fingerprints([moved])).toEqual(fingerprints([refused]));
    const about = (line: number): CheckedInput => ({
      ...warned,
      diagnostics: [{ ...must(warned.diagnostics[0]), message: `name already used at line ${line}` }],
    });
    expect(fingerprints([about(3)])).toEqual(fingerprints([about(8)]));
  });

  it('changes the fingerprint with the file, the code, the message, the key and the source line', () => {
    const first = must(refused.diagnostics[0]);
    const base = { ...refused, text: must(refused.text), diagnostics: [first] };
    const others: readonly CheckedInput[] = [
      base,
      { ...base, diagnostics: [{ ...first, place: { ...first.place, file: 'other.aa' } }] },
      { ...base, diagnostics: [{ ...first, code: 'APPARMOR1004' }] },
      { ...base, diagnostics: [{ ...first, message: 'unknown capability "sys_amin"' }] },
      { ...base, diagnostics: [{ ...first, place: { ...first.place, key: 'spec' } }] },
      { ...base, text: base.text.replaceAll('sys_admn,', 'sys_admn, chown,') },
    ];
    expect(new Set(others.flatMap((input) => fingerprints([input]))).size).toBe(others.length);
  });

  it('takes paths from the top of the repository when it is told how', () => {
    const [entry] = entries([refused], { ...OPTIONS, locate: (file) => `sub/${file.slice(2)}` });
    expect(entry?.location.path).toBe('sub/profiles/nginx.aa');
  });
});

describe('fingerprint', () => {
  it('is 16 digits and has no twins among many short texts', () => {
    const all = Array.from({ length: 200_000 }, (_, index) => fingerprint(['a', String(index)]));
    expect(all.every((text) => /^[0-9a-f]{16}$/.test(text))).toBe(true);
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(all.map((text) => text.slice(0, 8))).size).toBeGreaterThan(199_900);
    expect(new Set(all.map((text) => text.slice(8))).size).toBeGreaterThan(199_900);
  });

  it('tells where one part ends and the next begins', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        return (fingerprint(a) === fingerprint(b)) === (JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});
