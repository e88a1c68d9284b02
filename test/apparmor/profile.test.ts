import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppArmorProfile } from '../../lib/apparmor';
import { DiagnosticError } from '../../lib/diagnostics/diagnostic-error';
import { HelmApp, HelmChart } from '../../lib/helm';

const scope = (): HelmChart => new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });

describe('a profile', () => {
  it('knows the name that pods write', () => {
    const profile = AppArmorProfile.fromText(scope(), 'web', 'abi <abi/3.0>,\nprofile web { }\n');
    expect(profile).toMatchObject({ profileName: 'web', localhostProfile: 'web', annotationValue: 'localhost/web' });
    expect(profile.warnings).toEqual([]);
  });

  it('without an abi rule is taken, with a warning that names file, line and construct', () => {
    const folder = mkdtempSync(join(tmpdir(), 'profile-'));
    try {
      const file = join(folder, 'web.aa');
      writeFileSync(file, '\nprofile web { }\n');
      expect(AppArmorProfile.fromFile(scope(), 'web', file).warnings).toMatchObject([
        { code: 'APPARMOR1010', severity: 'warning', place: { file, line: 2, column: 9, path: 'shop/web' } },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['is not closed', 'abi <abi/3.0>,\nprofile web {', ['APPARMOR1002']],
    ['comes with a second one', 'abi <abi/3.0>,\nprofile a { }\nprofile b { }', ['APPARMOR1020']],
    ['is wrong and without an abi rule', 'profile web {', ['APPARMOR1002', 'APPARMOR1010']],
  ])('that %s is refused', (_what, text, codes) => {
    try {
      AppArmorProfile.fromText(scope(), 'web', text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DiagnosticError);
      expect((error as DiagnosticError).diagnostics.map(({ code }) => code).sort()).toEqual(codes);
    }
  });
});
