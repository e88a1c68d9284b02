# shellcheck shell=sh
# From text to compiled policy. What a text was found to be is kept under its hash while it is wanted and this program
# runs, so an edit of one file costs one compilation. Of the policy only the hash is kept, once the kernel has it.

# compile_all ROUND: fills ROUND/compiled (number, hash of the policy, name of a profile), ROUND/bad (number, kind,
# line, message) and ROUND/warned (number, line, message). The kernel is not touched.
compile_all() {
  rm -rf "$RUN"/cache/*.transient
  from_cache missing "$1" >"$1/missing"
  while IFS=$TAB read -r number hash; do
    beat
    compile "$1/$number.txt" "$RUN/cache/$hash"
  done <"$1/missing"
  forget_unwanted "$1"
  from_cache all "$1" >"$1/judged"
  whole "$1/judged" && pick compiled "$1/judged" >"$1/compiled" && pick warned "$1/judged" >"$1/warned" &&
    pick bad "$1/judged" >>"$1/bad"
}

# forget_unwanted ROUND: the cache holds what is wanted now and nothing else.
forget_unwanted() {
  for kept in "$RUN"/cache/*; do
    printf '%s\n' "${kept##*/}"
  done | awk 'BEGIN { FS = "\t" }
    part == "files" { wanted[$2] = wanted[$2 ".transient"] = 1 }
    part == "cache" && !($0 in wanted)' part=files "$1/files" part=cache - |
    while read -r kept; do
      rm -rf "$RUN/cache/$kept"
    done
}

# from_cache WHAT ROUND
from_cache() {
  CACHE=$RUN/cache awk -f "$HERE/compiled.awk" what="$1" part=bad "$2/bad" part=files "$2/files"
}

# compile TEXT DIR: the policy as DIR/policy, or what is wrong as DIR/error.
compile() {
  work=$2.transient
  rm -rf "$work" "$2"
  mkdir -p "$work"
  began=$(centiseconds)
  bounded "$PARSE_TIMEOUT" "$PARSER" --quiet --warn=rule-not-enforced --warn=abi --skip-kernel-load \
    --skip-cache --subdomainfs "$APPARMORFS" --ofile "$work/policy" "$1" </dev/null >"$work/said" 2>&1
  outcome=$?
  count parser_runs 1
  count parser_centiseconds $(($(centiseconds) - began))
  for part in error names warned; do
    printf '' >"$work/$part"
  done
  if [ "$outcome" -ge 124 ]; then
    # Ended by us, or killed (out of memory): another attempt may do better, so nothing is kept.
    printf 'timeout\t-\tthe parser did not finish within %s s (exit code %s)\n' "$PARSE_TIMEOUT" "$outcome" >"$work/error"
    touch "$RUN/pending"
    return
  fi
  if [ "$outcome" -ne 0 ]; then
    printf 'parse\t%s\n' "$(parser_output error "$1" <"$work/said" | said_line)" >"$work/error"
  else
    [ ! -s "$work/said" ] || parser_output warning "$1" <"$work/said" >"$work/warned"
    read_names "$work"
  fi
  mv "$work" "$2"
}

# parser_output KIND TEXT: what the parser printed, without control characters and without our own paths.
parser_output() {
  tr '\1-\11\13-\37\177' ' ' | TEXT=$2 awk -v kind="$1" -f "$HERE/parser-output.awk"
}

# said_line: line number and message of an error, joined again when the message held newlines.
said_line() {
  read -r line message
  printf '%s\t%s' "$line" "$(printf '%s' "$message" | one_line)"
}

# read_names DIR: DIR/names (hash of the policy, name of a profile), or DIR/error.
read_names() {
  policy_hash=$(sha256sum <"$1/policy")
  tr '\0\n' '\n\1' <"$1/policy" | HASH=${policy_hash%% *} awk -f "$HERE/names.awk" >"$1/found"
  IFS=$TAB read -r first kind message <"$1/found"
  if [ "$first" = error ]; then
    printf '%s\t-\t%s\n' "$kind" "$message" >"$1/error"
  else
    mv "$1/found" "$1/names"
  fi
}
