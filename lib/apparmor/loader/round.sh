# shellcheck shell=sh
# One round: look at what is wanted, judge all of it, and only then change the kernel.

# prepare: what every round needs; ends the program when it is not there.
prepare() {
  [ -d "$PROFILES" ] || fatal "there is no directory $PROFILES: mount the profiles there"
  writable "$RUN" || fatal "cannot write to $RUN: mount a writable directory there"
  writable "$STATE_DIR" || fatal "cannot write to $STATE_DIR: mount a directory of the node there"
  [ "$(kernel_support)" != yes ] || command -v "$PARSER" >/dev/null || fatal "there is no program $PARSER"
  mkdir -p "$RUN/counters" "$RUN/cache" "$RUN/www/metrics"
  for counter in loads load_failures unloads parser_runs parser_centiseconds last_success; do
    count "$counter" 0
  done
  touch "$RUN/rows" "$RUN/events"
  bounded "$PARSE_TIMEOUT" "$PARSER" --version >"$RUN/version" 2>/dev/null
  sed -n 's/.* version \([0-9][^ ]*\)$/\1/p' "$RUN/version" >"$RUN/parser"
  beat
}

# writable DIR: makes it where needed.
writable() {
  mkdir -p "$1" 2>/dev/null && touch "$1/.probe" 2>/dev/null && rm "$1/.probe"
}

# one_round: problems of profiles end in the report. Exit code 1 means that the round itself broke off, for instance
# because the disk is full: then the kernel and the state are as good as before, and nothing that we know is forgotten.
one_round() {
  round=$RUN/round.$$
  rm -rf "$round" "$RUN/pending"
  mkdir -p "$round" || return 1
  case "$(kernel_support)" in
    yes) supported_round ;;
    no) unsupported_round unsupported info 'this node has no AppArmor: nothing is loaded' ;;
    *) unsupported_round unmounted error "this node has AppArmor, but $APPARMORFS is not mounted here" ;;
  esac
  outcome=$?
  rm -rf "$round"
  return "$outcome"
}

# unsupported_round STATE LEVEL MESSAGE
unsupported_round() {
  printf '' >"$round/rows"
  printf '' >"$RUN/kernel"
  printf '%s\tunsupported\t-\t-\t-\t%s\n' "$2" "$3" >"$round/events"
  report "$1" "$round"
}

supported_round() {
  if ! snapshot "$round"; then
    event warn read - - - 'the profiles changed again and again while they were read: next attempt soon'
    touch "$RUN/pending"
    return
  fi
  { compile_all "$round" && kernel_names >"$round/kernel" && node_names >"$round/node" && read_state "$round/state"; } ||
    return 1
  NOW=$(date +%s) awk -f "$HERE/plan.awk" part=files "$round/files" part=compiled "$round/compiled" \
    part=bad "$round/bad" part=kernel "$round/kernel" part=node "$round/node" part=state "$round/state" >"$round/found"
  whole "$round/found" && sort -t "$TAB" -k 1,1 -k 7 "$round/found" >"$round/plan" && whole "$round/plan" || return 1
  judged_events "$round" >"$round/events" && printf '' >"$round/failed" || return 1
  load_planned "$round" || return 1
  unload_gone "$round"
  kernel_names >"$round/kernel" || return 1
  awk -f "$HERE/settle.awk" part=failed "$round/failed" part=kernel "$round/kernel" part=plan "$round/plan" >"$round/end"
  whole "$round/end" && pick state "$round/end" >"$round/state" && write_state "$round/state" || return 1
  pick row "$round/end" | sort -t "$TAB" -k 3 >"$round/rows"
  pick event "$round/end" >>"$round/events"
  cp "$round/kernel" "$RUN/kernel"
  # What the kernel refused, or what somebody took out again while we worked: it is in no list that will change.
  { [ ! -s "$round/failed" ] && ! grep -q "^missing$TAB" "$round/rows"; } || touch "$RUN/pending"
  rm -f "$RUN"/cache/*.policy
  report loaded "$round"
}

# whole FILE: whether the line `whole` is there, with which our awk programs end what they wrote.
whole() {
  grep -qx whole "$1"
}

# pick KIND FILE: the lines of one kind, without the word.
pick() {
  awk -v kind="$1" 'BEGIN { FS = "\t" } $1 == kind { print substr($0, length(kind) + 2) }' "$2"
}

# node_names: names that the node's own profiles define, where its /etc/apparmor.d is mounted. A file that our parser
# does not understand is passed over: if the node has loaded it, the kernel's list protects it. The parser is asked again
# when a file changed; RUN/node holds what it said, below the mark of the files that it was asked about.
node_names() {
  [ -d "$NODE_PROFILES" ] || return 0
  set -- "$NODE_PROFILES"/*
  mark=$(sha256sum -- "$@" 2>/dev/null | sha256sum)
  known=
  { IFS= read -r known <"$RUN/node"; } 2>/dev/null
  [ "$known" = "$mark" ] || ask_node "$@" >"$RUN/node" || return 1
  sed 1d "$RUN/node"
}

# ask_node FILE…: the mark, or - if the parser was ended at a file and has to be asked again; then the names.
ask_node() {
  printf '' >"$RUN/node.names" || return 1
  for path; do
    [ -f "$path" ] || continue
    beat
    bounded "$PARSE_TIMEOUT" "$PARSER" --quiet --skip-cache --Include "$NODE_PROFILES" --names "$path" \
      >>"$RUN/node.names" 2>/dev/null
    [ "$outcome" -lt 124 ] || mark=-
  done
  printf '%s\n' "$mark"
  cat "$RUN/node.names"
}

# judged_events ROUND: the events that are known before the kernel is touched.
judged_events() {
  pick event "$1/plan"
  awk 'BEGIN { FS = OFS = "\t" }
    part == "files" { file[$1] = $3 }
    part == "state" { ours[$3] = ours[$3] (ours[$3] == "" ? "" : ", ") $4 }
    part == "bad" { print "error", $2, "-", file[$1], $3, $4 (ours[file[$1]] == "" ? "" : "; still loaded as before: " ours[file[$1]]) }
    part == "warned" { print "warn", "warning", "-", file[$1], $2, $3 }' \
    part=files "$1/files" part=state "$1/state" part=bad "$1/bad" part=warned "$1/warned"
}

# load_planned ROUND: before the kernel gets a name, the name is written down as ours. So a loader that is killed in
# between knows it again, and no name can become ours that was there before.
load_planned() {
  awk 'BEGIN { FS = OFS = "\t" }
    part == "plan" && ($2 == "add" || $2 == "replace") { print "-", 0, $6, $7; claimed[$7] = 1 }
    part == "state" && !($4 in claimed)' part=plan "$1/plan" part=state "$1/state" >"$1/claims"
  awk 'BEGIN { FS = OFS = "\t" }
    part == "plan" && ($2 == "add" || $2 == "replace") { wanted[$3] = 1 }
    part == "files" && ($1 in wanted) { print $1, $2 }' part=plan "$1/plan" part=files "$1/files" >"$1/load"
  [ -s "$1/load" ] || return 0
  write_state "$1/claims"
  while IFS=$TAB read -r number hash; do
    beat
    [ -f "$RUN/cache/$hash.policy" ] || compile "$1/$number.txt" "$RUN/cache/$hash"
    if kernel_load "$RUN/cache/$hash.policy" </dev/null >"$1/said" 2>&1; then
      count loads 1
      printf '%s\n' "$number" >>"$1/done"
    else
      count load_failures 1
      printf '%s\n' "$number" >>"$1/failed"
      failed_event "$number" "$1/files" "$(sed 's/^.*Could not replace profile [^:]*: //' "$1/said" | one_line)" >>"$1/events"
    fi
  done <"$1/load"
  loaded_events "$1" | log_events
}

# loaded_events ROUND
loaded_events() {
  touch "$1/done"
  awk 'BEGIN { FS = OFS = "\t" }
    part == "done" { done[$1] = 1 }
    part == "plan" && $1 == "name" && ($3 in done) { print "info", "load", $7, $6, "-", $2 == "add" ? "loaded" : "replaced" }' \
    part=done "$1/done" part=plan "$1/plan"
}

# failed_event NUMBER FILES MESSAGE
failed_event() {
  SAID=$3 awk -v n="$1" 'BEGIN { FS = OFS = "\t" }
    $1 == n { print "error", "load", "-", $3, "-", "the kernel did not take it: " ENVIRON["SAID"] }' "$2"
}

# unload_gone ROUND: profiles of ours that nobody wants any more. They stay, unless asked for and provably unused.
unload_gone() {
  # The kernel takes children out with their profile, and the plan is sorted: the profile stands first.
  awk 'BEGIN { FS = "\t" }
    $1 == "name" && $2 == "gone" {
      gone[$7] = 1
      parent = $7
      if (!sub(/\/\/[^\/]*$/, "", parent) || !(parent in gone)) {
        print
      }
    }' "$1/plan" >"$1/gone"
  [ -s "$1/gone" ] || return 0
  if [ "$UNLOAD" = false ]; then
    note_gone "$1" info 'no longer wanted, stays loaded (unloading is off)'
  elif [ -s "$1/bad" ]; then
    note_gone "$1" warn 'no longer wanted, stays loaded until all files are good: a bad one may define it'
  elif ! processes_visible; then
    note_gone "$1" warn "no longer wanted, stays loaded: the processes of the node are not visible in $HOST_PROC"
  elif ! labels_in_use "$1/labels"; then
    note_gone "$1" warn 'no longer wanted, stays loaded: some process does not tell its profile'
    touch "$RUN/pending"
  else
    while IFS=$TAB read -r _ _ _ _ since file name; do
      unload_one "$1" "$since" "$file" "$name"
    done <"$1/gone"
  fi
}

# note_gone ROUND LEVEL MESSAGE
note_gone() {
  SAID=$3 awk -v level="$2" 'BEGIN { FS = OFS = "\t" } { print level, "unload", $7, $6, "-", ENVIRON["SAID"] }' \
    "$1/gone" >>"$1/events"
}

# unload_one ROUND SINCE FILE NAME
unload_one() {
  if [ $(($(date +%s) - $2)) -lt "$UNLOAD_AFTER" ]; then
    note_one "$1" "$4" "$3" "no longer wanted, is unloaded if that stays so for $UNLOAD_AFTER s"
  elif in_use "$4" "$1/labels"; then
    note_one "$1" "$4" "$3" 'no longer wanted, stays loaded: a process runs under it'
  elif kernel_remove "$4" 2>/dev/null; then
    count unloads 1
    event info unload "$4" "$3" - unloaded
    return
  elif ! kernel_names | grep -Fqxe "$4"; then
    return
  else
    note_one "$1" "$4" "$3" 'no longer wanted, but the kernel does not let it go'
  fi
  touch "$RUN/pending"
}

# note_one ROUND NAME FILE MESSAGE
note_one() {
  printf 'info\tunload\t%s\t%s\t-\t%s\n' "$2" "$3" "$4" >>"$1/events"
}
