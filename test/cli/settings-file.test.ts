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
    expect(await read('target:\n  kubernetes: 1.30\n  apparmor: "4.0"\n')).toEqual({
      targets: { kubernetes: '1.30', apparmor: '4.0' },
    });
  });

  const rows: readonly (readonly [string, string])[] = [
    ['targets:\n  falco: 0.44\n', '"targets" is not known here [CLI1005]\n  hint: did you mean "target"?\n1 error'],
    ['target: 4.1\n', '"target" must be an object, not the string "4.1"'],
    ['target:\n  falco: [1]\n', '"target.falco" must be a string, not an array'],
    ['target:\n  flaco: 1\n  cilium: x\n', '"flaco" is no target: did you mean "falco"?'],
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
    await expect(read('target:\n  flaco: 1\n  cilium: x\n')).rejects.toThrow(/2 errors$/);
  });
});
