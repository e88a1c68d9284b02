#!/bin/sh
# What the steps of a test call in the machine. A container that ends leaves its log; another start writes on.
#
#   pod start [CONTAINER…]           default: the loader and its metrics
#   pod stop | crash                 ends both, and prints their exit codes; SIGKILL for all of the loader's, and again
#   pod mark                         what was said until now does not count for the two below
#   pod says TEXT | said             waits until the loader has said it; prints all of it
#   pod look                         the loader looks now and not at the next turn
#   pod exec CONTAINER COMMAND…
#   pod end CONTAINER                SIGKILL
#   pod kernel                       names and modes of the profiles in the kernel, sorted
#   pod memory                       resident kB of each process of the pod, and the sum
#   pod figures                      memory that the pod and the kernel use, open files, processes, files
read -r program flags </etc/pod-runtime

runtime() {
  # shellcheck disable=SC2086
  "$program" $flags "$@"
}

run() {
  (
    runtime run --bundle "/bundles/$1" "$1" >>"/run/$1.log" 2>&1 </dev/null
    echo $? >"/run/$1.exit"
  ) >/dev/null 2>&1 &
}

gone() {
  until [ -e "/run/$1.exit" ]; do sleep 0.1; done
}

said() {
  tail -n "+$(($(cat /run/marked 2>/dev/null || echo 0) + 1))" /run/loader.log
}

resident() {
  sed -n 's/^Rss:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$1/smaps_rollup" 2>/dev/null
}

memory() {
  total=0
  for procs in /sys/fs/cgroup/pod/*/cgroup.procs; do
    while read -r pid; do
      kb=$(resident "$pid")
      echo "${kb:-0} kB $(tr '\0' ' ' <"/proc/$pid/cmdline")"
      total=$((total + ${kb:-0}))
    done <"$procs"
  done
  echo "sum $total kB"
}

# The first process of the loader's container is the shell that stays.
figures() {
  # What the kernel would give back when asked is no growth. The container's log is: it stands in this memory.
  echo 3 >/proc/sys/vm/drop_caches
  first=$(head -n 1 /sys/fs/cgroup/pod/loader/cgroup.procs)
  echo "shell $(resident "$first") kB"
  echo "anonymous $(sed -n 's/^anon //p' /sys/fs/cgroup/pod/loader/memory.stat) bytes"
  echo "kept $(busybox du -sk /run/volumes/run | cut -f 1) kB"
  echo "unreclaimable $(sed -n 's/^slab_unreclaimable //p' /sys/fs/cgroup/pod/loader/memory.stat) bytes"
  echo "log $(wc -c </run/loader.log) bytes"
  echo "container $(cat /sys/fs/cgroup/pod/loader/memory.current) bytes"
  echo "slab $(sed -n 's/^Slab:[^0-9]*\([0-9]*\) kB$/\1/p' /proc/meminfo) kB"
  echo "files $(find /run/volumes/run | wc -l)"
  echo "descriptors $(find "/proc/$first/fd" -type l | wc -l)"
  echo "processes $(wc -l </sys/fs/cgroup/pod/loader/cgroup.procs)"
}

command=$1
shift
case $command in
  start)
    [ $# -gt 0 ] || set -- metrics loader
    touch /run/loader.log
    for each; do
      rm -f "/run/$each.exit"
      run "$each"
    done
    ;;
  stop)
    for each in loader metrics; do
      runtime kill "$each" TERM
      gone "$each"
      echo "$each $(cat "/run/$each.exit")"
    done
    ;;
  crash)
    runtime kill loader KILL
    gone loader
    rm /run/loader.exit
    run loader
    ;;
  mark) wc -l </run/loader.log >/run/marked ;;
  says) until said | grep -Fq -- "$1"; do sleep 0.2; done ;;
  said) said ;;
  look) runtime kill loader HUP ;;
  exec) runtime exec "$@" ;;
  end) runtime kill "$1" KILL ;;
  kernel) sort /sys/kernel/security/apparmor/profiles ;;
  memory) memory ;;
  figures) figures ;;
esac
