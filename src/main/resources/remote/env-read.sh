# How .env.deploy is read: by the rules of Compose.
#
# A file may hold comments, export, both quotes, values over many lines, duplicates (the last one
# counts), CRLF, a byte order mark, and no last newline. Where two versions of Compose read a value
# differently, or it refers to another variable, that value is unknown rather than guessed. Where
# Compose refuses the file, or no line can be told for certain to be the one that counts, the whole
# file is unknown, and never edited.

# shellcheck disable=SC2016
wf_env_read=$wf_encoded'
  # The column of the closing quote in t from column k on; 0 when it is not there. A backslash takes
  # the character behind it along, another backslash too: "a\\" ends at its second quote. To former
  # versions, any quote behind a backslash is an escaped one.
  function closing(t, k, q,   i, m, part, b) {
    m = split(substr(t, k), part, q)
    for (i = 1; i < m; i++) {
      k += length(part[i])
      b = slashes(part[i])
      if (b == 0 || (!former && b % 2 == 0)) return k
      k++
    }
    return 0
  }
  # How many backslashes s ends in.
  function slashes(s,   b) {
    for (b = length(s); b > 0 && substr(s, b, 1) == "\\"; b--) continue
    return length(s) - b
  }
  # s without the characters of a set that it ends in; linear, which a pattern for these would not be.
  function trimmed(s, set) {
    return match(s, "^.*[^" set "]") ? substr(s, 1, RLENGTH) : ""
  }
  # Some versions take a carriage return for the end of a line.
  function returns(s, i,   p) {
    if ((p = index(s, "\r")) && substr(s, p) ~ /[=:]/) unsure(i, "it has a carriage return inside")
  }
  # How many bytes of white space s begins with: Compose skips that of Unicode, too.
  function lead(s,   k, turn) {
    for (turn = 0; turn < 100; turn++) {
      match(substr(s, k + 1), blanks)
      k += RLENGTH
      if (substr(s, k + 1, 2) in wide) k += 2
      else if (substr(s, k + 1, 3) in wide) k += 3
      else break
    }
    return k
  }
  function prepare(   i, m, part, k) {
    blanks = "^[ \t\v\f\r]*"
    m = split("\302\205 \302\240 \341\232\200 \342\200\250 \342\200\251 \342\200\257 \342\201\237 \343\200\200", part, " ")
    for (i = 1; i <= m; i++) wide[part[i]]
    for (i = 128; i <= 138; i++) wide["\342\200" sprintf("%c", i)]
    m = split(ENVIRON["wf_keys"], part, " ")
    for (i = 1; i <= m; i++) { split(part[i], k, "="); ours[k[2]] }
    m = split(ENVIRON["wf_set"], part, " ")
    for (i = 1; i <= m; i++) { split(part[i], k, "="); ours[k[1]] }
    ours[asked]
    if (substr(line[1], 1, 3) == "\357\273\277") { mark = "\357\273\277"; line[1] = substr(line[1], 4) }
  }
  # Finds every assignment: name, lines from first to last, column of the value, value, doubt.
  function scan(   i) {
    for (i = 1; i <= n && !broken; i++) i = statements(i)
  }
  function refuse(i, why) {
    if (!broken) { broken = why; from = i }
  }
  function unreadable(i, why) { refuse(i, "Compose cannot read line " i ": " why) }
  function unsure(i, why) { refuse(i, "it cannot be told how Compose reads line " i ": " why) }
  # Reads the statements of a line, and of those in which a value of it goes on; returns the last line.
  function statements(i,   at, s, turn, previous) {
    for (turn = 1; !broken; turn++) {
      at += lead(substr(line[i], at + 1))
      s = substr(line[i], at + 1)
      if (s == "" || substr(s, 1, 1) == "#") {
        returns(s, i)
        return i
      }
      if (turn > 20) unsure(i, "it has more than 20 assignments")
      else if (turn > 1 && (previous in ours)) unsure(i, "something follows a closing quote there")
      else if (!named(i, s)) return i
      else if (turn > 1 && (label in ours)) unsure(i, "it has two assignments")
      else {
        at += width
        if (!assigned(i, at, turn)) return i
        i = final[c]
        at = ended
        previous = label
      }
    }
    return i
  }
  # Takes the name that s begins with to label, and the width of all that stands before the value; false when there is
  # none, as an inherited variable has.
  function named(i, s,   k, t) {
    k = match(s, /^export[ \t]+/) ? RLENGTH : 0
    s = substr(s, k + 1)
    t = match(s, /[=:]/) ? RSTART : 0
    label = t ? substr(s, 1, t - 1) : s
    colon = substr(s, t, 1) == ":"
    label = trimmed(label, t ? " \t" : " \t\r")
    if (odd(i, label)) return 0
    if (t && label == "") unreadable(i, "a name is missing")
    else if (!t && i == n && !newline()) unreadable(i, "it has no =")
    else if (label ~ /^export./ && (substr(label, 7) in ours)) unsure(i, "a blank is missing behind export")
    if (!t || broken) return 0
    match(substr(s, t + 1), /^[ \t]*/)
    width = k + t + RLENGTH
    return 1
  }
  # Says whether a name has a character that none can have.
  function odd(i, s) {
    gsub(/[][A-Za-z0-9_.-]+/, "", s)
    if (s == "") return 0
    if (s ~ /[!-~]/) unreadable(i, "a name may have letters, digits and _ . - [ ] only")
    else if (s ~ /[^ -~]/) unsure(i, "it has a name with unusual characters or blanks")
    else unreadable(i, "a name cannot have a blank")
    return 1
  }
  # Says whether the file ends with a newline; it is asked only where that matters.
  function newline(   ask, byte) {
    if (ENVIRON["wf_newline"] != "") return ENVIRON["wf_newline"] == "yes"
    ask = "tail -c 1 <\"$wf_file\""
    ask | getline byte
    close(ask)
    return byte == ""
  }
  # Reads the value that begins behind column k; false when it takes all of its line.
  function assigned(i, k, turn,   s) {
    s = substr(line[i], k + 1)
    c++
    first[c] = i
    col[c] = k
    name[c] = label
    count[label]++
    last[label] = c
    quote[c] = substr(s, 1, 1)
    if (quote[c] == "\"" || quote[c] == "\047") {
      quoted(s, i)
      if (!broken && final[c] > i && (turn > 1 || colon)) unsure(i, "a value of several lines begins there")
      return !broken
    }
    plain(s, i)
    if (s ~ /^[^!-~]/ && substr(s, lead(s) + 1) ~ "^[\"\047]") unsure(i, "unusual blanks stand before a quote")
    return 0
  }
  function quoted(s, i,   j, k, q, t) {
    q = quote[c]
    j = i
    k = closing(s, 2, q)
    t = k ? substr(s, 2, k - 2) : substr(s, 2)
    value[c] = t
    if (q == "\"") dollars(t, i, 1)
    while (!k) {
      if (++j > n) { if (!broken) refuse(i, "the quote in line " i " is never closed"); return }
      inside[j]
      k = closing(line[j], 1, q)
      t = k ? substr(line[j], 1, k - 1) : line[j]
      if (length(value[c]) < 1000) value[c] = value[c] "\n" t
      if (q == "\"") dollars(t, j, 1)
    }
    final[c] = j
    ended = j == i ? col[c] + k : k
    tail[c] = substr(line[j], ended)
    if (label in ours) doubts(q)
  }
  function plain(v, i,   p) {
    quote[c] = ""
    final[c] = first[c]
    tail[c] = ""
    p = index(v, " #")
    dollars(p ? substr(v, 1, p - 1) : v, i, 0)
    if (substr(v, length(v)) == "\r") { tail[c] = "\r"; v = substr(v, 1, length(v) - 1) }
    returns(v, i)
    if (!(label in ours)) { value[c] = v; return }
    if (substr(v, 1, 1) == "#") { tail[c] = " " v tail[c]; v = ""; doubt[c] = "a comment stands where its value should" }
    p = index(v, "\t#")
    if (!p || (index(v, " #") && index(v, " #") < p)) p = index(v, " #")
    value[c] = trimmed(p ? substr(v, 1, p - 1) : v, " \t")
    tail[c] = substr(v, length(value[c]) + 1) tail[c]
    v = value[c]
    if (tail[c] ~ /^[ \t]*\t#/ || index(v, "#")) doubt[c] = "versions of Compose differ on where its comment begins"
    else doubts("")
  }
  # What makes the value of a managed key one that is not known.
  function doubts(q,   i, v) {
    v = value[c]
    if (index(v, "\\")) doubt[c] = "its value has a backslash"
    else if (index(v, q == "\047" ? "${" : "$")) doubt[c] = "its value refers to another variable"
    else if (length(v) >= 1000) doubt[c] = "its value is too long"
    else if (v ~ "[\001-\010\013-\037\177]") doubt[c] = "its value has a control character"
    else if (q == "" && v ~ /[^ -~]/) for (i in wide) if (index(v, i)) doubt[c] = "its value has unusual blanks"
  }
  # Looks for what Compose refuses: a reference of another form than $NAME, ${NAME}, ${NAME-text} or ${NAME+text}.
  function dollars(s, i, escapes,   j, m, part) {
    if (!index(s, "${")) return
    m = split(s, part, "$")
    for (j = 2; j <= m; j++) {
      if (escapes && slashes(part[j - 1]) % 2) continue
      if (part[j] == "") j++
      else if (part[j] ~ /^[{]/ && part[j] !~ /^[{][A-Za-z_][A-Za-z0-9_]*(:?[-+][^{}]*)?[}]/) unsure(i, "it refers to a variable in an unusual form")
    }
  }
  # Prints the managed keys as facts.
  function facts(   i, m, pair, k) {
    print nulled ? "yes" : nul == "" ? "perhaps" : "no"
    if (broken) { print "unknown.env=" encoded(broken); return }
    m = split(ENVIRON["wf_keys"], pair, " ")
    for (i = 1; i <= m; i++) {
      split(pair[i], k, "=")
      fact(k[1], k[2])
    }
  }
  function fact(label, key,   k) {
    if (!(key in last)) return
    k = last[key]
    if (count[key] > 1) print "env." label ".count=" count[key]
    if (k in doubt) print "unknown.env." label "=" key " in line " first[k] ": " doubt[k]
    else print "env." label "=" encoded(value[k])
  }
  BEGIN {
    task = ENVIRON["wf_task"]
    asked = ENVIRON["wf_key"]
    # some awks end a text there, and cannot tell
    nul = sprintf("%c", 0)
    if (length(nul) != 1 || index("a" nul, nul) != 2) nul = ""
  }
  task == "facts" && nul != "" && index($0, nul) { nulled = 1 }
  task != "hide" { line[++n] = $0 }
  END {
    prepare()
    if (task != "hide") scan()
    if (task == "facts") facts()
    if (task == "value" && !broken && (asked in last) && !(last[asked] in doubt)) print value[last[asked]]
  }'

# Reads the managed keys of a file into wf_facts, as facts; wf_nul says whether awk saw a NUL byte.
env_facts() {
  wf_facts=$(wf_task=facts wf_keys=$wf_keys wf_file=$1 awk "$wf_env_read" "$1") || return 1
  wf_nul=${wf_facts%%"$wf_eol"*} wf_facts=${wf_facts#"$wf_nul"}
  wf_facts=${wf_facts#"$wf_eol"}
}

# Says whether the file whose facts were read has a NUL byte.
is_nulled() {
  [ "$wf_nul" != no ] || return 1
  [ "$wf_nul" = yes ] || has_nul "$1"
}

# The value of one key of a file, in wf_env_value; nothing when it has none, or none that is sure.
env_value() {
  wf_env_value=$(wf_task=value wf_key=$1 wf_file=$2 awk "$wf_env_read" "$2")
}

# The value of a managed key among the facts of the file that was read last, as a fact has it; 1 = it has none that is sure.
fact_value() {
  wf_env_value=''
  case "$wf_eol${wf_facts:-}" in *"${wf_eol}env.$1="*) ;; *) return 1 ;; esac
  wf_env_value=$wf_eol$wf_facts
  wf_env_value=${wf_env_value#*"${wf_eol}env.$1="}
  wf_env_value=${wf_env_value%%"$wf_eol"*}
}

# The same of a managed key, such as image, which the file has under a name of its own.
managed_value() {
  wf_env_value=''
  for wf_managed in $wf_keys; do
    [ "${wf_managed%%=*}" = "$1" ] || continue
    if [ "$2" = "${wf_edited:-}" ] && value_set "${wf_managed#*=}"; then return 0; fi
    env_value "${wf_managed#*=}" "$2"
  done
}

# What a key is set to; 1 = it is not.
value_set() {
  for wf_pair in $wf_set; do
    if [ "${wf_pair%%=*}" = "$1" ]; then
      wf_env_value=${wf_pair#*=}
      return 0
    fi
  done
  return 1
}

# Says whether a file has a NUL byte, which no version of Compose can read.
has_nul() {
  # every other byte becomes a newline, which a substitution drops at the end
  case $(tr '\000\001-\377' 'x\n' <"$1") in *x*) return 0 ;; esac
  return 1
}
