# What the parser printed, as one line: line number (or -), tab, message. ENVIRON["TEXT"] is the path of our copy: its
# name says nothing to a user and is left out. For kind=warning each warning is a line of its own.

function without_copy(s,  at) {
  while ((at = index(s, ENVIRON["TEXT"])) > 0) {
    s = substr(s, 1, at - 1) "this file" substr(s, at + length(ENVIRON["TEXT"]))
  }
  return s
}

BEGIN { line = "-" }

/^Cache read\/write disabled/ || /config file .* not found$/ { next }

kind == "warning" {
  if (match($0, /^Warning from .*\): /)) {
    head = substr($0, 1, RLENGTH)
    message = substr($0, RLENGTH + 1)
    where = match(head, / line [0-9]+\): $/) ? substr(head, RSTART + 6, RLENGTH - 9) : "-"
    if (head ~ /^Warning from profile /) {
      sub(/^Warning from /, "", head)
      sub(/ \(.*$/, "", head)
      message = head ": " message
    }
    print where "\t" without_copy(message)
  }
  next
}

/^AppArmor parser error for / && match($0, / at line [0-9]+: /) {
  head = substr($0, 1, RSTART - 1)
  number = substr($0, RSTART + 9, RLENGTH - 11)
  message = substr($0, RSTART + RLENGTH)
  at = index(head, " in profile ")
  inside = at ? substr(head, at + 12) : ENVIRON["TEXT"]
  if ((inside "") == ENVIRON["TEXT"] "") {
    line = number
    $0 = message
  } else {
    $0 = inside " line " number ": " message
  }
}

{
  sub(/^AppArmor parser error for /, "")
  sub(/^[^ ]*apparmor_parser: /, "")
  all = all (all == "" ? "" : "; ") without_copy($0)
}

END {
  if (kind != "warning") {
    print line "\t" (all == "" ? "the parser refused this file and did not say why" : all)
  }
}
