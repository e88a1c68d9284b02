/** Patterns of paths as people write them, and what AppArmor must be told so that they hold. */

/** Folders that are links to others in many images: AppArmor sees the path that the link leads to. */
const SAME_FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^\/(?:usr\/)?(bin|sbin|lib|lib32|lib64|libx32)(?=\/|$)/, '/{usr/,}$1'],
  [/^\/(?:var\/)?run(?=\/|$)/, '/{var/,}run'],
  [/^\/(?:var\/lock|run\/lock)(?=\/|$)/, '/{var,run}/lock'],
];

/** One spelling for a path in folders that are known under two names. */
export function everySpelling(pattern: string): string {
  for (const [folder, both] of SAME_FOLDERS) if (folder.test(pattern)) return pattern.replace(folder, both);
  return pattern;
}

/** A folder and all below: `/var/cache/`, `/var/cache/**` and the words of others all mean this. */
export function withFolder(pattern: string): string {
  const [, folder] = /^(.*\/)(?:\*\*)?$/.exec(pattern) ?? [];
  return everySpelling(folder === undefined ? pattern : `${folder}{,**}`);
}

/**
 * The folders around what a pattern matches: whoever could rename one could put another file in the place of a protected
 * one. A part of a path that may hold slashes stands for all folders that it may stand for.
 */
export function foldersAround(pattern: string): readonly string[] {
  const parts = splitPath(pattern.replace(/\/(?:\*\*|\{,\*\*\})?$/, ''));
  const [, first] = /^\/\{(\w+)\/,\}/.exec(pattern) ?? [];
  const folders: string[] = first === undefined ? [] : [`/${first}/`];
  for (let at = 1; at < parts.length - 1; at += 1) folders.push(`${parts.slice(0, at + 1).join('/')}/`);
  return folders;
}

/** Parts between slashes that are not inside of braces or brackets. */
function splitPath(pattern: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const escaped = char === '\\';
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (char === '/' && depth === 0) parts.push('');
    else parts[parts.length - 1] += escaped ? pattern.slice(at, at + 2) : char;
    if (escaped) at += 1;
  }
  return parts;
}

/** A path of a rule. Quotes stand where a blank, a comma or a hash sign would end it. */
export function asWord(pattern: string): string {
  return /^[-\w./*?@%+=~:^[\]{}\\]+$|^[^\s,#"()]*\{[^\s#"()]*\}[^\s,#"()]*$/.test(pattern) ? pattern : `"${pattern}"`;
}

/** A pattern that matches this text alone: a command names one program, and no pattern. */
export function literal(text: string): string {
  return text.replace(/[\\*?[\]{}^]/g, '\\$&');
}

/** Patterns without doubles, in their order. */
export function unique(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns)];
}
