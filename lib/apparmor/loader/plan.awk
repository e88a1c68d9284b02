# What to do with every name, decided before the kernel is touched.
#
# Input, tab-separated, with part= before each: files (number, hash, file), compiled (number, hash of policy, name), bad
# (number, …), kernel (name), node (name: defined by the node's own /etc/apparmor.d), state (hash, since, file, name).
# Output: `name ACTION NUMBER HASH SINCE FILE NAME` with ACTION add, replace, same, outdated (ours, but its file is not
# good now), refused or gone; and `event LEVEL KIND NAME FILE LINE MESSAGE`.

BEGIN {
  FS = "\t"
  OFS = "\t"
  # What container runtimes load under these names they load when they need it first, so it may not be there yet.
  RUNTIME = "^(docker-default|cri-containerd\\.apparmor\\.d|crio-default|containers-default-.*|buildkit-default)$"
}

part == "files" { file[$1] = $3; order[++files] = $1 }
part == "compiled" {
  hash[$1] = $2
  name[$1, ++amount[$1]] = $3
  makers[$3]++
  maker[$3, makers[$3]] = $1
}
part == "bad" { unparsed[file[$1]] = 1; bad_files++ }
part == "kernel" { kernel[$0] = 1 }
part == "node" { node[$0] = 1 }
part == "state" { ours[$4] = $1; since[$4] = $2; origin[$4] = $3 }

END {
  for (i = 1; i <= files; i++) {
    if (order[i] in hash) {
      plan_file(order[i])
    }
  }
  for (one in ours) {
    if (!(one in makers)) {
      plan_absent(one)
    }
  }
  print "whole"
}

# One file is loaded as a whole or not at all.
function plan_file(n,  i, one, refused, changed, action) {
  for (i = 1; i <= amount[n]; i++) {
    one = name[n, i]
    if (complain(n, one)) {
      refused = 1
    }
    if (!(one in kernel) || (ours[one] "") != (hash[n] "")) {
      changed = 1
    }
  }
  for (i = 1; i <= amount[n]; i++) {
    one = name[n, i]
    if (refused) {
      action = (one in origin) ? "outdated" : "refused"
    } else {
      action = !changed ? "same" : (one in kernel) ? "replace" : "add"
    }
    print "name", action, n, hash[n], 0, file[n], one
  }
}

# The profile that a child or hat belongs to.
function outermost(one) {
  sub(/\/\/[^\/].*$/, "", one)
  return one
}

# Says why a name cannot be loaded from this file; children share the trouble of their profile in silence.
function complain(n, one,  other, parent, trouble) {
  if (makers[one] > 1) {
    other = maker[one, 1] == n ? maker[one, 2] : maker[one, 1]
    trouble = "duplicate" OFS "also defined in " file[other] ": neither is loaded"
  } else if (one in node) {
    trouble = "foreign" OFS "the node defines this profile itself in /etc/apparmor.d: not overwritten"
  } else if ((one in kernel) && !(one in origin)) {
    trouble = "foreign" OFS "loaded by somebody else before: not overwritten"
  } else if (one ~ RUNTIME) {
    trouble = "foreign" OFS "container runtimes load their own profile under this name: not overwritten"
  }
  if (trouble == "") {
    return 0
  }
  parent = outermost(one)
  if (parent == one || !(parent in makers)) {
    split(trouble, part_of, OFS)
    print "event", "error", part_of[1], one, file[n], "-", part_of[2]
  }
  return 1
}

# What the node defines itself has become the node's, even if we loaded it once: it is forgotten, and so never taken out.
function plan_absent(one) {
  if (!(one in kernel) || (outermost(one) in node)) {
    return
  }
  if (origin[one] in unparsed) {
    print "name", "outdated", 0, ours[one], 0, origin[one], one
  } else {
    print "name", "gone", 0, ours[one], since[one] ? since[one] : ENVIRON["NOW"], origin[one], one
  }
}
