# What the cache says of each file. Input: bad (number, …), then files (number, hash, name); ENVIRON["CACHE"] is the
# cache's folder. With what=missing: number and hash of each file that is neither bad nor in the cache, a hash once.
# Otherwise `compiled NUMBER HASH NAME`, `bad NUMBER KIND LINE MESSAGE`, `warned NUMBER LINE MESSAGE`, and `whole` at the
# end if there was an answer for each file.

BEGIN { FS = "\t" }

part == "bad" { bad[$1] = 1 }

part == "files" && !($1 in bad) {
  if (what != "missing") {
    answers = tell("compiled", ".names") + tell("bad", ".error")
    tell("warned", ".warned")
    unanswered += !answers
  } else if (!($2 in seen) && !has_line(".names") && !has_line(".error")) {
    print $1 "\t" $2
  }
  seen[$2] = 1
}

END {
  if (what != "missing" && !unanswered) {
    print "whole"
  }
}

function has_line(ending,  file, found) {
  file = ENVIRON["CACHE"] "/" $2 ending
  found = (getline line < file) > 0
  close(file)
  return found
}

function tell(kind, ending,  file, lines) {
  file = ENVIRON["CACHE"] "/" $2 ending
  lines = 0
  while ((getline line < file) > 0) {
    print kind "\t" $1 "\t" line
    lines++
  }
  close(file)
  return lines
}
