/** An action of Go's template language in a text. */
export interface Action {
  /** As it stands there, braces included; up to the end of the text when it is never closed. */
  readonly text: string;
  /** What stands between the braces, without blanks and trim markers; undefined when it is never closed. */
  readonly inside?: string;
}

/** What is known of an action. */
export type Verdict = 'known' | 'unknown' | 'control';

/** A quoted text, a raw one, or one character. */
const PIECE = /"(?:\\.|[^"\\])*"|`[^`]*`|\}\}|[\s\S]/y;

/** Every action of a text, in order. */
export function actionsOf(text: string): readonly Action[] {
  const actions: Action[] = [];
  let start = text.indexOf('{{');
  while (start >= 0) {
    const end = endOf(text, start + 2);
    if (end === undefined) return [...actions, { text: text.slice(start) }];
    const inside = text
      .slice(start + 2, end)
      .replace(/^-\s/, '')
      .replace(/\s-$/, '')
      .trim();
    actions.push({ text: text.slice(start, end + 2), inside });
    start = text.indexOf('{{', end + 2);
  }
  return actions;
}

function endOf(text: string, from: number): number | undefined {
  PIECE.lastIndex = from;
  for (let piece = PIECE.exec(text); piece; piece = PIECE.exec(text)) {
    if (piece[0] === '}}') return piece.index;
  }
  return undefined;
}

/** What every chart has, and the templates that auto-deploy-app defines. */
const FIELD = String.raw`\$?\.(?:Release\.(?:Name|Namespace|Service|Revision|IsInstall|IsUpgrade)|Chart\.[A-Z]\w*|Values(?:\.\w+)+)`;
const NAMED =
  '(?:include|template) +"(?:name|fullname|appname|imagename|trackableappname|sharedlabels|hostname)" +[.$]';
const TEXT = String.raw`"(?:\\.|[^"\\])*"|${'`'}[^${'`'}]*${'`'}`;
/** Functions whose one further argument, if any, is a text or a number. */
const FUNCTION = String.raw`(?:quote|squote|lower|upper|title|trim|b64enc|sha256sum|toJson|toString|int|trunc +-?\d+|trimSuffix +(?:${TEXT})|trimPrefix +(?:${TEXT})|default +(?:${TEXT}|-?\d+)|nindent +\d+|indent +\d+)`;
const KNOWN = new RegExp(String.raw`^(?:${FIELD}|${NAMED}|${TEXT})(?: *\| *${FUNCTION})*$`);
const CONTROL = /^(?:if|else|end|range|with|define|block|\/\*)/;

/** Whether an action is one that the chart can carry out for sure. */
export function judge({ inside }: Action): Verdict {
  if (inside === undefined) return 'unknown';
  if (KNOWN.test(inside)) return 'known';
  return CONTROL.test(inside) ? 'control' : 'unknown';
}

/** Whether the text differs in every release: stable, canary and rollout are three. */
export function isReleaseUnique(text: string): boolean {
  return actionsOf(text).some(
    (action) =>
      judge(action) === 'known' && /Release\.Name\b|"(?:fullname|trackableappname)"/.test(action.inside ?? ''),
  );
}
