import { describe, quote } from '../../diagnostics/describe';
import { isObject } from '../../diagnostics/predicates';
import type { HelmChart } from '../chart/chart';

/** What the chart itself writes; `.Files` of Helm never has it. */
const OWN =
  /^(?:Chart\.yaml|Chart\.lock|values\.yaml|values\.schema\.json|README\.md|\.helmignore|(?:templates|charts|crds|ci)(?:\/.*)?)$/;

/** Below the chart's folder, with forward slashes. */
const BELOW = /^(?!\/)(?:(?!\.{1,2}(?:\/|$))[^/\\\0]+(?:\/|$))+(?<!\/)$/;

/** Reports a path that is not below the chart's folder, is taken, or belongs to the chart itself; and a text that is none. */
export function checkFile(chart: HelmChart, path: string, text: string): void {
  const report = reporter(chart, 'files', String(path));
  if (typeof path !== 'string' || !BELOW.test(path))
    report(`${describe(path)} is no path below the chart's folder`, 'such as "files/rules.yaml"');
  else if (OWN.test(path))
    report(`${quote(path)} is written by the chart itself, or not seen by templates`, 'such as "files/rules.yaml"');
  else if (chart._files.has(path)) report(`the file ${quote(path)} is added twice`, 'add it once');
  if (typeof text !== 'string')
    report(`the text of ${quote(String(path))} must be a string, not ${describe(text)}`, 'read the file first');
}

/** Reports a name that is no file name or is taken, and content that is not an object. True when the content can be written. */
export function checkFileName(
  chart: HelmChart,
  folder: 'ci' | 'crds',
  name: string,
  taken: ReadonlyMap<string, unknown>,
  content: unknown,
): boolean {
  const report = reporter(chart, folder, String(name));
  if (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    report(`${describe(name)} is no name for a file in ${folder}/`, 'letters, digits, ".", "_" and "-"');
  } else if (taken.has(name)) report(`the name ${quote(name)} is taken in ${folder}/`, 'give another name');
  if (isObject(content)) return true;
  report(`the content of ${quote(String(name))} must be an object, not ${describe(content)}`, 'give plain data');
  return false;
}

function reporter(chart: HelmChart, folder: string, name: string): (message: string, hint: string) => void {
  const place = { path: chart.node.path, key: `${folder}.${name}` };
  return (message, hint) => chart._problems.push({ code: 'HELM1052', severity: 'error', message, hint, place });
}
