/** Versions of apparmor_parser that are known here, each as a stable Debian has or will have it. */
export const PARSER_VERSIONS = ['2.13', '3.0', '4.1', '5.0'] as const;

export type ParserVersion = (typeof PARSER_VERSIONS)[number];

/** Taken when nobody names one: that of the loader's image. */
export const DEFAULT_PARSER: ParserVersion = '3.0';

/** Of what a version has: from which one on, and up to which one. */
export interface Lifetime {
  /** The first version that has it. Default: all. */
  readonly since?: ParserVersion;
  /** The last version that has it. Default: all later ones. */
  readonly until?: ParserVersion;
}

/** Whether a version is the other one or a later one. */
export function atLeast(version: ParserVersion, other: ParserVersion): boolean {
  return PARSER_VERSIONS.indexOf(version) >= PARSER_VERSIONS.indexOf(other);
}

/** Whether a version has what lives so long. */
export function livesIn({ since, until }: Lifetime, version: ParserVersion): boolean {
  return (since === undefined || atLeast(version, since)) && (until === undefined || atLeast(until, version));
}
