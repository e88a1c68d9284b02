# Events, one a line, tab between: level, event, profile, file, line, message; - for none. Out comes logfmt.

function value(s) {
  return s == "-" ? "\"\"" : quote(s)
}

BEGIN {
  FS = "\t"
}

{
  printf "time=%s level=%s event=%s profile=%s file=%s line=%s msg=%s\n", ENVIRON["NOW"], $1, $2, value($3), \
    value($4), $5 == "-" ? "\"\"" : $5, value($6)
}
