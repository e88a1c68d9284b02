import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiagnosticError } from '../../../lib/diagnostics/diagnostic-error';
import { ClusterManagementProject } from '../../../lib/gitlab/cluster-management-project';
import { HelmApp, HelmChart } from '../../../lib/helm';
import { ProjectFolder, Upstream } from './folder';

let folder: ProjectFolder;
beforeEach(() => {
  folder = new ProjectFolder();
});
afterEach(() => folder.remove());

/** Codes and messages of all problems. Nothing may have been written. */
function refused(fill: (project: ClusterManagementProject) => void, props: object = {}): readonly string[] {
  try {
    folder.synth(fill, props);
  } catch (error) {
    expect(folder.files()).toEqual([]);
    return (error as DiagnosticError).diagnostics.map(({ code, message }) => `${code} ${message}`);
  }
  throw new Error('nothing was refused');
}

const cluster = (name: string, agent = name): object => ({ name, agent });

describe('mistakes in a cluster management project', () => {
  it('are all told at once', () => {
    const said = refused(
      (project) => {
        project.addAppArmor({ clusters: ['uss'], values: { loader: { pollSeconds: 'often' } } });
        project.configure(new Upstream(project, 'falco'), { clusterValues: { asia: {} } });
        project.configure(new Upstream(project, 'cilium'), { name: 'falco' });
      },
      { clusters: [cluster('eu'), cluster('us', 'eu'), cluster('us')], chartVersions: { falko: '1.0.0' } },
    );
    expect(said.map((line) => line.split(' ')[0]).sort()).toEqual([
      'GITLAB2002',
      'GITLAB2003',
      'GITLAB2004',
      'GITLAB2005',
      'GITLAB2005',
      'GITLAB2006',
      'HELM2001',
    ]);
  });

  it.each([
    ['a path without a group', { projectPath: 'clusters' }],
    ['a number that is none', { projectId: '7' }],
    ['a number below 1', { projectId: 0 }],
    ['no cluster', { clusters: [] }],
    ['a cluster without an agent', { clusters: [{ name: 'eu' }] }],
    ['a cluster whose slug would be another', { clusters: [cluster('Production/EU', 'eu')] }],
    ['a cluster with two hyphens, which a slug has not', { clusters: [cluster('eu--1', 'eu')] }],
    ['a cluster with more than 24 characters', { clusters: [cluster('a'.repeat(25))] }],
    ['an agent that is no DNS label', { clusters: [cluster('eu', 'Agent')] }],
    ['a version that is a range', { chartVersions: { falco: '>=1.0.0' } }],
    ['a version that is short', { chartVersions: { falco: '9.1' } }],
    ['a prop that nobody knows', { cluster: [] }],
  ])('%s is refused', (_, props) => {
    const said = refused((project) => void new Upstream(project, 'falco'), props);
    expect(said).toEqual([expect.stringMatching(/^GITLAB2001 /)]);
  });

  it.each([
    ['a namespace that is no DNS label', { namespaceName: 'Falco' }],
    ['a name that is too long for a release', { name: 'a'.repeat(54) }],
    ['a level that is none', { podSecurityLevel: 'priviledged' }],
    ['values that are a list', { values: [] }],
    ['values with a function in them', { values: { a: { b: () => 1 } } }],
    ['values of a cluster that are a text', { clusterValues: { default: 'text' } }],
    ['no cluster', { clusters: [] }],
    ['an option that nobody knows', { value: {} }],
  ])('of an application: %s is refused', (_, options) => {
    const said = refused((project) => project.configure(new Upstream(project, 'falco'), options as object));
    expect(said).toEqual([expect.stringMatching(/^GITLAB2001 /)]);
  });

  it('a chart that is configured twice, or is none of this project, is refused', () => {
    const other = new HelmChart(new HelmApp({ outdir: folder.root }), 'other', { version: '1.0.0', description: 'x' });
    const said = refused((project) => {
      const falco = new Upstream(project, 'falco');
      project.configure(falco, {});
      project.configure(falco, {});
      project.configure(other, {});
      project.configure(undefined as never, {});
    });
    expect(said.map((line) => line.slice(0, 10))).toEqual(['GITLAB2010', 'GITLAB2010', 'GITLAB2010']);
  });

  it.each([
    ['a version that is a range', { chartVersion: '^1.0.0' }],
    ['a repository with a template in it', { repository: 'https://{{ env "HOME" }}' }],
    ['a repository with a password in it', { repository: 'https://me:secret@charts.example.com' }],
    ['a name that is a path', { chartName: '../../etc' }],
    ['a level that is none', { podSecurityLevel: 'none' }],
  ])('a chart of somebody else: %s is refused', (_, source) => {
    const said = refused((project) => void new Upstream(project, 'falco', {}, source));
    expect(said).toEqual([expect.stringMatching(/^GITLAB2013 "source\./)]);
  });

  it('values of a single cluster are held against the chart of the project', () => {
    const said = refused((project) =>
      project.addAppArmor({ clusterValues: { default: { loader: { polSeconds: 1 } } } }),
    );
    expect(said).toEqual(['HELM2007 "loader.polSeconds" is not known here']);
  });

  it('a caller without types gets the same words', () => {
    expect(refused(() => undefined, { projectPath: undefined })).toEqual([
      'GITLAB2001 "projectPath" is missing: it must be the path of a project, such as "acme/cluster-management"',
    ]);
    expect(() => new ClusterManagementProject(undefined as never).synth()).toThrow('GITLAB2001');
  });
});
