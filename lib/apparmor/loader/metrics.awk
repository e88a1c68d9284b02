# The metrics page in the Prometheus text format 0.0.4. Input with part= before each: parser (its version),
# counter (one number, named by its file), rows (status, file, name), events (level, kind, name, file, line, message).

BEGIN {
  FS = "\t"
  kinds = split("refused missing kept outdated loaded", kind, " ")
  for (i = 1; i <= kinds; i++) {
    rank[kind[i]] = i
  }
}

part == "parser" { parser = $1 }
part == "counter" { name = FILENAME; sub(/^.*\//, "", name); counter[name] = $1 }
part == "rows" {
  # A name that two files define has two rows, but may have only one sample.
  total[$1]++
  if (!($3 in status)) {
    row[++rows] = $3
  }
  if (rank[$1] >= rank[status[$3]]) {
    status[$3] = $1
  }
}
part == "events" && $1 == "error" {
  label = "file=" quote($4 == "-" ? "" : $4) ",profile=" quote($3 == "-" ? "" : $3) ",reason=" quote($2)
  if (!(label in seen)) {
    seen[label] = ++errors
    error[errors] = label
  }
}

END {
  head("build_info", "gauge", "Versions of the loader and of its apparmor_parser.")
  sample("build_info", "version=" quote(version) ",parser=" quote(parser), 1)
  head("supported", "gauge", "1 if this node has AppArmor and the loader can reach it.")
  sample("supported", "", state == "ready" || state == "degraded")
  head("ready", "gauge", "1 if every wanted profile is loaded as it is wanted.")
  sample("ready", "", state == "ready")
  head("profiles", "gauge", "Number of profiles by what became of them.")
  for (i = kinds; i > 0; i--) {
    sample("profiles", "status=" quote(kind[i]), total[kind[i]])
  }
  head("profile_loaded", "gauge", "1 if a profile of this name, loaded by this loader, is in the kernel.")
  for (i = 1; i <= rows; i++) {
    sample("profile_loaded", "profile=" quote(row[i]), rank[status[row[i]]] >= rank["kept"])
  }
  head("profile_current", "gauge", "1 if what is in the kernel is what is wanted now.")
  for (i = 1; i <= rows; i++) {
    sample("profile_current", "profile=" quote(row[i]), status[row[i]] == "loaded")
  }
  head("profile_error", "gauge", "1 for each thing that is wrong now.")
  for (i = 1; i <= errors; i++) {
    sample("profile_error", error[i], 1)
  }
  head("loads_total", "counter", "Files that the kernel took.")
  sample("loads_total", "", counter["loads"])
  head("load_failures_total", "counter", "Files that the kernel did not take.")
  sample("load_failures_total", "", counter["load_failures"])
  head("unloads_total", "counter", "Profiles taken out of the kernel.")
  sample("unloads_total", "", counter["unloads"])
  head("parser_seconds", "summary", "Time spent compiling profiles.")
  print "apparmor_loader_parser_seconds_sum " sprintf("%.2f", counter["parser_centiseconds"] / 100)
  sample("parser_seconds_count", "", counter["parser_runs"])
  head("last_success_timestamp_seconds", "gauge", "When a round last ended without an error.")
  sample("last_success_timestamp_seconds", "", counter["last_success"])
  head("last_poll_timestamp_seconds", "gauge", "When the loader last looked at the profiles.")
  sample("last_poll_timestamp_seconds", "", now)
}

function head(name, type, help) {
  print "# HELP apparmor_loader_" name " " help
  print "# TYPE apparmor_loader_" name " " type
}

function sample(name, labels, value) {
  print "apparmor_loader_" name (labels == "" ? "" : "{" labels "}") " " sprintf("%d", value)
}
