# How .env.deploy is edited, no byte more than asked; and how its secrets are kept out of what is sent.

# shellcheck disable=SC2016
wf_env_edit='
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
    # a comment that only some versions take for one begins as all take it
    if (quote[k] == "") sub(/^[ \t]*\t#/, " #", tail[k])
    line[first[k]] = substr(line[first[k]], 1, col[k]) quote[k] new tail[k]
    for (i = first[k] + 1; i <= final[k]; i++) gone[i] = 1
  }
  # Adds a line at the end, which ends as the first line does; so does the one before it from now on.
  function add(pair,   i, cr) {
    cr = (n > 0 && line[1] ~ /\r$/) ? "\r" : ""
    for (i = n; i in gone; i--) continue
    if (n > 0 && ENVIRON["wf_newline"] != "yes" && line[i] !~ /\r$/) line[i] = line[i] cr
    line[++n] = pair (ENVIRON["wf_newline"] == "yes" ? cr : "")
  }
  END { if (ENVIRON["wf_task"] == "edit") edit() }'

# Prints a file with keys set: env_edit FILE 'KEY=value ...'. Exit 3 when it cannot be edited.
env_edit() {
  wf_newline=yes
  is_last_line_ended "$1" || wf_newline=no
  wf_task=edit wf_keys=$wf_keys wf_set=$2 wf_newline=$wf_newline awk "$wf_env_read$wf_env_edit" "$1"
}

# Says whether a file ends with a newline, or has nothing; it takes no process.
is_last_line_ended() {
  wf_line=''
  while IFS= read -r wf_line; do :; done <"$1"
  [ -z "$wf_line" ]
}

# shellcheck disable=SC2016
wf_env_hide='
  # Lines of words come first, each behind a ">"; then the lines of files, each behind a "=", and a "/" before each file.
  substr($0, 1, 1) == ">" { words[++said] = substr($0, 2, longest); learn(words[said]); next }
  $0 == "/" { collect(); n = 0; next }
  { line[++n] = substr($0, 2) }
  BEGIN { longest = 2000 }
  END { collect(); for (i = 1; i <= said; i++) print veil(words[i]) }

  # Keeps every run of 1 to 6 characters of what is to be said: the values are then looked up in these.
  function learn(s,   p, k) {
    for (p = 1; p <= length(s); p++) for (k = 1; k <= 6 && p + k - 1 <= length(s); k++) heard[substr(s, p, k)]
  }
  # Marks the runs that are also in a file, on a line or in a value that is not that of a managed key. Both ways of
  # ending a quote count: a line that is within quotes by one of them is a secret as a whole.
  function collect(   i) {
    prepare()
    split("", inside)
    for (former = 0; former < 2; former++) {
      broken = ""
      c = 0
      scan()
      if (broken) for (i = from; i <= n; i++) inside[i]
    }
    for (i = 1; i <= n; i++) if ((i in inside) || !plainly(line[i])) secret(line[i], i in inside)
  }
  # Says whether a line is a managed key with a value that no secret looks like.
  function plainly(s) {
    sub(/^[ \t]*(export[ \t]+)?/, "", s)
    if (s !~ /^[A-Za-z_][A-Za-z0-9_.-]*[ \t]*[=:][ \t]*(\047[^\047" \t#]*\047|"[^\047" \t#]*"|[^\047" \t#]*)[ \t\r]*(#[^=:]*)?$/) return 0
    match(s, /^[A-Za-z0-9_.-]*/)
    return substr(s, 1, RLENGTH) in ours
  }
  function secret(s, whole,   k, i, m, part) {
    sub(/^[ \t]+/, "", s)
    if (whole) value_of(s)
    k = match(s, /^#/) ? index(s, "=") : match(s, /[=:]/) ? RSTART : 0
    if (k) value_of(substr(s, k + 1))
    else if (!match(s, /^#/)) value_of(s)
    # behind a value in quotes there may be another assignment
    m = split(s, part, "=")
    for (i = 3; i <= m; i++) value_of(part[i])
  }
  # Takes a value in all the forms in which it may be told.
  function value_of(s,   k, q, inner) {
    sub(/^[ \t]+/, "", s)
    form(s)
    if (k = index(s, "#")) form(substr(s, 1, k - 1))
    q = substr(s, 1, 1)
    if (q == "\"" || q == "\047") {
      inner = substr(s, 2)
      form(inner)
      inner = trimmed(inner, " \t\r")
      if (substr(inner, length(inner)) == q) form(substr(inner, 1, length(inner) - 1))
      for (former = 0; former < 2; former++) if (k = closing(s, 2, q)) form(substr(s, 2, k - 2))
    }
    # the last line of a value
    if (k = index(s, "\"")) form(substr(s, 1, k - 1))
    if (k = index(s, "\047")) form(substr(s, 1, k - 1))
  }
  function form(s,   i, m, part) {
    s = trimmed(s, " \t\r")
    run(s)
    if (index(s, "$$")) { gsub(/[$][$]/, "$", s); run(s) }
    if (!index(s, "\\")) return
    run(bare(s, "\"\047"))
    escaped(s)
    # what is escaped, with the line breaks that it stands for
    gsub(/\\[nr]/, "\n", s)
    gsub(/\\t/, "\t", s)
    m = split(s, part, "\n")
    for (i = 1; i <= m; i++) { run(part[i]); escaped(part[i]) }
  }
  function escaped(s) {
    run(bare(s, "\"\047\\$"))
    run(bare(s, ""))
  }
  # s without the backslashes before characters of a set, or before any.
  function bare(s, set,   i, m, part, out) {
    m = split(s, part, "\\")
    out = part[1]
    for (i = 2; i <= m; i++) {
      if (part[i] == "" && i < m) out = out (set == "" || index(set, "\\") ? "\\" : "\\\\") part[++i]
      else out = out (set == "" || (part[i] != "" && index(set, substr(part[i], 1, 1))) ? "" : "\\") part[i]
    }
    return out
  }
  # Marks a value if it is short, else each 6 characters of it.
  function run(s,   l, b, t, p) {
    l = length(s)
    if (l < 6) { if (s in heard) hidden[s]; return }
    if (l > 1000) { if (s in known) return; known[s] }
    for (b = 1; b <= l - 5; b += 1000) {
      t = substr(s, b, 1005)
      for (p = 1; p <= length(t) - 5; p++) if (substr(t, p, 6) in heard) hidden[substr(t, p, 6)]
    }
  }
  # Covers what is marked; up to three characters count as a word of their own alone, or no sentence were left.
  function veil(s,   p, k, l, upto, out) {
    l = length(s)
    for (p = 1; p <= l; p++) {
      for (k = l - p + 1 < 6 ? l - p + 1 : 6; k > 0; k--) if ((substr(s, p, k) in hidden) && (k > 3 || alone(s, p, k))) break
      if (k && p + k - 1 > upto) {
        if (upto < p - 1 || !upto) { if (substr(out, length(out) - 2) == "://") sub(/[a-z][a-z0-9+.-]*:\/\/$/, "", out); out = out "[hidden]" }
        upto = p + k - 1
      }
      if (p > upto) out = out substr(s, p, 1)
    }
    return out
  }
  function alone(s, p, k,   t) {
    t = substr(s, p, k) ~ /[A-Za-z0-9]/ ? "[A-Za-z0-9]" : "[^ \t\"\047]"
    return !(p > 1 && substr(s, p - 1, 1) ~ t) && !(p + k <= length(s) && substr(s, p + k, 1) ~ t)
  }'

# The files of variables that the inventory names; a stack that runs may have been started with others.
wf_env_said=${wf_env_files:-}

# Copies lines from stdin, each up to some length, and hides whatever is in .env.deploy, of now or of a backup, or in
# another file of variables, and not the value of a managed key. What cannot be read may say anything, so then nothing is
# copied.
redact() {
  case $wf_install in /*) wf_at=$wf_install ;; *) wf_at=$HOME/$wf_install ;; esac
  set -- "$wf_at/.env.deploy"
  wf_names=.env,$wf_env_said,${wf_env_files:-},$(sed -n 's/^envFiles=//p' "$wf_state/installed" 2>/dev/null || :),
  while [ -n "$wf_names" ]; do
    wf_name=${wf_names%%,*} wf_names=${wf_names#*,}
    case $wf_name in '') ;; /*) set -- "$@" "$wf_name" ;; *) set -- "$@" "$wf_at/$wf_name" "$wf_at".*/"$wf_name" ;; esac
  done
  for wf_file in "$@"; do
    if [ -e "$wf_file" ] && { [ ! -f "$wf_file" ] || [ ! -r "$wf_file" ]; }; then
      printf '(kept back, because %s cannot be read, and so its secrets not be hidden)\n' "$wf_file"
      return
    fi
  done
  {
    sed 's/^/>/'
    for wf_file in "$@" "$wf_at".*/.env.deploy "${j_install:-$wf_at}".*/.env.deploy "$wf_state"/backups/*/env.deploy; do
      if [ -f "$wf_file" ] && [ -r "$wf_file" ]; then
        printf '\n/\n'
        tr '\000' '\n' <"$wf_file" | sed 's/^/=/'
      fi
    done
  } | wf_task=hide wf_keys=$wf_keys wf_newline=yes awk "$wf_env_hide$wf_env_read"
}
