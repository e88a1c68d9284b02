/** Codes of the problems that the command line itself reports, with one line each for reports that list rules. */
export const CLI_CODES = {
  CLI1001: 'An input cannot be read',
  CLI1002: 'An input is not UTF-8 text',
  CLI1003: 'An input is too large',
  CLI1004: 'A folder holds no file to check',
  CLI1005: 'The settings file is wrong',
  CLI1010: 'An act to evaluate is wrong',
  CLI1011: 'It is not clear which profile is meant',
  CLI9001: 'A check stopped half-way: a fault of the program',
} as const;

export type CliCode = keyof typeof CLI_CODES;
