# shellcheck shell=sh
# Other programs run in the background while we wait: the shell answers signals while it waits, not while a program in
# the foreground runs.

# The process in the background that was waited for last; `$!` is the one that was started last.
waited=

# in_background COMMAND…: so that a signal is answered while it runs.
in_background() {
  interrupted=
  "$@" &
  wait "$!"
  outcome=$?
  while [ "$outcome" -gt 128 ] && [ -n "$interrupted" ]; do
    interrupted=
    wait "$!"
    outcome=$?
  done
  waited=$!
  return "$outcome"
}

# pause SECONDS: any signal cuts it short.
pause() {
  sleep "$1" &
  wait "$!"
  end_child
}

# end_child: ends what still runs in the background. A trap may come between the start of a process and the next
# command, so the only name that is sure to be right is `$!`.
end_child() {
  [ "${!-}" = "$waited" ] || { kill "$!" && wait "$!"; } 2>/dev/null
  waited=${!-}
}

# bounded SECONDS COMMAND…: runs it, but ends it after that time, and at once when we are told to end.
bounded() {
  timeout "$@" &
  wait "$!"
  outcome=$?
  waited=$!
  return "$outcome"
}
