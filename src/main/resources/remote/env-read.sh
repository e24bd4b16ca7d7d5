# How .env.deploy is read: by the rules of Compose.
#
# A file may hold comments, export, both quotes, values over many lines, duplicates (the last one
# counts), CRLF, a byte order mark, and no last newline. Where two versions of Compose read a value
# differently, or it refers to another variable, the value is unknown rather than guessed.

# shellcheck disable=SC2016
wf_env_read='
  # The column of the closing quote in t from column k on; 0 when it is not there. A backslash takes
  # the character behind it along, another backslash too: "a\\" ends at its second quote.
  function closing(t, k, q,   i, m, part, b) {
    m = split(substr(t, k), part, q)
    for (i = 1; i < m; i++) {
      k += length(part[i])
      for (b = length(part[i]); b > 0 && substr(part[i], b, 1) == "\\"; b--) continue
      if ((length(part[i]) - b) % 2 == 0) return k
      k++
    }
    return 0
  }
  # Finds every assignment: name, lines from first to last, column of the value, value, doubt.
  function scan(   i, s) {
    if (substr(line[1], 1, 3) == "\357\273\277") { mark = "\357\273\277"; line[1] = substr(line[1], 4) }
    for (i = 1; i <= n; i++) {
      s = line[i]
      if (s !~ /^[ \t]*[A-Za-z_]/) continue
      if (!match(s, /^[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_.]*[ \t]*[=:][ \t]*/)) continue
      c++
      first[c] = i
      col[c] = RLENGTH
      name[c] = substr(s, 1, RLENGTH)
      sub(/^[ \t]*(export[ \t]+)?/, "", name[c])
      sub(/[ \t]*[=:][ \t]*$/, "", name[c])
      count[name[c]]++
      last[name[c]] = c
      quote[c] = substr(s, col[c] + 1, 1)
      if (quote[c] == "\"" || quote[c] == "\047") i = quoted(s, i)
      else plain(substr(s, col[c] + 1))
      if (broken) return
    }
  }
  function quoted(s, i,   j, k, q, t) {
    q = quote[c]
    j = i
    k = closing(s, col[c] + 2, q)
    if (k) value[c] = substr(s, col[c] + 2, k - col[c] - 2)
    else {
      value[c] = substr(s, col[c] + 2)
      while (!k) {
        if (++j > n) { broken = "the quote in line " i " is never closed"; return n }
        k = closing(line[j], 1, q)
        value[c] = value[c] "\n" (k ? substr(line[j], 1, k - 1) : line[j])
      }
    }
    final[c] = j
    tail[c] = substr(line[j], k)
    t = substr(tail[c], 2)
    if (index(value[c], "\\")) doubt[c] = "its value has a backslash"
    else if (q == "\"" && index(value[c], "$")) doubt[c] = "its value refers to another variable"
    else if (t !~ /^[ \t\r]*$/ && t !~ /^[ \t]+#/) doubt[c] = "something follows its closing quote"
    return j
  }
  function plain(v) {
    quote[c] = ""
    final[c] = first[c]
    tail[c] = ""
    if (substr(v, length(v)) == "\r") { tail[c] = "\r"; v = substr(v, 1, length(v) - 1) }
    if (substr(v, 1, 1) == "#") { tail[c] = " " v tail[c]; v = ""; doubt[c] = "a comment stands where its value should" }
    if (match(v, /[ \t]+#/)) { tail[c] = substr(v, RSTART) tail[c]; v = substr(v, 1, RSTART - 1) }
    else if (match(v, /[ \t]+$/)) { tail[c] = substr(v, RSTART) tail[c]; v = substr(v, 1, RSTART - 1) }
    value[c] = v
    if (tail[c] ~ /^[ \t]*\t#/ || index(v, "#")) doubt[c] = "versions of Compose differ on where its comment begins"
    else if (index(v, "$")) doubt[c] = "its value refers to another variable"
    else if (index(v, "\\")) doubt[c] = "its value has a backslash"
  }
  function encoded(s,   i, ch, out) {
    if (s !~ /[^ -~]/ && !index(s, "%")) return s
    for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
    for (i = 1; i <= length(s); i++) {
      ch = substr(s, i, 1)
      out = out ((code[ch] < 32 || code[ch] > 126 || ch == "%") ? sprintf("%%%02X", code[ch]) : ch)
    }
    return out
  }
  # Prints the managed keys as facts.
  function facts(   i, m, pair) {
    if (broken) { print "unknown.env=" encoded(broken); return }
    m = split(ENVIRON["wf_keys"], pair, " ")
    for (i = 1; i <= m; i++) fact(substr(pair[i], 1, index(pair[i], "=") - 1), substr(pair[i], index(pair[i], "=") + 1))
  }
  function fact(label, key,   k) {
    if (!(key in last)) return
    k = last[key]
    if (count[key] > 1) print "env." label ".count=" count[key]
    if (k in doubt) print "unknown.env." label "=" key " in line " first[k] ": " doubt[k]
    else print "env." label "=" encoded(value[k])
  }
  { line[++n] = $0 }
  END {
    if (ENVIRON["wf_task"] != "hide") scan()
    if (ENVIRON["wf_task"] == "facts") facts()
    if (ENVIRON["wf_task"] == "value" && (ENVIRON["wf_key"] in last) && !(last[ENVIRON["wf_key"]] in doubt)) print value[last[ENVIRON["wf_key"]]]
  }'

# Reads the managed keys of a file into wf_facts, as facts.
env_facts() {
  wf_facts=$(wf_task=facts wf_keys=$wf_keys awk "$wf_env_read" "$1")
}

# The value of one key of a file; nothing when it has none, or none that is sure.
env_value() {
  wf_task=value wf_key=$1 awk "$wf_env_read" "$2"
}

# The real name of a managed key, such as WALTER_IMAGE for image.
env_key() {
  for wf_pair in $wf_keys; do
    [ "${wf_pair%%=*}" != "$1" ] || printf '%s\n' "${wf_pair#*=}"
  done
}

# Says whether a file has a NUL byte, which no version of Compose can read.
has_nul() {
  # every other byte becomes a newline, which a substitution drops at the end
  case $(tr '\000\001-\377' 'x\n' <"$1") in *x*) return 0 ;; esac
  return 1
}
