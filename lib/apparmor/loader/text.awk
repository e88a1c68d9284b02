# quote(s): a string in double quotes that both logfmt and the Prometheus text format accept. Backslash and quote are
# escaped; control characters and bytes that are not UTF-8 become \xNN, since one wrong byte makes Prometheus refuse
# the whole page.

function byte(code) {
  return sprintf("%c", code)
}

function span(first, last) {
  return "[" byte(first) "-" byte(last) "]"
}

function prepare_text(  tail, code) {
  tail = span(128, 191)
  VALID = "^([^" byte(1) "-" byte(31) byte(34) byte(92) byte(92) byte(127) "-" byte(255) "]" \
    "|" span(194, 223) tail \
    "|" byte(224) span(160, 191) tail \
    "|" span(225, 236) tail tail \
    "|" byte(237) span(128, 159) tail \
    "|" span(238, 239) tail tail \
    "|" byte(240) span(144, 191) tail tail \
    "|" span(241, 243) tail tail tail \
    "|" byte(244) span(128, 143) tail tail ")+"
  for (code = 1; code < 256; code++) {
    ESCAPED[byte(code)] = sprintf("\\\\x%02x", code)
  }
  ESCAPED["\\"] = "\\\\"
  ESCAPED["\""] = "\\\""
}

function quote(s,  out) {
  if (VALID == "") {
    prepare_text()
  }
  out = ""
  while (s != "") {
    if (match(s, VALID)) {
      out = out substr(s, 1, RLENGTH)
      s = substr(s, RLENGTH + 1)
    } else {
      out = out ESCAPED[substr(s, 1, 1)]
      s = substr(s, 2)
    }
  }
  return "\"" out "\""
}
