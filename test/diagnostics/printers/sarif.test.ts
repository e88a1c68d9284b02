import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import type { CheckedInput } from '../../../lib/diagnostics/printers';
import { print } from '../../../lib/diagnostics/printers';
import { ALL, OPTIONS, refused, suspicious, unreadable, warned } from './inputs';

const closed = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const text = { type: 'string', minLength: 1 };
const position = { type: 'integer', minimum: 1 };
const only = (...values: readonly string[]): object => ({ enum: values });
const list = (items: object): object => ({ type: 'array', items, minItems: 1 });

/** The part of SARIF 2.1.0 that we write, closed: a misspelt key fails here as it would with the full schema. */
const SCHEMA = closed({
  $schema: { type: 'string', pattern: '^https://.*/sarif-schema-2\\.1\\.0\\.json$' },
  version: only('2.1.0'),
  runs: {
    ...list(
      closed({
        tool: closed({
          driver: closed({
            name: text,
            version: text,
            informationUri: { type: 'string', pattern: '^https://' },
            rules: {
              type: 'array',
              uniqueItems: true,
              items: closed({ id: text, shortDescription: closed({ text }) }),
            },
          }),
        }),
        invocations: list(closed({ executionSuccessful: { type: 'boolean' } })),
        columnKind: only('utf16CodeUnits', 'unicodeCodePoints'),
        results: {
          type: 'array',
          items: closed({
            ruleId: text,
            ruleIndex: { type: 'integer', minimum: 0 },
            level: only('none', 'note', 'warning', 'error'),
            message: closed({ text }),
            locations: list(
              closed(
                {
                  physicalLocation: closed({
                    artifactLocation: closed({ uri: { type: 'string', pattern: "^[A-Za-z0-9._~!'()*%/:-]+$" } }),
                    region: closed(
                      { startLine: position, startColumn: position, endLine: position, endColumn: position },
                      ['startColumn', 'endLine', 'endColumn'],
                    ),
                  }),
                  logicalLocations: list(closed({ fullyQualifiedName: text })),
                },
                ['logicalLocations'],
              ),
            ),
            partialFingerprints: closed({ 'containerSecurity/v1': { type: 'string', pattern: '^[0-9a-f]{16}$' } }),
          }),
        },
      }),
    ),
    maxItems: 1,
  },
});

const sarif = (inputs: readonly CheckedInput[]) => JSON.parse(print('sarif', inputs, OPTIONS));

describe('sarif', () => {
  it('has the shape of SARIF 2.1.0, with a rule and a physical location in every result', () => {
    const validate = new Ajv({ strict: true }).compile(SCHEMA);
    for (const log of [sarif(ALL), sarif([])]) {
      validate(log);
      expect(validate.errors).toBeNull();
    }
  });

  it('lists each rule once, and results point at theirs', () => {
    const [run] = sarif(ALL).runs;
    const { rules } = run.tool.driver;
    expect(rules.map(({ id }: { id: string }) => id)).toEqual([
      'APPARMOR2001',
      'APPARMOR1003',
      'APPARMOR2002',
      'APPARMOR2003',
      'CLI1001',
    ]);
    expect(run.results).toHaveLength(6);
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex].id).toBe(ruleId);
  });

  it('says what, where and how bad', () => {
    const [run] = sarif([refused]).runs;
    expect(run.results[2]).toMatchObject({
      ruleId: 'APPARMOR1003',
      level: 'error',
      message: { text: 'unknown capability "sys_admn"\ndid you mean "sys_admin"?' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'profiles/nginx.aa' },
            region: { startLine: 3, startColumn: 14, endLine: 3, endColumn: 22 },
          },
        },
      ],
    });
    expect(run.results[0].locations[0].logicalLocations).toEqual([{ fullyQualifiedName: 'shop/nginx#text' }]);
    expect(sarif([warned]).runs[0].results[0].level).toBe('note');
  });

  it('describes rules when it is told how', () => {
    const log = JSON.parse(
      print('sarif', [refused], { ...OPTIONS, rules: { APPARMOR1003: 'A capability that no kernel knows' } }),
    );
    expect(log.runs[0].tool.driver.rules[1].shortDescription.text).toBe('A capability that no kernel knows');
    expect(log.runs[0].tool.driver.rules[0].shortDescription.text).toBe('APPARMOR2001');
  });

  it('says that the run did not go well when an input could not be read', () => {
    expect(sarif([refused]).runs[0].invocations).toEqual([{ executionSuccessful: true }]);
    expect(sarif([unreadable]).runs[0].invocations).toEqual([{ executionSuccessful: false }]);
  });

  const uris: readonly (readonly [string, string])[] = [
    [suspicious.file, 'dir%20with%20space/%C3%BC%3A1.aa'],
    ['/etc/apparmor.d/nginx', 'file:///etc/apparmor.d/nginx'],
    ['C:\\profiles\\nginx', 'file:///C%3A/profiles/nginx'],
    ['../up/#x?', '../up/%23x%3F'],
    ['half\ud800', 'half%EF%BF%BD'],
    ['-', 'stdin'],
  ];
  it.each(uris)('writes the file %j as the URI %s', (file, uri) => {
    const [result] = sarif([{ ...suspicious, file }]).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
    expect(() => new URL(uri, 'https://example.com/')).not.toThrow();
  });

  // The full schema is published by OASIS; give its file in SARIF_SCHEMA to check against it.
  const full = process.env.SARIF_SCHEMA;
  it.skipIf(full === undefined)('agrees with the full schema of OASIS', () => {
    // The schema is draft-04 and differs from draft-07 only in the name of its id.
    const { id, $schema, ...schema } = JSON.parse(readFileSync(full ?? '', 'utf8'));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile({ $id: id, ...schema });
    validate(sarif(ALL));
    expect($schema).toContain('draft-04');
    expect(validate.errors).toBeNull();
  });
});
