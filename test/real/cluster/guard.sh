#!/bin/sh
# Runs a program for as long as the one who started it lives: `guard.sh FOLDER PROGRAM ARGUMENTS…`.
# Standard input is a pipe that the starter holds open. It closes when the starter lets go of it, and just as well when
# the starter crashes or is killed: then the program is killed, and FOLDER, its scratch space, removed.
trap '' INT TERM HUP
folder=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
closing=
trap 'closing=yes; kill -KILL "$program"' USR1
(
  read -r _ <&3
  kill -USR1 $$
) &
watcher=$!
wait "$program"
code=$?
if [ -n "$closing" ]; then
  # The signal ended the first wait. Guards that share FOLDER all remove it: the last does so when all programs are gone.
  wait "$program"
  rm -rf "$folder" 2>/dev/null
else
  kill -KILL "$watcher"
fi
exit "$code"
