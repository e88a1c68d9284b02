# shellcheck shell=sh
# The program that stays: looks every POLL seconds, works only when something changed, ends at once when told.

run() {
  trap 'stop TERM' TERM
  trap 'stop INT' INT
  trap wake_up HUP
  outcome=0
  rm -rf "$RUN"/round.* "$RUN/cache" "$RUN/state" "$RUN/events" "$RUN/rows" "$RUN/summary" "$RUN/pending" "$RUN/node"
  prepare
  event info start - - - "loader $VERSION, apparmor_parser $(cat "$RUN/parser"), looks every $POLL s"
  seen=
  retry_at=0
  while :; do
    beat
    wanted=$(fingerprint)
    if [ -n "$wake" ] || [ "$wanted" != "$seen" ] || kernel_changed || retry_due; then
      wake=
      seen=$wanted
      if ! in_background round_alone; then
        event error crash - - - "the round ended with exit code $outcome: next attempt in $RETRY s"
        touch "$RUN/pending"
      fi
      retry_at=$(($(date +%s) + RETRY))
    fi
    write_metrics
    pause "$POLL"
  done
}

# round_alone: only ever run in the background, as a process of its own: nothing a round needs stays with the one that
# waits.
round_alone() {
  trap 'trap "" TERM INT; end_child; exit 143' TERM INT
  trap '' HUP
  one_round
}

kernel_changed() {
  [ "$(kernel_support)" = yes ] && [ -f "$RUN/kernel" ] && [ "$(kernel_names)" != "$(cat "$RUN/kernel")" ]
}

retry_due() {
  [ -e "$RUN/pending" ] && [ "$(date +%s)" -ge "$retry_at" ]
}

# stop SIGNAL
stop() {
  trap - TERM INT HUP
  end_child
  message="ended by SIG$1: $(cat "$RUN/summary" 2>/dev/null || echo 'nothing done yet')"
  event info stop - - - "$message"
  last_words "$message"
  exit 0
}

# serve: the metrics page and nothing else, for a container without any privilege.
serve() {
  trap 'end_child; exit 0' TERM INT
  until [ -d "$RUN/www" ]; do
    pause 1
  done
  in_background busybox httpd -f -p "$METRICS_PORT" -h "$RUN/www" -c "$HERE/httpd.conf"
}
