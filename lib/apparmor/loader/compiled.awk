# What the cache says of each file. Input: bad (number, …), then files (number, hash, name); ENVIRON["CACHE"] is the
# cache's folder. With what=missing: number and hash of each file that is neither bad nor in the cache, a hash once.
# Otherwise `compiled NUMBER HASH NAME`, `bad NUMBER KIND LINE MESSAGE`, `warned NUMBER LINE MESSAGE`, and `whole`.

BEGIN {
  FS = "\t"
}

part == "bad" { bad[$1] = 1 }

part == "files" && !($1 in bad) {
  if (what == "missing") {
    file = ENVIRON["CACHE"] "/" $2 "/names"
    if (!($2 in listed) && (getline line < file) < 0) {
      print $1 "\t" $2
    }
    close(file)
    listed[$2] = 1
  } else {
    good = tell("compiled", $1, $2, "names")
    if (tell("bad", $1, $2, "error") + good == 0) {
      broken = 1
    }
    tell("warned", $1, $2, "warned")
  }
}

END {
  if (what != "missing" && !broken) {
    print "whole"
  }
}

function tell(kind, number, hash, name,  folder, lines, status) {
  folder = ENVIRON["CACHE"] "/" hash
  lines = 0
  status = (getline line < (folder "/" name))
  if (status < 0) {
    folder = folder ".transient"
    status = (getline line < (folder "/" name))
  }
  for (; status > 0; status = (getline line < (folder "/" name))) {
    print kind "\t" number "\t" line
    lines++
  }
  close(folder "/" name)
  return lines
}
