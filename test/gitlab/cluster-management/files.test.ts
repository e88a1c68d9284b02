import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectFolder, Upstream } from './folder';

let folder: ProjectFolder;
beforeEach(() => {
  folder = new ProjectFolder();
});
afterEach(() => folder.remove());

describe('an application that is taken out of the program', () => {
  it('stays as an entry that uninstalls it, until somebody deletes that', () => {
    folder.synth((project) => void new Upstream(project, 'falco'));
    expect(folder.synth(() => undefined)).toContain('GITLAB2011');
    expect(folder.part('applications/falco/helmfile.yaml', 1)).toEqual({
      releases: [
        { name: 'falco', namespace: 'falco-system', chart: 'example/falco', version: '1.2.3', installed: false },
      ],
    });
    expect(folder.has('applications/falco/values.yaml')).toBe(false);
    expect(folder.read('applications/falco/helmfile.yaml')).toContain('Delete this folder when no cluster has it');
    // Whoever uninstalls it needs rights there still, and a right there needs the namespace.
    expect(folder.read('rbac/ci-access.yaml')).toContain('namespace: falco-system');
    expect(folder.yaml('namespaces.yaml')).toMatchObject([
      { metadata: { name: 'falco-system', labels: { 'pod-security.kubernetes.io/warn': 'baseline' } } },
    ]);

    const before = folder.files().map((file) => [file, folder.read(file)]);
    folder.synth(() => undefined);
    expect(folder.files().map((file) => [file, folder.read(file)])).toEqual(before);
  });

  it('comes back when the program has it again', () => {
    folder.synth((project) => void new Upstream(project, 'falco'));
    folder.synth(() => undefined);
    expect(folder.synth((project) => void new Upstream(project, 'falco'))).toBe('');
    expect(folder.part('applications/falco/helmfile.yaml', 1).releases[0].installed).toBe(true);
  });

  it('keeps its chart as long as its entry', () => {
    folder.synth((project) => void project.addAppArmor());
    folder.synth(() => undefined);
    expect(folder.has('charts/apparmor/Chart.yaml')).toBe(true);
    folder.write('applications/apparmor/helmfile.yaml', '# mine\nreleases: []\n');
    folder.synth(() => undefined);
    expect(folder.has('charts')).toBe(false);
    expect(folder.read('applications/apparmor/helmfile.yaml')).toBe('# mine\nreleases: []\n');
  });

  it('is an error where its release cannot be read', () => {
    folder.synth((project) => void new Upstream(project, 'falco'));
    const marker = folder.read('applications/falco/helmfile.yaml').split('\n')[0];
    for (const text of ['releases: []', 'releases: [{name: 7}]', 'a: [']) {
      folder.write('applications/falco/helmfile.yaml', `${marker}\n${text}\n`);
      expect(() => folder.synth(() => undefined)).toThrow('GITLAB2009');
    }
  });
});

describe('files of somebody else', () => {
  it('stay, beside those of the project and in their place', () => {
    const own = {
      'README.md': '# Ours\n',
      'values/mine.yaml': 'a: 1\n',
      'applications/apparmor/values.yaml': 'profiles: {}\n',
      'applications/apparmor/notes.yaml': 'b: 2\n',
      'applications/other/helmfile.yaml': 'releases: []\n',
      'charts/theirs/Chart.yaml': 'name: theirs\n',
    };
    for (const [file, text] of Object.entries(own)) folder.write(file, text);
    const said = folder.synth((project) => void project.addAppArmor());
    folder.synth(() => undefined);
    for (const [file, text] of Object.entries(own)) expect(folder.read(file)).toBe(text);
    expect(said.match(/\S+: warning: .*GITLAB2008/g)).toHaveLength(2);
  });

  it('are in the way where they hold the project together: nothing is written', () => {
    for (const file of ['helmfile.yaml', 'applications/apparmor/helmfile.yaml']) {
      const other = new ProjectFolder();
      other.write(file, 'releases: []\n');
      expect(() => other.synth((project) => void project.addAppArmor())).toThrow('GITLAB2007');
      expect(other.files()).toEqual([file]);
      other.remove();
    }
  });
});

describe('a run that fails', () => {
  it('leaves everything as it was', () => {
    folder.synth((project) => void project.addAppArmor());
    const before = folder.files().map((file) => [file, folder.read(file)]);
    expect(() =>
      folder.synth((project) => {
        new Upstream(project, 'falco');
        project.addAppArmor({ values: { nothing: true } });
      }),
    ).toThrow('"nothing" is not known here');
    expect(folder.files().map((file) => [file, folder.read(file)])).toEqual(before);
  });

  it('puts back what it had moved when the disk refuses in the middle', () => {
    folder.synth((project) => void project.addAppArmor());
    // A file where a folder should be: most of the others are in place by then.
    rmSync(folder.path('.gitlab'), { recursive: true });
    folder.write('.gitlab', 'mine');
    const before = folder.files().map((file) => [file, folder.read(file)]);
    const raised = { projectId: 8, enforcePodSecurity: true };
    expect(() => folder.synth((project) => void new Upstream(project, 'falco'), raised)).toThrow(/ENOTDIR|EEXIST/);
    expect(folder.files().map((file) => [file, folder.read(file)])).toEqual(before);
  });
});
