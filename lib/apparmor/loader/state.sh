# shellcheck shell=sh
# What this loader loaded, remembered across restarts: STATE_DIR/loaded, first the boot it belongs to, then one line per
# name: hash of the policy (- while it is being loaded), since when it is no longer wanted (0 if it is), file, name.
# A reboot empties the kernel, so a state of another boot counts for nothing.

state_head() {
  boot=unknown
  { read -r boot <"$BOOT_ID"; } 2>/dev/null
  printf 'apparmor-loader 1 %s\n' "$boot"
}

# read_state FILE: the lines of the state. Exit code 1 if they could not all be written.
read_state() {
  printf '' >"$1" || return 1
  [ -f "$STATE_DIR/loaded" ] || return 0
  IFS= read -r head <"$STATE_DIR/loaded"
  [ "$head" = "$(state_head)" ] || return 0
  sed 1d "$STATE_DIR/loaded" >"$1" && [ "$(wc -l <"$STATE_DIR/loaded")" -eq $(($(wc -l <"$1") + 1)) ]
}

# write_state FILE: replaces the state as a whole.
write_state() {
  if ! { { state_head && cat "$1"; } >"$STATE_DIR/loaded.new" && mv "$STATE_DIR/loaded.new" "$STATE_DIR/loaded"; }; then
    fatal "cannot write $STATE_DIR/loaded"
  fi
}

# count NAME AMOUNT: adds to a counter that lives as long as this program.
count() {
  total=0
  { read -r total <"$RUN/counters/$1"; } 2>/dev/null
  printf '%s\n' $((total + $2)) >"$RUN/counters/$1"
}

# uptime: sets $now to hundredths of seconds since the node's boot. The shell has no finer clock, and this one needs no
# other program.
uptime() {
  read -r now _ </proc/uptime
  now=${now%.*}${now#*.}
}

# beat: says that we are alive. The number is always as long, so it can be written over the last one.
beat() {
  uptime
  printf '%012d\n' "$now" 1<>"$RUN/beat"
}
