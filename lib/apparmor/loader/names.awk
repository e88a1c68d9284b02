# Names of the profiles in compiled policy, as the kernel will list them, each after ENVIRON["HASH"] and a tab; or one
# line `error`, kind, message (tab between) when the kernel or we cannot work with them.
#
# Input went through tr '\0\n' '\n\1'. A profile begins with: name tag 4, length, "profile" NUL, struct tag 7, string
# tag 5, length as two bytes, the name, NUL. A namespace stands before it as: name tag 4, length 10 (a newline, so 1
# here), "namespace" NUL. Only here the variables in names are replaced: `apparmor_parser --names` prints them as written.

BEGIN {
  STRUCT = "\004"
  TAGS = "\007\005"
}

expected == "name" {
  # The two length bytes hold one, two or no NUL (now line ends); the name follows.
  expected = ""
  if (substr($0, 1, 2) == TAGS) {
    if (length($0) > 3) {
      found($0, 5)
    } else {
      expected = length($0) == 3 ? "rest" : "second length byte"
      next
    }
  }
}

expected == "rest" { found($0, 1) }
expected == "second length byte" { found($0, 2) }
$0 == "profile" && ends_with(previous, STRUCT "\010") { expected = "name" }
$0 == "namespace" && ends_with(previous, STRUCT "\001") { namespaced = 1 }
{ previous = $0 }

END {
  if (names == 0) {
    wrong = "there is no profile in this file"
  } else if (namespaced) {
    wrong = "profiles in a policy namespace (:namespace:name) cannot be given to pods"
  }
  for (i = 1; i <= names && wrong == ""; i++) {
    wrong = fault(name[i])
  }
  if (wrong != "") {
    print "error\t" (names ? "name" : "empty") "\t" wrong
    exit
  }
  for (i = 1; i <= names; i++) {
    print ENVIRON["HASH"] "\t" name[i]
  }
}

function found(line, from) {
  expected = ""
  name[++names] = substr(line, from)
  known[name[names]] = 1
}

# A profile that is nested deeper than one level is compiled under the name of the child around it: then its parent is
# not in the file, and the kernel does not take it.
function fault(one,  parent) {
  parent = one
  if (one ~ /[\001-\037\177]/) {
    return "the name of a profile holds a control character"
  }
  if (sub(/\/\/[^\/]*$/, "", parent) && parent != "" && !(parent in known)) {
    return "a profile or hat stands inside a child profile: kernels take one level"
  }
  return ""
}

function ends_with(s, end) {
  return substr(s, length(s) - length(end) + 1) == end
}
