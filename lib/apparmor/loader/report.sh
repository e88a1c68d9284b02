# shellcheck shell=sh disable=SC2154
# What people and machines see: log lines, `loader ready`, `loader status`, metrics.

# report STATE ROUND: ROUND/rows has status, file, name; ROUND/events the conditions that hold now. A condition is
# logged when it begins and when it ends, not in every round.
report() {
  errors=$(grep -c "^error$TAB" "$2/events")
  state=$1
  if [ "$state" = loaded ]; then
    if [ "$errors" -eq 0 ]; then state=ready; else state=degraded; fi
  fi
  sort -u "$2/events" >"$RUN/events.new"
  touch "$RUN/events"
  grep -Fxve '' -f "$RUN/events" "$RUN/events.new" | log_events
  over=$(grep -Fxve '' -f "$RUN/events.new" -c "$RUN/events")
  [ "$errors" -ne 0 ] || date +%s >"$RUN/counters/last_success"
  mv "$RUN/events.new" "$RUN/events"
  cp "$2/rows" "$RUN/rows.new" && mv "$RUN/rows.new" "$RUN/rows"
  summary=$(summarize "$2/rows" "$errors")
  [ "$summary" = "$(cat "$RUN/summary" 2>/dev/null)" ] || over=1
  printf '%s\n' "$summary" >"$RUN/summary"
  printf '%s\n' "$state" >"$RUN/state.new" && mv "$RUN/state.new" "$RUN/state"
  write_metrics
  [ "$over" -eq 0 ] || event info round - - - "$summary"
}

# summarize ROWS ERRORS
summarize() {
  awk -v errors="$2" 'BEGIN { FS = "\t" } { n[$1]++ }
    END {
      printf "%d loaded, %d outdated, %d missing, %d refused, %d kept though no longer wanted, %d errors", \
        n["loaded"], n["outdated"], n["missing"], n["refused"], n["kept"], errors
    }' "$1"
}

# write_metrics: the page that `loader serve` hands out, written anew and put in place as a whole.
write_metrics() {
  awk -f "$HERE/text.awk" -f "$HERE/metrics.awk" version="$VERSION" state="$(cat "$RUN/state" 2>/dev/null)" \
    now="$(date +%s)" part=parser "$RUN/parser" part=counter "$RUN/counters"/* part=rows "$RUN/rows" \
    part=events "$RUN/events" 2>/dev/null >"$RUN/www/metrics/new" &&
    mv "$RUN/www/metrics/new" "$RUN/www/metrics/index.prom"
}

# is_alive: whether the watching program gave a sign of life within the time that its slowest step may take.
is_alive() {
  last=0
  { read -r last <"$RUN/beat"; } 2>/dev/null
  last=${last#"${last%%[!0]*}"}
  uptime
  age=$(((now - ${last:-0}) / 100))
  [ "$age" -gt $((3 * POLL + PARSE_TIMEOUT + 30)) ] || return 0
  printf 'no sign of life for %s s\n' "$age"
  return 1
}

# report_ready: exit code 0 if everything wanted is loaded; otherwise says what is not, for `kubectl describe pod`.
report_ready() {
  state=starting
  { read -r state <"$RUN/state"; } 2>/dev/null
  case "$state" in
    ready) return 0 ;;
    unsupported) [ "$READY_WITHOUT_APPARMOR" = false ] || return 0 ;;
  esac
  printf '%s\n' "$state"
  [ ! -f "$RUN/events" ] || grep "^error$TAB" "$RUN/events" | log_events | sed 's/^time=[^ ]* //'
  return 1
}

# report_status: all of it, for `kubectl exec`.
report_status() {
  state=starting
  { read -r state <"$RUN/state"; } 2>/dev/null
  printf 'state: %s\n' "$state"
  [ ! -f "$RUN/rows" ] || awk 'BEGIN { FS = "\t" } { printf "%-9s %s (%s)\n", $1, $3, $2 }' "$RUN/rows"
  [ ! -f "$RUN/events" ] || log_events <"$RUN/events" | sed 's/^time=[^ ]* //'
}
