import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { inCi } from '../tools/find';
import { textsBelow } from './files';
import { writeFreeRecord } from './free-record';
import { python, withoutPython } from './python';
import { writeSecurity } from './security';

const PROGRAM = join(__dirname, 'free-record.py');

describe('a free record in Python', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'python-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async (context) => {
    const reason = await withoutPython();
    if (reason !== undefined && !inCi()) context.skip(reason);
  });

  test('holds expressions, blocks, loops and tokens as one in TypeScript does', async () => {
    writeFreeRecord(join(folder, 'typescript'));
    await python(PROGRAM, join(folder, 'python'));
    const written = textsBelow(join(folder, 'python'));
    expect(written).toEqual(textsBelow(join(folder, 'typescript')));
    expect(written['free/templates/thing-thing.yaml']).toContain('range $name, $value := .Values.pairs');
  });

  test('with an expression printed by an f-string is refused, and nothing is written', async () => {
    const wrong = python(PROGRAM, join(folder, 'wrong'), 'wrong');
    await expect(wrong).rejects.toMatchObject({
      stderr: expect.stringMatching(/free\/wrong#data\.text: .*\[HELM1029\]/),
    });
    await expect(wrong).rejects.toMatchObject({ stderr: expect.stringContaining('as_string()') });
    expect(existsSync(join(folder, 'wrong'))).toBe(false);
  });
});

describe('policies, rules and values in Python', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'python-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are those of TypeScript, byte for byte', async (context) => {
    const reason = await withoutPython();
    if (reason !== undefined && !inCi()) context.skip(reason);
    writeSecurity(join(folder, 'typescript'));
    await python(join(__dirname, 'security.py'), join(folder, 'python'));
    const written = textsBelow(join(folder, 'python'));
    expect(written).toEqual(textsBelow(join(folder, 'typescript')));
    expect(Object.keys(written)).toEqual(
      expect.arrayContaining([
        'auto-deploy-values.yaml',
        'cilium-values.yaml',
        'falco-values.yaml',
        'security/templates/web-cilium-ciliumnetworkpolicy.yaml',
        'security/templates/web-pods-podsecuritypolicy.yaml',
      ]),
    );
  });
});
