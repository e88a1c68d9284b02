/** Names of all formats of reports, in the order of help texts. Apart from the printers: a help text needs only names. */
export const FORMATS = ['terminal', 'json', 'code-quality', 'sarif', 'junit'] as const;

/** Name of a format. */
export type Format = (typeof FORMATS)[number];
