import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GONE, givenByEnvironment, missing, mustBeThere, requireTool, TOOLS_FOLDER, tool, variable } from './find';
import type { DebianTool } from './table';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-'));
  writeFileSync(join(folder, 'a-tool'), '#!/bin/sh\n');
  chmodSync(join(folder, 'a-tool'), 0o755);
  writeFileSync(join(folder, 'text'), '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A test context that notes why it was skipped. */
const context = () => ({
  note: '',
  skip(note: string): never {
    this.note = note;
    throw new Error('skipped');
  },
});

describe('looking for a tool', () => {
  it('asks the environment first', () => {
    expect(variable('kube-apiserver-1.36')).toBe('KUBE_APISERVER_1_36_BIN');
    vi.stubEnv('HELM3_BIN', join(folder, 'a-tool'));
    expect(tool('helm3')).toBe(join(folder, 'a-tool'));
  });

  it('takes a row of packages without programs for a folder', () => {
    vi.stubEnv('PATH', '/usr/bin');
    expect([undefined, join(TOOLS_FOLDER, 'kernel')]).toContain(tool('kernel'));
    expect(missing('kernel')).toContain('test/tools/build.ts kernel');
  });

  it('refuses a variable that names no program', () => {
    vi.stubEnv('HELM3_BIN', join(folder, 'text'));
    expect(() => tool('helm3')).toThrow('HELM3_BIN');
  });

  it.each<[string, DebianTool['binaries'], boolean]>([
    ['all of its programs', { 'a-tool': 'bin/a' }, true],
    ['one of its two programs', { 'a-tool': 'bin/a', 'no-such-tool': 'bin/b' }, false],
    ['no program, for it brings files alone', {}, false],
  ])('knows whether the environment gives a row: %s', (_, binaries, given) => {
    vi.stubEnv('A_TOOL_BIN', join(folder, 'a-tool'));
    expect(givenByEnvironment({ kind: 'debian', packages: { 'a-package': '1' }, binaries })).toBe(given);
  });

  it('looks along PATH last', () => {
    vi.stubEnv('PATH', `/nowhere:${folder}`);
    expect(tool('a-tool')).toBe(join(folder, 'a-tool'));
    expect(tool('text')).toBeUndefined();
  });

  it('skips a test aloud when there is none', () => {
    vi.stubEnv('CI', '');
    const test = context();
    expect(() => requireTool(test, 'no-such-tool')).toThrow('skipped');
    expect(test.note).toContain('no-such-tool is not available');
  });

  it('fails in a pipeline when there is none', () => {
    vi.stubEnv('CI', 'true');
    expect(() => requireTool(context(), 'no-such-tool')).toThrow('no-such-tool is not available');
  });

  it.each([
    ['what the mirrors no longer have', `${GONE}: no Release file`, false],
    ['what could not be built', 'the network is down', true],
  ])('knows in a pipeline whether it must be there: %s', (_, reason, must) => {
    vi.stubEnv('CI', 'true');
    expect(mustBeThere('no-such-tool', () => reason)).toBe(must);
  });

  it('names the row that builds a program', () => {
    expect(missing('kubectl')).toContain('kubectl is not available');
  });
});
