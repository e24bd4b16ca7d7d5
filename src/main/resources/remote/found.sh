# What the holder of the lock found out about Compose and the stack, noted for the later steps of its run.
#
# Only who has the lock reads and writes the note: before, the stack may still become another. Who was killed
# while writing left no end, and a note of another run says nothing; then docker is asked again.

# Reads the note of this run into wf_compose, wf_project, wf_timeout and wf_setups; 1 = there is none.
found_read() {
  wf_setups=''
  is_noting && IFS='|' read -r wf_noted_run wf_compose wf_noted wf_timeout wf_setups wf_end 2>/dev/null <"$wf_state/lock/found" &&
    [ "$wf_noted_run:$wf_end" = "$wf_run:end" ] || {
    wf_setups=''
    unset wf_timeout
    return 1
  }
  wf_project=$wf_noted
}

found_note() {
  ! is_noting || printf '%s|%s|%s|%s|%s|end\n' "$wf_run" "$wf_compose" "$wf_project" "$wf_timeout" "$wf_setups" \
    2>/dev/null >"$wf_state/lock/found" || :
}

# Says whether this program belongs to a run that has the lock; what is done between runs calls itself -.
is_noting() {
  [ -n "${wf_token:-}" ] && [ "${wf_run:--}" != - ]
}

# What pull got, for the restart of the same run: pulled_read leaves the image's id in wf_id; 1 = there is no note.
pulled_note() {
  printf '%s %s end\n' "$wf_image" "$wf_id" 2>/dev/null >"$wf_state/steps/$wf_run/pulled" || :
}

pulled_read() {
  read -r wf_pulled wf_id wf_end 2>/dev/null <"$wf_state/steps/$wf_run/pulled" && [ "$wf_pulled $wf_end" = "$wf_image end" ]
}
