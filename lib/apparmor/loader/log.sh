# shellcheck shell=sh
# One line of logfmt per event, on standard output: time, level, event, profile, file, line, msg, always all of them.

# log_events: reads events (tab-separated, see log.awk) and prints them.
log_events() {
  NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ) awk -f "$HERE/text.awk" -f "$HERE/log.awk"
}

# event LEVEL EVENT PROFILE FILE LINE MESSAGE: one event; - for none.
event() {
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@" | log_events
}

# one_line: standard input as one line without control characters, cut to what a log line and an event can carry.
one_line() {
  tr '[:cntrl:]' ' ' | sed -e 's/  */ /g' -e 's/^ //' -e 's/ $//' | cut -c 1-600
}

# last_words MESSAGE: what `kubectl describe pod` shows of an ended container.
last_words() {
  { printf '%s\n' "$1" >>"$TERMINATION_LOG"; } 2>/dev/null || :
}

# fatal MESSAGE: nothing can be done without this.
fatal() {
  event error fatal - - - "$1"
  last_words "$1"
  exit 1
}
