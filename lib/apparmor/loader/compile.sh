# shellcheck shell=sh
# From text to compiled policy. What a text compiles to is kept under its hash for as long as this program runs, so an
# edit of one file costs one compilation.

# compile_all ROUND: fills ROUND/compiled (number, hash of the policy, name of a profile), ROUND/bad (number, kind,
# line, message) and ROUND/warned (number, line, message). The kernel is not touched.
compile_all() {
  printf '' >"$1/compiled"
  printf '' >"$1/warned"
  rm -rf "$RUN"/cache/*.transient
  while IFS=$TAB read -r number hash _; do
    ! grep -q "^$number$TAB" "$1/bad" || continue
    beat
    kept=$RUN/cache/$hash
    [ -d "$kept" ] || compile "$1/$number.txt" "$kept"
    [ -d "$kept" ] || kept=$kept.transient
    { prefix "$number" <"$kept/error" >>"$1/bad" && prefix "$number" <"$kept/warned" >>"$1/warned" &&
      prefix "$number" <"$kept/names" >>"$1/compiled"; } || return 1
    [ -s "$kept/error" ] || [ -s "$kept/names" ] || return 1
  done <"$1/files"
}

# prefix NUMBER: puts the number of a file in front of each line.
prefix() {
  awk -v number="$1" '{ print number "\t" $0 }'
}

# compile TEXT DIR: the policy as DIR/policy, or what is wrong as DIR/error.
compile() {
  work=$2.transient
  rm -rf "$work"
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
    parser_output warning "$1" <"$work/said" >"$work/warned"
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

# read_names DIR: DIR/names (hash of the policy, name) from the compiled policy, since only there the variables in names
# are replaced; DIR/error when the kernel or we cannot work with a name.
read_names() {
  tr '\0\n' '\n\1' <"$1/policy" | awk -f "$HERE/names.awk" >"$1/found"
  if [ ! -s "$1/found" ]; then
    printf 'empty\t-\tthere is no profile in this file\n' >"$1/error"
  elif grep -q '[[:cntrl:]]' "$1/found"; then
    printf 'name\t-\tthe name of a profile holds a control character\n' >"$1/error"
  elif grep -q '^:' "$1/found"; then
    printf 'name\t-\tprofiles in a policy namespace (:namespace:name) cannot be given to pods\n' >"$1/error"
  elif ! complete_families "$1/found"; then
    printf 'name\t-\ta profile or hat stands inside a child profile: kernels take one level\n' >"$1/error"
  else
    hash=$(sha256sum <"$1/policy")
    prefix "${hash%% *}" <"$1/found" >"$1/names"
  fi
}

# complete_families NAMES: whether each child comes with its profile. One that is nested deeper is compiled under the
# name of the child around it, and the kernel does not take it.
complete_families() {
  awk '{ known[$0] = 1 }
    END {
      for (name in known) {
        parent = name
        if (sub(/\/\/[^\/]*$/, "", parent) && parent != "" && !(parent in known)) {
          exit 1
        }
      }
    }' "$1"
}
