import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  /** What the DiagnosticError of a profile says. */
  function faultsOf(make: () => unknown): readonly string[] {
    try {
      make();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return error.diagnostics.map(({ code, place, message }) => `${code} ${place?.path} ${message}`);
    }
    return [];
  }

  it.each([
    [{ text: undefined }, '"text" is missing: it must be a string'],
    [{ text: 1 }, '"text" must be a string, not the number 1'],
    [{ text: 'profile web { }', flie: 'web.aa' }, '"flie" is not known here'],
    [undefined, 'the value must be an object, not undefined'],
  ])('with the props %j is refused', (props, message) => {
    expect(faultsOf(() => new AppArmorProfile(scope(), 'web', props as never))).toEqual([
      `HELM1050 shop/web ${message}`,
    ]);
  });

  it('without a text is refused', () => {
    const given = undefined as never;
    expect(faultsOf(() => AppArmorProfile.fromText(scope(), 'web', given))).toHaveLength(1);
    expect(faultsOf(() => AppArmorProfile.fromFile(scope(), 'web', given))).toEqual([
      'HELM1050 shop/web "file" is missing: it must be a string that is not empty',
    ]);
  });

  it('in a file that cannot be read is refused, with path and reason', () => {
    expect(faultsOf(() => AppArmorProfile.fromFile(scope(), 'web', '/nope.aa'))).toEqual([
      expect.stringMatching(/^APPARMOR1021 shop\/web the profile cannot be read: ENOENT.*nope\.aa/),
    ]);
    expect(faultsOf(() => AppArmorProfile.fromFile(scope(), 'web', tmpdir()))).toEqual([
      expect.stringContaining('EISDIR'),
    ]);
  });

  it('in a file that is not UTF-8 is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'profile-'));
    try {
      const file = join(folder, 'web.aa');
      writeFileSync(file, Buffer.from('profile w\u00e9b { }\n', 'latin1'));
      expect(faultsOf(() => AppArmorProfile.fromFile(scope(), 'web', file))).toEqual([
        'APPARMOR1021 shop/web the profile cannot be read: it is not UTF-8 text',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('in a file with a byte order mark is told so: the parser refuses it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'profile-'));
    try {
      const file = join(folder, 'web.aa');
      writeFileSync(file, '\ufeffabi <abi/3.0>,\nprofile web { }\n');
      expect(() => AppArmorProfile.fromFile(scope(), 'web', file)).toThrow('APPARMOR1012');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('with a flag that only newer parsers know is taken, with a warning: the loader may bring such a parser', () => {
    const profile = AppArmorProfile.fromText(scope(), 'web', 'abi <abi/3.0>,\nprofile web flags=(default_allow) { }\n');
    expect(profile.warnings).toMatchObject([{ code: 'APPARMOR1014', severity: 'warning' }]);
  });

  it('is checked with what it includes where the folders are named, and the place is in the included file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'profile-'));
    try {
      writeFileSync(join(folder, 'broken'), '/etc/hosts rq,\n');
      const text = 'abi <abi/3.0>,\nprofile web {\n  include <broken>\n  /a ix,\n}\n';
      mkdirSync(join(folder, 'abi'));
      writeFileSync(join(folder, 'abi/3.0'), '');
      expect(AppArmorProfile.fromText(scope(), 'web', text).warnings).toEqual([]);
      const checked = () => new AppArmorProfile(scope(), 'web', { text, includeFolders: [folder] });
      expect(faultsOf(checked)).toEqual([expect.stringContaining('shop/web')]);
      expect(checked).toThrow(`${folder}/broken:1:`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('without includes is judged to its end: patterns, modes that contradict, variables', () => {
    const text = 'abi <abi/3.0>,\nprofile web {\n  /a{b r,\n  /bin/* ix,\n  /bin/s* Px,\n  @{none}/x r,\n}\n';
    expect(faultsOf(() => AppArmorProfile.fromText(scope(), 'web', text)).map((fault) => fault.split(' ')[0])).toEqual([
      'APPARMOR1087',
      'APPARMOR1085',
      'APPARMOR1061',
    ]);
  });
});
