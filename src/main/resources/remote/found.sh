# What the holder of the lock found out about Compose and the stack, noted for the later steps of its run.
#
# Only who has the lock reads and writes the note: before, the stack may still become another. Who was killed
# while writing left no end, and a note of another run says nothing; then docker is asked again.

# Reads the note of this run into wf_compose, wf_project, wf_listed, wf_env_files, wf_mounted, wf_timeout, wf_setups and
# wf_unnamed; 1 = there is none.
found_read() {
  wf_setups=''
  is_noting && IFS='|' read -r wf_noted_run wf_compose wf_noted wf_listed wf_noted_env wf_mounted wf_timeout wf_setups wf_unnamed wf_end 2>/dev/null <"$wf_state/lock/found" &&
    [ "$wf_noted_run:$wf_end" = "$wf_run:end" ] || {
    wf_setups=''
    unset wf_timeout
    return 1
  }
  wf_project=$wf_noted wf_env_files=$wf_noted_env
}

found_note() {
  ! is_noting || printf '%s|%s|%s|%s|%s|%s|%s|%s|%s|end\n' "$wf_run" "$wf_compose" "$wf_project" "$wf_listed" "${wf_env_files:-}" "$wf_mounted" "$wf_timeout" "$wf_setups" "$wf_unnamed" \
    2>/dev/null >"$wf_state/lock/found" || :
}

# Says whether this program belongs to a run that has the lock; what is done between runs calls itself -.
is_noting() {
  [ -n "${wf_token:-}" ] && [ "${wf_run:--}" != - ]
}

# Adds a volume, unless it is one without a name of its own, which no other container would get; that there is one is kept in
# wf_unnamed.
volume_mounted() {
  case $1 in '' | *[!A-Za-z0-9_.-]*) return 0 ;; esac
  if is_unnamed "$1"; then
    wf_unnamed=yes
    return 0
  fi
  is_word "$1" "$wf_mounted" || wf_mounted=$wf_mounted${wf_mounted:+ }$1
}

# Takes the files of a container's label: files_listed FILE,FILE,... DIRECTORY
files_listed() {
  ! names_listed "$@" || wf_listed=$wf_relative
}

# The same of its files of variables; .env.deploy is known anyway.
env_listed() {
  [ "$1" != - ] && names_listed "$@" || return 0
  wf_env_files='' wf_left=$wf_relative,
  while [ -n "$wf_left" ]; do
    wf_file=${wf_left%%,*} wf_left=${wf_left#*,}
    [ "$wf_file" = .env.deploy ] || wf_env_files=$wf_env_files${wf_env_files:+,}$wf_file
  done
}

# The names of a list without the directory before them, in wf_relative; 1 = they hold what cannot be written down.
names_listed() {
  case $1 in *[!A-Za-z0-9_./,@+=:-]*) return 1 ;; esac
  wf_relative='' wf_left=$1,
  while [ -n "$wf_left" ]; do
    wf_file=${wf_left%%,*} wf_left=${wf_left#*,}
    wf_relative=$wf_relative${wf_relative:+,}${wf_file#"$2/"}
  done
}

# What pull got, for the restart of the same run: pulled_read leaves the image's id in wf_id; 1 = there is no note.
pulled_note() {
  printf '%s %s end\n' "$wf_image" "$wf_id" 2>/dev/null >"$wf_state/steps/$wf_run/pulled" || :
}

pulled_read() {
  read -r wf_pulled wf_id wf_end 2>/dev/null <"$wf_state/steps/$wf_run/pulled" && [ "$wf_pulled $wf_end" = "$wf_image end" ]
}

# With what Compose would start the stack: project, compose files, and volumes. volumes_noted leaves them in wf_noted,
# wf_files and wf_all_volumes; 1 = there is no note.
volumes_note() {
  printf '%s|%s|%s|%s|end\n' "$wf_project" "$wf_files" "${wf_env_files:-}" "$wf_all_volumes" 2>/dev/null >"$wf_state/steps/$wf_run/volumes" || :
}

volumes_noted() {
  IFS='|' read -r wf_noted wf_files wf_env_files wf_all_volumes wf_end 2>/dev/null <"$wf_state/steps/$wf_run/volumes" && [ "$wf_end" = end ]
}

# Which volume holds the database, for what is recorded at the end of the run.
database_note() {
  ! is_noting || printf '%s end\n' "$wf_postgres_volume" 2>/dev/null >"$wf_state/steps/$wf_run/database" || :
}

database_noted() {
  read -r wf_noted_database wf_end 2>/dev/null <"$wf_state/steps/$wf_run/database" && [ "$wf_end" = end ]
}
