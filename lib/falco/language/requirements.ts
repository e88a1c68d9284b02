import { quote } from '../../diagnostics/describe';
import type { YamlNode } from '../../yaml/node';
import { itemsOf, textOf } from '../../yaml/walk';
import { ALTERNATIVE_KEYS, PLUGIN_KEYS, VERSION } from './items';
import { describeNode, type Problems } from './problems';
import { checkKeys, checkRequired, isText, mustBe, valueAt } from './values';

/** `required_engine_version`: a number N, which means 0.N.0, or a version. */
export function checkEngineVersion(value: YamlNode, problems: Problems): void {
  const text = textOf(value) ?? '';
  if (/^\d+$/.test(text) || VERSION.test(text)) return;
  const message = `"required_engine_version" must be a version, not ${describeNode(value)}`;
  problems.report('version', value, message, { hint: 'three numbers, such as 0.57.0, or one such as 15' });
}

/** `required_plugin_versions`: plugins that must be there, each with what may stand in for it. */
export function checkPluginVersions(plugins: YamlNode, problems: Problems): void {
  const isList = plugins.kind === 'list';
  if (!mustBe(plugins, 'required_plugin_versions', 'a list', isList, problems)) return;
  for (const plugin of itemsOf(plugins)) {
    if (!checkPlugin(plugin, PLUGIN_KEYS, problems)) continue;
    const alternatives = valueAt(plugin, 'alternatives');
    if (alternatives === undefined) continue;
    if (!mustBe(alternatives, 'alternatives', 'a list', alternatives.kind === 'list', problems)) continue;
    const sound = itemsOf(alternatives).filter((each) => checkPlugin(each, ALTERNATIVE_KEYS, problems));
    checkTwice([plugin, ...sound], problems);
  }
}

function checkPlugin(plugin: YamlNode, keys: readonly string[], problems: Problems): boolean {
  if (!mustBe(plugin, 'a plugin', 'a mapping', plugin.kind === 'map', problems)) return false;
  checkKeys(plugin, keys, problems, 'a plugin');
  checkRequired(plugin, ['name', 'version'], problems, 'the plugin');
  const name = valueAt(plugin, 'name');
  if (name !== undefined) mustBe(name, 'name', 'a text that is not empty', isText(name), problems);
  const version = valueAt(plugin, 'version');
  if (version !== undefined && !VERSION.test(textOf(version) ?? '')) {
    const message = `"version" of a plugin must be a version, not ${describeNode(version)}`;
    problems.report('version', version, message, { hint: 'three numbers, such as 0.4.0' });
  }
  return true;
}

/** Falco refuses a plugin that stands in for itself. */
function checkTwice(plugins: readonly YamlNode[], problems: Problems): void {
  const names = new Set<string>();
  for (const plugin of plugins) {
    const name = valueAt(plugin, 'name');
    if (name === undefined) continue;
    const text = textOf(name) ?? '';
    if (names.has(text)) problems.report('version', name, `the plugin ${quote(text)} stands twice in one set`);
    names.add(text);
  }
}
