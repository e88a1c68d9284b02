# shellcheck shell=sh
# Everything that asks or changes the kernel.

# kernel_support: prints yes, no (this node has no AppArmor) or unmounted (it has, but we cannot reach it).
kernel_support() {
  answer=
  { read -r answer <"$ENABLED"; } 2>/dev/null
  case "$answer" in
    Y*) if [ -f "$APPARMORFS/profiles" ] && [ -e "$APPARMORFS/.replace" ]; then echo yes; else echo unmounted; fi ;;
    *) echo no ;;
  esac
}

# kernel_names: names of the loaded profiles, one a line. The kernel writes `name (mode)`. It makes names with `//null-`
# itself, below profiles that only complain: one for each program that starts there.
kernel_names() {
  sed -e 's/ ([^()]*)$//' -e '/\/\/null-/d' "$APPARMORFS/profiles"
}

# kernel_load COMPILED: puts compiled profiles into the kernel, replacing those of the same names.
kernel_load() {
  bounded "$PARSE_TIMEOUT" "$PARSER" --quiet --replace --skip-cache --subdomainfs "$APPARMORFS" --binary "$1"
}

# kernel_remove NAME: the kernel takes the name itself; with a profile go its children.
kernel_remove() {
  printf '%s' "$1" >"$APPARMORFS/.remove"
}

# processes_visible: whether HOST_PROC shows all processes of the node. Its process 2 is then the kernel's own.
processes_visible() {
  answer=
  { read -r answer <"$HOST_PROC/2/comm"; } 2>/dev/null
  [ "$answer" = kthreadd ]
}

# labels_in_use FILE: writes the labels of all threads of the node, one a line, stacked ones (`a//&b`) apart. Exit code
# 1 if a living thread did not tell: then nobody can know.
labels_in_use() {
  told=0
  for task in "$HOST_PROC"/[0-9]*/task/[0-9]*; do
    label=
    { read -r label <"$task/attr/apparmor/current"; } 2>/dev/null
    [ -n "$label" ] || { read -r label <"$task/attr/current"; } 2>/dev/null
    if [ -n "$label" ]; then
      printf '%s\n' "$label"
    elif [ -d "$task" ]; then
      told=1
    fi
  done >"$1.raw"
  awk '{ sub(/ \([^()]*\)$/, ""); n = split($0, part, "//&"); for (i = 1; i <= n; i++) print part[i] }' "$1.raw" |
    sort -u >"$1"
  return "$told"
}

# in_use NAME LABELS: whether a label is this profile or one inside it.
in_use() {
  NAME=$1 awk 'BEGIN { name = ENVIRON["NAME"] } ($0 "") == (name "") || index($0, name "//") == 1 { used = 1 } END { exit !used }' "$2"
}
