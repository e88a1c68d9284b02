/**
 * What packages and editors leave behind, and the notes beside: in a folder apparmor_parser passes over such files
 * (libapparmor, src/private.c).
 */
const ENDINGS: readonly string[] = [
  ...['.dpkg-new', '.dpkg-old', '.dpkg-dist', '.dpkg-bak', '.dpkg-remove'],
  ...['.pacnew', '.pacsave', '.rpmnew', '.rpmsave', '.orig', '.rej', '~'],
];

/** Whether apparmor_parser passes over a file of this name when it reads a folder. */
export const isPassedOver = (name: string): boolean =>
  name.startsWith('.') || name === 'README' || ENDINGS.some((ending) => name.endsWith(ending));
