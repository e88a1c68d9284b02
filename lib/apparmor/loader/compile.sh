# shellcheck shell=sh disable=SC2154
# From text to compiled policy. What a text was found to be is kept under its hash while it is wanted and this program
# runs, so an edit of one file costs one compilation: HASH.names or HASH.error, HASH.warned, and HASH.policy until the
# kernel has it.

# compile_all ROUND: fills ROUND/compiled (number, hash of the policy, name of a profile), ROUND/bad (number, kind,
# line, message) and ROUND/warned (number, line, message). The kernel is not touched.
compile_all() {
  from_cache missing "$1" >"$1/missing"
  while IFS=$TAB read -r number hash; do
    beat
    compile "$1/$number.txt" "$RUN/cache/$hash" ||
      printf '%s\ttimeout\t-\t%s\n' "$number" "the parser did not finish within $PARSE_TIMEOUT s (exit code $outcome)" >>"$1/bad"
  done <"$1/missing"
  forget_unwanted "$1"
  from_cache all "$1" >"$1/judged"
  whole "$1/judged" && pick compiled "$1/judged" >"$1/compiled" && pick warned "$1/judged" >"$1/warned" &&
    pick bad "$1/judged" >>"$1/bad"
}

# from_cache WHAT ROUND
from_cache() {
  CACHE=$RUN/cache awk -f "$HERE/compiled.awk" what="$1" part=bad "$2/bad" part=files "$2/files"
}

# forget_unwanted ROUND: the cache holds what is wanted now and nothing else.
forget_unwanted() {
  for kept in "$RUN"/cache/*; do
    printf '%s\n' "${kept##*/}"
  done | awk 'BEGIN { FS = "\t" }
    part == "files" { wanted[$2] = 1 }
    part == "cache" && !(substr($0, 1, index($0 ".", ".") - 1) in wanted)' part=files "$1/files" part=cache - |
    while read -r kept; do
      rm -f "$RUN/cache/$kept"
    done
}

# compile TEXT KEPT: KEPT.policy and KEPT.names, or KEPT.error. Exit code 1 if the parser was ended, by us or for lack
# of memory: another attempt may do better, so nothing is kept. What a text includes is looked for in our own folder first:
# it was written for this parser, and the node's may be newer.
compile() {
  uptime
  began=$now
  bounded "$PARSE_TIMEOUT" "$PARSER" --quiet --warn=rule-not-enforced --warn=abi --skip-kernel-load --skip-cache \
    --Include "$INCLUDES" --Include "$NODE_PROFILES" --subdomainfs "$APPARMORFS" --ofile "$2.policy" "$1" </dev/null >"$RUN/said" 2>&1
  outcome=$?
  uptime
  count parser_runs 1
  count parser_centiseconds $((now - began))
  if [ "$outcome" -ge 124 ]; then
    touch "$RUN/pending"
    return 1
  fi
  if [ "$outcome" -ne 0 ]; then
    said_line parse "$1" >"$2.error"
  else
    [ ! -s "$RUN/said" ] || parser_output warning "$1" >"$2.warned"
    read_names "$2"
  fi
}

# parser_output KIND TEXT: what the parser said, without control characters and without our own paths.
parser_output() {
  tr '\1-\11\13-\37\177' ' ' <"$RUN/said" | TEXT=$2 awk -v kind="$1" -f "$HERE/parser-output.awk"
}

# said_line KIND TEXT: kind, line number and message of an error, in one line even if the message held newlines.
said_line() {
  parser_output error "$2" | {
    read -r line message
    printf '%s\t%s\t%s\n' "$1" "$line" "$(printf '%s' "$message" | one_line)"
  }
}

# read_names KEPT: KEPT.names (hash of the policy, name of a profile), or KEPT.error.
read_names() {
  policy_hash=$(sha256sum <"$1.policy")
  tr '\0\n' '\n\1' <"$1.policy" | HASH=${policy_hash%% *} awk -f "$HERE/names.awk" >"$1.names"
  IFS=$TAB read -r first kind message <"$1.names"
  if [ "$first" = error ]; then
    printf '%s\t-\t%s\n' "$kind" "$message" >"$1.error"
    printf '' >"$1.names"
  fi
}
