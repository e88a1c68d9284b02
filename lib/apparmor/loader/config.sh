# shellcheck shell=sh disable=SC2034
# Every path, number and switch that the loader knows, and the check of what the environment gave.

VERSION=0.1.0
TAB=$(printf '\t')

# Where things are.
PROFILES=${APPARMOR_LOADER_PROFILES:-/profiles}
STATE_DIR=${APPARMOR_LOADER_STATE:-/state}
RUN=${APPARMOR_LOADER_RUN:-/run/apparmor-loader}
APPARMORFS=${APPARMOR_LOADER_APPARMORFS:-/sys/kernel/security/apparmor}
ENABLED=${APPARMOR_LOADER_ENABLED:-/sys/module/apparmor/parameters/enabled}
BOOT_ID=${APPARMOR_LOADER_BOOT_ID:-/proc/sys/kernel/random/boot_id}
HOST_PROC=${APPARMOR_LOADER_HOST_PROC:-/host/proc}
NODE_PROFILES=${APPARMOR_LOADER_NODE_PROFILES:-/host/etc/apparmor.d}
INCLUDES=${APPARMOR_LOADER_INCLUDES:-/etc/apparmor.d}
PARSER=${APPARMOR_LOADER_PARSER:-apparmor_parser}
TERMINATION_LOG=${APPARMOR_LOADER_TERMINATION_LOG:-/dev/termination-log}

# How it behaves. Times are seconds.
POLL=${APPARMOR_LOADER_POLL_SECONDS:-10}
RETRY=${APPARMOR_LOADER_RETRY_SECONDS:-60}
PARSE_TIMEOUT=${APPARMOR_LOADER_PARSE_TIMEOUT_SECONDS:-60}
UNLOAD=${APPARMOR_LOADER_UNLOAD_REMOVED:-false}
UNLOAD_AFTER=${APPARMOR_LOADER_UNLOAD_AFTER_SECONDS:-120}
READY_WITHOUT_APPARMOR=${APPARMOR_LOADER_READY_WITHOUT_APPARMOR:-true}
METRICS_PORT=${APPARMOR_LOADER_METRICS_PORT:-9117}

# check_config: names every wrong setting at once, exit code 2 if there is one.
check_config() {
  wrong=
  check_number APPARMOR_LOADER_POLL_SECONDS "$POLL" 1 3600
  check_number APPARMOR_LOADER_RETRY_SECONDS "$RETRY" 1 86400
  check_number APPARMOR_LOADER_PARSE_TIMEOUT_SECONDS "$PARSE_TIMEOUT" 1 3600
  check_number APPARMOR_LOADER_UNLOAD_AFTER_SECONDS "$UNLOAD_AFTER" 0 604800
  check_number APPARMOR_LOADER_METRICS_PORT "$METRICS_PORT" 1 65535
  check_switch APPARMOR_LOADER_UNLOAD_REMOVED "$UNLOAD"
  check_switch APPARMOR_LOADER_READY_WITHOUT_APPARMOR "$READY_WITHOUT_APPARMOR"
  [ -z "$wrong" ] || exit 2
}

# check_number NAME VALUE LEAST MOST
check_number() {
  case "$2" in
    '' | *[!0-9]* | ???????*) bad_setting "$1" "must be a whole number from $3 to $4" ;;
    *) { [ "$2" -ge "$3" ] && [ "$2" -le "$4" ]; } || bad_setting "$1" "must be a whole number from $3 to $4" ;;
  esac
}

# check_switch NAME VALUE
check_switch() {
  case "$2" in
    true | false) ;;
    *) bad_setting "$1" 'must be true or false' ;;
  esac
}

bad_setting() {
  wrong=1
  event error config - - - "$1 $2"
  last_words "$1 $2"
}
