# Names of the profiles in compiled policy, as the kernel will list them. Input went through tr '\0\n' '\n\1'. A profile
# begins with: name tag 4, length, "profile" NUL, struct tag 7, string tag 5, length as two bytes, the name, NUL. A
# namespace stands before it as: name tag 4, length 10 (a newline, so 1 here), "namespace" NUL.

seen_tag == "name" {
  # The two length bytes hold one, two or no NUL (now line ends); the name follows.
  if (substr($0, 1, 2) != TAGS) {
    seen_tag = ""
  } else if (length($0) > 3) {
    print substr($0, 5)
    seen_tag = ""
  } else {
    seen_tag = length($0) == 3 ? "rest" : "second length byte"
    last = $0
    next
  }
}

seen_tag == "rest" { print; seen_tag = "" }
seen_tag == "second length byte" { print substr($0, 2); seen_tag = "" }
$0 == "profile" && ends_with(previous, TAG "\010") { seen_tag = "name" }
$0 == "namespace" && ends_with(previous, TAG "\001") { print ":" }
{ previous = $0 }

function ends_with(s, end) {
  return substr(s, length(s) - length(end) + 1) == end
}

BEGIN { TAG = "\004"; TAGS = "\007\005" }
