/** Codes of what lint finds, with one line each for reports that list rules. They never change their meaning. */
export const LINT_CODES = {
  PROJECT1101: 'A file is no YAML',
  PROJECT1102: 'A folder is no project that is known',
  PROJECT1103: 'A file that is named is not there',
  PROJECT1104: 'A file has another structure than it should',
  PROJECT1105: 'A version is not pinned',
  PROJECT1106: 'A chart has no such value',
  PROJECT1107: 'A secret stands in a file as text',
  PROJECT1108: 'Helm refuses a chart with its values',
  PROJECT1109: 'A part was not checked',
  PROJECT1110: 'An include of the CI file cannot work',
  PROJECT1111: 'Two releases have one name',
  PROJECT1112: 'The pods of a workload would be refused',
} as const;

export type LintCode = keyof typeof LINT_CODES;
