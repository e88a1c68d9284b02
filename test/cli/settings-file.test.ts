import { describe, expect, it } from 'vitest';
import { readSettingsFile } from '../../lib/cli/settings-file';
import { folderWith } from './folder';

const read = (text: string) => readSettingsFile(folderWith({ 'container-security.yaml': text }));

describe('readSettingsFile', () => {
  it('finds nothing where there is no file, and nothing in an empty one', async () => {
    expect(await readSettingsFile(folderWith({}))).toEqual({ targets: {} });
    expect(await read('')).toEqual({ targets: {} });
    expect(await read('# later\n')).toEqual({ targets: {} });
  });

  it('reads versions as they are written', async () => {
    expect(await read('target:\n  apparmor: 3.0\n')).toEqual({ targets: { apparmor: '3.0' } });
    expect(await read('target:\n  apparmor: "4.1"\n')).toEqual({ targets: { apparmor: '4.1' } });
    expect(await read('target:\n  kubernetes: 1.30\n')).toEqual({ targets: { kubernetes: '1.30' } });
  });

  const rows: readonly (readonly [string, string])[] = [
    ['targets:\n  apparmor: 4.1\n', '"targets" is not known here [CLI1005]\n  hint: did you mean "target"?\n1 error'],
    ['target: 4.1\n', '"target" must be an object, not the string "4.1"'],
    ['target:\n  apparmor: [1]\n', '"target.apparmor" must be a string, not an array'],
    ['target:\n  aparmor: 4.1\n', '"aparmor" is no target: did you mean "apparmor"?'],
    ['target:\n  apparmor: 9.9\n', '"apparmor" must be "2.13", "3.0", "4.1" or "5.0", not "9.9"'],
    ['- a\n', 'the value must be an object, not an array'],
    [
      'a: b\n c: d\n',
      'container-security.yaml:2:3: error: this is not YAML: bad indentation of a mapping entry [CLI1005]\n     2 |  c: d\n       |   ^',
    ],
  ];
  it.each(rows)('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('names all mistakes in one run', async () => {
    await expect(read('target:\n  aparmor: 1\n  apparmor: x\n')).rejects.toThrow(/2 errors$/);
  });

  it('refuses a folder of that name in plain words', async () => {
    await expect(readSettingsFile(folderWith({ 'container-security.yaml/x': '' }))).rejects.toThrow(
      'container-security.yaml: error: the settings must be a file, and this is none [CLI1005]',
    );
  });
});
