import { posix } from 'node:path';
import { valid } from 'semver';
import { quote } from '../../diagnostics/describe';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { itemsOf, nodeAt, textOf } from '../../yaml/walk';
import { placeOf } from '../lint/places';
import type { Release } from '../lint/releases';

/** What helm is asked for. */
export interface ChartAddress {
  /** `falco`, or `oci://registry.example.com/charts/falco`. */
  readonly name: string;
  /** Address of its repository; none for a registry, which is part of the name. */
  readonly repository?: string;
}

/** A chart of somebody else with its pinned version, and where that is written. */
export interface Pin {
  /** Name of the release, which is that of the application. */
  readonly application: string;
  /** As the release names it: `falcosecurity/falco`. */
  readonly chart: string;
  readonly address: ChartAddress;
  readonly version: string;
  readonly release: Release;
}

/** One version as charts write it, with nothing that means something in YAML or a template. */
export const ONE_VERSION = /^v?\d+\.\d+\.\d+(-[-.0-9A-Za-z]+)?(\+[-.0-9A-Za-z]+)?$/;

const OTHERS = 'nothing is written while one of them is not known; name the others to raise them alone';

/** Charts that lie in the project have no pin, and what is on its way out needs none. */
export const isPinned = ({ localChart, installed }: Release): boolean => localChart === undefined && installed;

/** The pin of a release, or why it has none that can be raised. `versions`: what `chart-versions.json` says. */
export function pinOf(release: Release, versions: Readonly<Record<string, string>>): Pin | Diagnostic {
  const { name: application, chart } = release;
  const version = Object.hasOwn(versions, application) ? versions[application] : release.version;
  if (version === undefined || valid(version) === null || !ONE_VERSION.test(version)) {
    const said = version === undefined ? 'it has no version' : `${quote(version)} is not one version`;
    return flaw(release, `the pin of ${application} cannot be raised: ${said}`, 'write one version, such as 1.2.3');
  }
  const address = addressOf(release);
  if (address !== undefined) return { application, chart, address, version, release };
  const message = `nobody can be asked for ${application}: the repository of ${quote(chart)} does not stand in its helmfile`;
  return flaw(release, message, `add it to "repositories" there; ${OTHERS}`);
}

function addressOf({ chart, helmfile }: Release): ChartAddress | undefined {
  if (chart.startsWith('oci://')) return { name: chart };
  const [repositoryName = '', ...name] = chart.split('/');
  const repository = helmfile.documents
    .flatMap((document) => itemsOf(nodeAt(document, ['repositories'])))
    .find((each) => textOf(nodeAt(each, ['name'])) === repositoryName);
  const url = textOf(nodeAt(repository, ['url']));
  if (url === undefined || name.length !== 1) return undefined;
  const oci = nodeAt(repository, ['oci']);
  return oci?.kind === 'scalar' && oci.value === true
    ? { name: `oci://${posix.join(url.replace(/^oci:\/\//, ''), ...name)}` }
    : { name: name.join('/'), repository: url };
}

/** An address without the password that may stand in it. */
export const shownAddress = ({ name, repository }: ChartAddress): string =>
  (repository ?? name).replace(/^([a-z]+:\/\/)[^/@]*@/, '$1');

/** What is wrong with a release: at its version, else at the release. */
export function flaw({ helmfile, node }: Release, message: string, hint: string): Diagnostic {
  const place = placeOf(helmfile, nodeAt(node, ['version']) ?? node);
  return { code: 'PROJECT1201', severity: 'error', message, hint, place };
}
