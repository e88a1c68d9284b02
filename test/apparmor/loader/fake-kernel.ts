/** Shell scripts that stand in for a kernel with AppArmor. */

/** Quotes a path for the scripts; our temporary folders hold no quote. */
const quoted = (path: string): string => `'${path}'`;

/** Names in policy, found in its hexadecimal form: not how the loader's own script finds them. */
const NAMES_IN_HEX = `
function value(c) { return index("0123456789abcdef", c) - 1 }
function number(hex) { return value(substr(hex, 1, 1)) * 16 + value(substr(hex, 2, 1)) }
{ all = all $0 }
END {
  gsub(/ /, "", all)
  mark = "04080070726f66696c65000705"
  while ((at = index(all, mark)) > 0) {
    all = substr(all, at + length(mark))
    size = number(substr(all, 1, 2)) + 256 * number(substr(all, 3, 2))
    name = ""
    for (i = 0; i < size - 1; i++) name = name sprintf("%c", number(substr(all, 5 + 2 * i, 2)))
    print name " (enforce)"
  }
}`;

/** The real parser; when it loads, its policy goes to a file, and the names in it on the list of profiles. */
export const parserScript = (folder: string, parser: string): string => `#!/bin/sh
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export LC_ALL
cd ${quoted(folder)}
printf '%s\\n' "$*" >>calls
[ ! -e slow ] || exec sleep "$(cat slow)"
[ ! -e fail ] || case "$*" in *--replace*) cat fail >&2; exit 1 ;; esac
[ ! -e forget ] || case "$*" in *--replace*) rm forget; exit 0 ;; esac
${quoted(parser)} --kernel-features "$(cat features)" --policy-features "$(cat abi)" "$@" || exit
case "$*" in
  *--replace*)
    od -An -v -tx1 aafs/.replace | awk '${NAMES_IN_HEX}' >new
    grep -vFx -f new aafs/profiles >old
    cat new old >list
    mv list aafs/profiles
    ;;
esac
`;

/** Names that come close together reach the reader as one text, so it takes the longest known name off its front. */
export const removeScript = (folder: string): string => `
cd ${quoted(folder)}
# Open for reading and writing: the pipe never ends, and no name is lost while the last one is worked on.
exec 3<>aafs/.remove
while true; do
  NAMES=$(dd bs=65536 count=1 <&3 2>/dev/null) LC_ALL=C awk '
    { list[NR] = name = $0; sub(/ \\([a-z]*\\)$/, "", name); names[NR] = name }
    END {
      for (rest = ENVIRON["NAMES"]; rest != ""; rest = substr(rest, length(best) + 1)) {
        best = ""
        for (i = 1; i <= NR; i++) if (index(rest, names[i]) == 1 && length(names[i]) > length(best)) best = names[i]
        if (best == "") break
        for (i = 1; i <= NR; i++) if (names[i] "" == best "" || index(names[i], best "//") == 1) gone[i] = 1
      }
      for (i = 1; i <= NR; i++) if (!(i in gone)) print list[i]
    }' aafs/profiles >kept
  mv kept aafs/profiles
done
`;
