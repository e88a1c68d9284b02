/** The 32 bits that the parser gives to an accepting state: 14 for the owner of a file, 14 for others, 2 for both. */

export const EXEC = 1;
export const WRITE = 2;
export const READ = 4;
export const APPEND = 8;
export const LINK = 16;
/** Of a file. Behind the NUL of a link pair the same bit asks for the subset test. */
export const LOCK = 32;
export const LINK_SUBSET = 32;
export const MMAP = 64;

/** What is known of an execution besides that it is allowed. */
export const EXEC_TYPE = { pux: 1 << 7, unsafe: 1 << 8, inherit: 1 << 9, modifiers: 15 << 10 } as const;
/** Values of the modifiers; from 4 on they count in the table of named transitions. */
export const MODIFIER = { unconfined: 1, profile: 2, child: 3, table: 4, most: 15 } as const;

export const OTHER_SHIFT = 14;
const BASE = (1 << OTHER_SHIFT) - 1;
const TYPE = EXEC_TYPE.pux | EXEC_TYPE.unsafe | EXEC_TYPE.inherit | EXEC_TYPE.modifiers;

export const both = (bits: number): number => bits | (bits << OTHER_SHIFT);
export const USER_EXEC = EXEC;
export const OTHER_EXEC = EXEC << OTHER_SHIFT;
export const USER_EXEC_TYPE = TYPE;
export const OTHER_EXEC_TYPE = TYPE << OTHER_SHIFT;
export const ALL_EXEC_TYPE = both(TYPE);
export const LINKS = both(LINK);

/** Changing the profile at the next execution; also the bit of hats. */
export const ON_EXEC = 1 << 30;
export const CHANGE_PROFILE = 1 << 31;

/** Bits that can be audited or silenced: the others of a word are how an execution goes on. */
export const AUDITED = both(127);

/** The bits of one side: of the owner, or of the others. */
export const sideOf = (word: number, owner: boolean): number => (owner ? word : word >>> OTHER_SHIFT) & BASE;
