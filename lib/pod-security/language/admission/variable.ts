/** A variable of an admission policy: evaluated when it is first asked for, and then kept until the request is answered. */
export interface Variable {
  readonly name: string;
  /** CEL. */
  readonly expression: string;
}

/** One line of CEL from several of a source text. */
export function cel(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  const text = strings.map((string, index) => string.replace(/\s*\n\s*/g, ' ') + (parts[index] ?? '')).join('');
  return text.trim();
}
