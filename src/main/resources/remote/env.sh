# How .env.deploy is edited, no byte more than asked; and how its secrets are kept out of what is sent.

# shellcheck disable=SC2016
wf_env_edit='
  phase == 2 { if (!ready++) { scan(); secrets() } print hide($0); next }
  # Sets keys to values; everything else stays as it is, byte for byte.
  function edit(   i, m, pair) {
    if (broken) { print broken > "/dev/stderr"; exit 3 }
    m = split(ENVIRON["wf_set"], pair, " ")
    for (i = 1; i <= m; i++) if (keyed(pair[i]) in last) replace(last[keyed(pair[i])], substr(pair[i], index(pair[i], "=") + 1))
    for (i = 1; i <= m; i++) if (!(keyed(pair[i]) in last)) add(pair[i])
    printf "%s", mark
    for (i = 1; i <= n; i++) if (!(i in gone)) printf "%s%s", (shown++ ? "\n" : ""), line[i]
    if (ENVIRON["wf_newline"] == "yes") printf "\n"
  }
  function keyed(pair) { return substr(pair, 1, index(pair, "=") - 1) }
  function replace(k, new,   i) {
    if (!(k in doubt) && value[k] == new) return
    line[first[k]] = substr(line[first[k]], 1, col[k]) quote[k] new tail[k]
    for (i = first[k] + 1; i <= final[k]; i++) gone[i] = 1
  }
  # Adds a line at the end, which ends as the first line does; so does the one before it from now on.
  function add(pair,   i, cr) {
    cr = (n > 0 && line[1] ~ /\r$/) ? "\r" : ""
    for (i = n; i in gone; i--) continue
    if (n > 0 && ENVIRON["wf_newline"] != "yes") line[i] = line[i] cr
    line[++n] = pair (ENVIRON["wf_newline"] == "yes" ? cr : "")
  }
  # Hides the values of all keys that are not managed.
  function hide(s,   i, p) {
    for (i = 1; i <= hidden; i++)
      while ((p = index(s, secret[i])) > 0) s = substr(s, 1, p - 1) "[hidden]" substr(s, p + length(secret[i]))
    return s
  }
  function secrets(   i, j, m, pair, ours, part) {
    m = split(ENVIRON["wf_keys"], pair, " ")
    for (i = 1; i <= m; i++) ours[substr(pair[i], index(pair[i], "=") + 1)] = 1
    for (i = 1; i <= c; i++) {
      if (name[i] in ours) continue
      m = split(value[i], part, "\n")
      for (j = 1; j <= m; j++) if (length(part[j]) > 3 && index("[hidden]", part[j]) == 0) secret[++hidden] = part[j]
    }
  }
  END { if (ENVIRON["wf_task"] == "edit") { scan(); edit(); exit } }'

# Prints a file with keys set: env_edit FILE 'KEY=value ...'. Exit 3 when it cannot be edited.
env_edit() {
  wf_newline=yes
  [ ! -s "$1" ] || [ -z "$(tail -c 1 -- "$1")" ] || wf_newline=no
  wf_task=edit wf_set=$2 wf_newline=$wf_newline awk "$wf_env_edit$wf_env_read" "$1"
}

# Copies lines from stdin and hides every value of .env.deploy that is not a managed key's.
redact() {
  if [ -n "${wf_env_file:-}" ] && [ -r "$wf_env_file" ]; then
    wf_task=hide wf_keys=$wf_keys awk "$wf_env_edit$wf_env_read" "$wf_env_file" phase=2 -
  else
    cat
  fi
}
