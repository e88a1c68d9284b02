# What became of the plan. Input with part= before each: plan (lines of plan.awk), failed (number), kernel (name).
# Output: `state HASH SINCE FILE NAME` for what is ours, `row STATUS FILE NAME` for every name, and events.

BEGIN {
  FS = "\t"
  OFS = "\t"
}

part == "failed" { failed[$1] = 1 }
part == "kernel" { kernel[$0] = 1 }
part == "plan" && $1 == "name" { settle($2, $3, $4, $5, $6, $7) }
END { print "whole" }

function settle(action, number, hash, since, file, name) {
  if (action == "refused") {
    print "row", "refused", file, name
  } else if (!(name in kernel)) {
    if (action != "gone") {
      print "row", "missing", file, name
    }
    if ((action == "add" || action == "replace") && !(number in failed)) {
      print "event", "error", "load", name, file, "-", "loaded, but the kernel does not list it"
    }
  } else if (action == "gone") {
    print "state", hash, since, file, name
    print "row", "kept", file, name
  } else if (number in failed) {
    print "state", "-", 0, file, name
    print "row", "outdated", file, name
  } else if (action == "outdated") {
    print "state", hash, 0, file, name
    print "row", "outdated", file, name
  } else {
    print "state", hash, 0, file, name
    print "row", "loaded", file, name
  }
}
