# shellcheck shell=sh
# Other programs run in the background while we wait: the shell answers signals while it waits, not while a program in
# the foreground runs.

# The process in the background that was waited for last; `$!` is the one that was started last.
waited=
# Set once somebody asks to look now; and the sleep that is to be cut short then.
wake=
nap=

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

# wake_up: for a signal's trap. A signal that comes while we work is not lost: the next pause is none.
wake_up() {
  wake=1
  interrupted=1
  [ -z "$nap" ] || end_child
}

# pause SECONDS: any signal cuts it short. A trap may run between any two commands: the sleep is known before we look
# whether we were woken, so that either we or the trap ends it.
pause() {
  [ -z "$wake" ] || return 0
  sleep "$1" &
  nap=$!
  [ -z "$wake" ] || end_child
  wait "$nap" 2>/dev/null
  slept=$?
  nap=
  if [ "$slept" -eq 0 ]; then
    waited=$!
  else
    end_child
  fi
}

# end_child: ends what still runs in the background. A trap may come between the start of a process and the next
# command, so the only name that is sure to be right is `$!`; and a signal that reaches a process before its own first
# step is lost, so it is sent until it is heard.
end_child() {
  [ "${!-}" != "$waited" ] || return 0
  while lives "$!"; do
    kill "$!" 2>/dev/null
    sleep 0.1
  done
  wait "$!" 2>/dev/null
  waited=$!
}

# lives PID: whether a process is there and has not ended (one that has is a zombie until it is waited for).
lives() {
  life=
  { read -r life <"/proc/$1/stat"; } 2>/dev/null
  case "${life##*) }" in
    '' | Z* | X*) return 1 ;;
  esac
}

# bounded SECONDS COMMAND…: runs it, but ends it after that time, and at once when we are told to end.
bounded() {
  timeout "$@" &
  wait "$!"
  outcome=$?
  waited=$!
  return "$outcome"
}
