import { commentLines } from '../../../lib/helm/values/comment';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { limitWords } from '../../../lib/helm/values/shape-words';
import { isGroup, mustBeGiven } from '../../../lib/helm/values/shape';
import { valuesYaml } from '../../../lib/helm/values/values-yaml';

/**
 * The part of values.yaml for one declaration, with `# ` taken from all that is an example and not prose.
 *
 * @throws Error when the prose is not what description and limits say.
 */
export function uncommented(declaration: ValueDeclaration): string {
  const prose = proseOf(declaration);
  const lines = valuesYaml([declaration]).split('\n');
  if (lines.slice(0, prose.length).join('\n') !== prose.join('\n')) throw new Error(`unexpected prose: ${lines.join('\n')}`);
  const rest = lines.slice(prose.length);
  const isShown = mustBeGiven(declaration) ? rest[0]?.startsWith('# ') : rest.includes('# Example:');
  if (!isShown) return rest.join('\n');
  return rest.filter((line) => line !== '# Example:').map((line) => line.replace(/^# ?/, '')).join('\n');
}

function proseOf(declaration: ValueDeclaration): readonly string[] {
  const { description, shape } = declaration;
  const required = mustBeGiven(declaration) && !isGroup(declaration) ? ['Required.'] : [];
  const text = [...(description === undefined ? [] : [description]), ...required, ...limitWords(shape)].join('\n');
  return text === '' ? [] : commentLines(text, isGroup(declaration) ? '' : '-- ', 100);
}
