# shellcheck shell=sh
# The wanted profiles: files of the profiles directory and of directories in it, followed through symbolic links, as a
# mounted ConfigMap has them. Names with a dot in front are not profiles (`..data`, swap files of editors).

# fingerprint: one line that changes when a wanted file changes, comes or goes.
fingerprint() {
  set -- "$PROFILES"/* "$PROFILES"/*/*
  { printf '%s\n' "$@" && sha256sum -- "$@" 2>/dev/null; } | sha256sum
}

# snapshot DIR: copies the wanted files to DIR/1.txt, DIR/2.txt … and lists them in DIR/files: number, hash, name. What
# is judged and what is loaded is this copy, so a change in between does no harm. Mounted ConfigMaps are swapped as a
# whole: when one was swapped while we copied, we copy again, since a half old and half new set has false gaps.
snapshot() {
  attempt=0
  while [ "$attempt" -lt 5 ]; do
    attempt=$((attempt + 1))
    before=$(swaps)
    copy_wanted "$1"
    [ "$before" != "$(swaps)" ] || return 0
  done
  return 1
}

swaps() {
  for link in "$PROFILES"/..data "$PROFILES"/*/..data; do
    readlink "$link"
  done
}

copy_wanted() {
  rm -f "$1"/*
  printf '' >"$1/named"
  printf '' >"$1/bad"
  number=0
  for path in "$PROFILES"/* "$PROFILES"/*/*; do
    [ -f "$path" ] || continue
    number=$((number + 1))
    name=${path#"$PROFILES"/}
    case "$name" in
      *[[:cntrl:]]*)
        name=$(printf '%s' "$name" | tr '[:cntrl:]' '?')
        printf '%s\tname\t-\tthe name of the file holds a control character\n' "$number" >>"$1/bad"
        ;;
      # The newline is for files that end in a comment without one: the parser refuses them.
      *) { cat <"$path" && echo; } >"$1/$number.txt" 2>/dev/null ||
        printf '%s\tread\t-\tthe file cannot be read\n' "$number" >>"$1/bad" ;;
    esac
    [ -f "$1/$number.txt" ] || printf '' >"$1/$number.txt"
    printf '%s\t%s\n' "$number" "$name" >>"$1/named"
  done
  (cd "$1" && sha256sum -- *.txt 2>/dev/null) >"$1/sums"
  awk 'BEGIN { FS = "\t"; OFS = "\t" }
    FILENAME != ARGV[2] { split($0, sum, /[ .]+\*?/); hash[sum[2]] = sum[1]; next }
    { print $1, hash[$1], $2 }' "$1/sums" "$1/named" >"$1/files"
}
